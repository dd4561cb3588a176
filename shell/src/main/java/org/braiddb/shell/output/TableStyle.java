package org.braiddb.shell.output;

/**
 * The characters that a table is drawn with. A rule is drawn as left end, junctions and right end
 * over its fill.
 *
 * @param top the rule above everything
 * @param middle the rule below the headers, and between rows of which one has several lines
 * @param bottom the rule below everything
 * @param left before the first cell of a line
 * @param between between two cells of a line
 * @param right after the last cell of a line
 * @param centred whether headers stand in the middle
 * @param rulesBetweenRows whether rules part rows where one has several lines
 */
record TableStyle(
    Rule top,
    Rule middle,
    Rule bottom,
    String left,
    String between,
    String right,
    boolean centred,
    boolean rulesBetweenRows) {

  /** A horizontal rule; one without fill is not drawn. */
  record Rule(String left, String fill, String junction, String right, int padding) {
    static final Rule NONE = new Rule("", "", "", "", 0);

    boolean isDrawn() {
      return !fill.isEmpty();
    }
  }

  static final TableStyle BOX =
      new TableStyle(
          new Rule("┌", "─", "┬", "┐", 2),
          new Rule("├", "─", "┼", "┤", 2),
          new Rule("└", "─", "┴", "┘", 2),
          "│ ",
          " │ ",
          " │",
          true,
          true);

  private static final Rule ASCII = new Rule("+", "-", "+", "+", 2);

  static final TableStyle TABLE =
      new TableStyle(ASCII, ASCII, ASCII, "| ", " | ", " |", true, true);

  static final TableStyle MARKDOWN =
      new TableStyle(
          Rule.NONE, new Rule("|", "-", "|", "|", 2), Rule.NONE, "| ", " | ", " |", true, false);

  static final TableStyle COLUMN =
      new TableStyle(
          Rule.NONE, new Rule("", "-", "  ", "", 0), Rule.NONE, "", "  ", "", false, false);
}
