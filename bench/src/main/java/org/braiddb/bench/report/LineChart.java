package org.braiddb.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.run.Result;

/** Rates of contenders against the number of threads; both axes are logarithmic. */
final class LineChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 60;
  private static final int RIGHT = 110;
  private static final int BOTTOM = 26;

  private final double leastRate;
  private final double mostRate;
  private final List<Integer> threads;
  private final StringBuilder svg = new StringBuilder();

  private LineChart(List<Result> results) {
    leastRate = results.stream().mapToDouble(Result::mean).min().orElse(1) / 1.3;
    mostRate = results.stream().mapToDouble(Result::mean).max().orElse(10) * 1.3;
    threads = results.stream().map(r -> r.cell().task().threads()).distinct().sorted().toList();
  }

  static String draw(List<Result> results) {
    List<Result> good =
        results.stream().filter(r -> r.failure().isEmpty() && r.mean() > 0).toList();
    return good.isEmpty() ? "" : new LineChart(good).drawAll(good);
  }

  private String drawAll(List<Result> results) {
    svg.append(
        String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\">%n", WIDTH, HEIGHT));
    axes();
    Map<Contender, List<Result>> lines = new LinkedHashMap<>();
    for (Result result : results) {
      lines.computeIfAbsent(result.cell().contender(), c -> new ArrayList<>()).add(result);
    }
    List<Integer> labels = new ArrayList<>();
    lines.forEach((contender, points) -> line(contender, points, labels));
    return svg.append("</svg>\n").toString();
  }

  private void axes() {
    for (double tick = Math.pow(10, Math.ceil(Math.log10(leastRate)));
        tick <= mostRate;
        tick *= 10) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text class=\"soft\" x=\"0\" y=\"%.1f\">%s</text>%n",
              LEFT,
              WIDTH - RIGHT,
              y(tick),
              y(tick),
              y(tick) + 4,
              Numbers.rate(tick)));
    }
    for (int count : threads) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"soft\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%d</text>%n",
              x(count),
              HEIGHT - 6,
              count));
    }
  }

  private void line(Contender contender, List<Result> points, List<Integer> labels) {
    StringBuilder path = new StringBuilder();
    for (Result point : points) {
      path.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", x(point.cell().task().threads()), y(point.mean())));
    }
    String colour = Html.colour(contender.id());
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" style=\"fill:none;stroke:%s;stroke-width:2\"/>%n",
            path.toString().strip(),
            colour));
    Result last = points.getLast();
    int label = free((int) y(last.mean()) + 4, labels);
    labels.add(label);
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" style=\"fill:%s\">%s</text>%n",
            WIDTH - RIGHT + 6,
            label,
            colour,
            Html.text(contender.title())));
  }

  /** A height near the wanted one at which no label is yet. */
  private static int free(int wanted, List<Integer> taken) {
    for (int distance = 0; ; distance++) {
      int above = wanted - distance;
      int below = wanted + distance;
      if (above > 10 && taken.stream().noneMatch(t -> Math.abs(t - above) < 13)) {
        return above;
      }
      if (taken.stream().noneMatch(t -> Math.abs(t - below) < 13)) {
        return below;
      }
    }
  }

  private double x(int count) {
    double least = Math.log(threads.getFirst());
    double range = Math.max(1e-9, Math.log(threads.getLast()) - least);
    return LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) * (Math.log(count) - least) / range;
  }

  private double y(double rate) {
    double range = Math.log(mostRate) - Math.log(leastRate);
    return (HEIGHT - BOTTOM) * (1 - (Math.log(rate) - Math.log(leastRate)) / range);
  }
}
