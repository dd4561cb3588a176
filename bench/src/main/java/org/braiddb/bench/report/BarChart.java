package org.braiddb.bench.report;

import java.util.List;
import java.util.Locale;
import org.braiddb.bench.run.Result;

/**
 * Rates of contenders as horizontal bars, with a line from the slowest to the fastest iteration.
 */
final class BarChart {
  private static final int WIDTH = 560;
  private static final int LABEL = 120;
  private static final int VALUE = 70;
  private static final int ROW = 24;
  private static final int BAR = 15;

  private BarChart() {}

  static String draw(List<Result> results) {
    double greatest =
        results.stream()
            .filter(result -> result.failure().isEmpty())
            .mapToDouble(Result::most)
            .max()
            .orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\">%n",
            WIDTH,
            results.size() * ROW + 6));
    for (int i = 0; i < results.size(); i++) {
      row(svg, results.get(i), i * ROW + 4, greatest);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, Result result, int top, double greatest) {
    double scale = (WIDTH - LABEL - VALUE) / greatest;
    int middle = top + BAR / 2 + 1;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"0\" y=\"%d\">%s</text>",
            middle + 4,
            Html.text(result.cell().contender().title())));
    if (result.failure().isPresent()) {
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
            Math.max(1, result.mean() * scale),
            BAR,
            Html.colour(result.cell().contender().id()),
            LABEL + result.least() * scale,
            LABEL + result.most() * scale,
            middle,
            middle,
            LABEL + result.most() * scale + 6,
            middle + 4,
            Numbers.rate(result.mean())));
  }
}
