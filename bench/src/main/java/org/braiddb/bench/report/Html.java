package org.braiddb.bench.report;

import java.util.List;

/** Pieces of a page. */
final class Html {
  private Html() {}

  /** Text that may have any characters. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The colour of a contender, as the style sheet names it. */
  static String colour(String contender) {
    return "var(--" + contender + ")";
  }

  /** The head of a table. */
  static String head(List<String> columns) {
    StringBuilder row = new StringBuilder("<tr>");
    columns.forEach(column -> row.append("<th>").append(text(column)).append("</th>"));
    return row.append("</tr>\n").toString();
  }

  /** A cell of a table. */
  static String cell(String text) {
    return "<td>" + text(text) + "</td>";
  }

  /** A cell with long text. */
  static String wide(String text) {
    return "<td class=\"wide\">" + text(text) + "</td>";
  }
}
