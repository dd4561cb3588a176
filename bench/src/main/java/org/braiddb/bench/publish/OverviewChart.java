package org.braiddb.bench.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.braiddb.bench.contender.Contenders;

/**
 * Rates as multiples of tuned SQLite's: a line for each task, a dot for each of Braid's modes and
 * for the best of the other engines. The axis is logarithmic; the drawing is light or dark as the
 * page is that shows it.
 */
final class OverviewChart {
  private static final int LEFT = 320;
  private static final int WIDTH = 860;
  private static final int RIGHT = 24;
  private static final int TOP = 62;
  private static final int ROW = 23;

  private static final String STYLE =
      """
      <style>
      text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1c2024; }
      .soft { fill: #60666d; } .grid { stroke: #d9dde2; } .one { stroke: #60666d; stroke-width: 1.5; }
      .page { fill: #ffffff; }
      .wal { fill: #0b6bcb; } .pagelock { fill: #7a3fc4; } .mvcc { fill: #c2264b; }
      .other { fill: none; stroke: #2f8f5b; stroke-width: 2; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6e8ea; } .soft { fill: #9aa2aa; } .grid { stroke: #343a40; }
        .one { stroke: #9aa2aa; } .page { fill: #14171a; }
        .wal { fill: #5aa9ff; } .pagelock { fill: #b48bff; } .mvcc { fill: #ff6f8f; }
        .other { stroke: #5fce93; }
      }
      </style>
      """;

  /** A task that has a dot at least. */
  private record Line(Target target, List<Dot> dots) {}

  private record Dot(String kind, String who, double times) {}

  private final List<Line> lines = new ArrayList<>();
  private final double least;
  private final double most;

  OverviewChart(RawData data) {
    for (Target target : Target.all()) {
      List<Dot> dots = dots(data, target);
      if (!dots.isEmpty()) {
        lines.add(new Line(target, dots));
      }
    }
    least = Math.min(0.5, all().min(Double::compare).orElse(1.0) / 1.15);
    most = Math.max(2, all().max(Double::compare).orElse(1.0) * 1.15);
  }

  private Stream<Double> all() {
    return lines.stream().flatMap(line -> line.dots().stream()).map(Dot::times);
  }

  private static List<Dot> dots(RawData data, Target target) {
    List<Dot> dots = new ArrayList<>();
    OptionalDouble tuned = target.value(data, Target.TUNED);
    if (!target.measure().moreIsBetter || tuned.isEmpty()) {
      return dots;
    }
    String other = target.bestOther(data);
    add(dots, "other", other, target.value(data, other), tuned.getAsDouble());
    for (String mode : Target.MODES) {
      String kind = mode.substring("braid-".length());
      add(dots, kind, mode, target.value(data, mode), tuned.getAsDouble());
    }
    return dots;
  }

  private static void add(
      List<Dot> dots, String kind, String who, OptionalDouble value, double of) {
    value.ifPresent(number -> dots.add(new Dot(kind, Contenders.named(who).title(), number / of)));
  }

  String svg() {
    int height = TOP + lines.size() * ROW + 10;
    StringBuilder svg = new StringBuilder();
    put(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
        WIDTH,
        height);
    svg.append("<title>Rates of Braid's modes as multiples of tuned SQLite's</title>\n");
    svg.append(STYLE);
    put(svg, "<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n", WIDTH, height);
    legend(svg);
    axis(svg, height);
    for (int i = 0; i < lines.size(); i++) {
      line(svg, lines.get(i), TOP + i * ROW + ROW / 2);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void put(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static void legend(StringBuilder svg) {
    svg.append("<text class=\"soft\" x=\"14\" y=\"24\">times SQLite tuned</text>\n");
    List<String> names = List.of("wal", "pagelock", "mvcc", "other");
    for (int i = 0; i < names.size(); i++) {
      int x = LEFT + i * 130;
      put(svg, "<circle class=\"%s\" cx=\"%d\" cy=\"20\" r=\"5\"/>", names.get(i), x);
      String text = names.get(i).equals("other") ? "best other engine" : "Braid " + names.get(i);
      put(svg, "<text x=\"%d\" y=\"24\">%s</text>%n", x + 11, text);
    }
  }

  private void axis(StringBuilder svg, int height) {
    for (double tick = 1.0 / 1024; tick <= most; tick *= 2) {
      if (tick >= least) {
        put(
            svg,
            "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
            tick == 1 ? "one" : "grid",
            x(tick),
            x(tick),
            TOP - 8,
            height - 8);
        put(
            svg,
            "<text class=\"soft\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>%n",
            x(tick),
            TOP - 14,
            tick < 1 ? "1/" + (int) (1 / tick) : Integer.toString((int) tick));
      }
    }
  }

  private double x(double times) {
    return LEFT + (WIDTH - RIGHT - LEFT) * Math.log(times / least) / Math.log(most / least);
  }

  private void line(StringBuilder svg, Line line, int y) {
    put(svg, "<text x=\"14\" y=\"%d\">%s</text>", y + 4, line.target().title());
    for (Dot dot : line.dots()) {
      put(
          svg,
          "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"5\"><title>%s: %.2f</title></circle>",
          dot.kind(),
          x(dot.times()),
          y,
          dot.who(),
          dot.times());
    }
    svg.append('\n');
  }
}
