package org.braiddb.bench.report;

import java.util.List;
import java.util.Locale;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.trial.Figure;

/**
 * Rates of contenders as horizontal bars, with a line from the slowest to the fastest iteration.
 */
final class BarChart {
  private static final int WIDTH = 560;
  private static final int LABEL = 120;
  private static final int VALUE = 70;
  private static final int ROW = 24;
  private static final int BAR = 15;

  /** A bar; nothing but its name where the contender has failed. */
  private record Bar(Contender contender, double mean, double least, double most, boolean failed) {}

  private BarChart() {}

  /** All transactions of each contender. */
  static String draw(List<Result> results) {
    return drawBars(
        results.stream()
            .map(result ->
                new Bar(
                    result.cell().contender(),
                    result.mean(),
                    result.least(),
                    result.most(),
                    result.failure().isPresent()))
            .toList());
  }

  /** Those of the threads that do one thing, where threads do different things. */
  static String draw(List<Result> results, Figure rate) {
    return drawBars(
        results.stream()
            .map(result -> {
              double mean = result.figure(rate).orElse(0.0);
              return new Bar(
                  result.cell().contender(), mean, mean, mean, result.failure().isPresent());
            })
            .toList());
  }

  private static String drawBars(List<Bar> bars) {
    double greatest =
        bars.stream().filter(bar -> !bar.failed()).mapToDouble(Bar::most).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\">%n",
            WIDTH,
            bars.size() * ROW + 6));
    for (int i = 0; i < bars.size(); i++) {
      row(svg, bars.get(i), i * ROW + 4, greatest);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, Bar bar, int top, double greatest) {
    double scale = (WIDTH - LABEL - VALUE) / greatest;
    int middle = top + BAR / 2 + 1;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"0\" y=\"%d\">%s</text>",
            middle + 4,
            Html.text(bar.contender().title())));
    if (bar.failed()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"soft\" x=\"%d\" y=\"%d\">failed, see the table</text>%n",
              LABEL,
              middle + 4));
      return;
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" style=\"fill:%s\"/>"
                + "<line class=\"range\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
            LABEL,
            top,
            Math.max(1, bar.mean() * scale),
            BAR,
            Html.colour(bar.contender().id()),
            LABEL + bar.least() * scale,
            LABEL + bar.most() * scale,
            middle,
            middle,
            LABEL + bar.most() * scale + 6,
            middle + 4,
            Numbers.rate(bar.mean())));
  }
}
