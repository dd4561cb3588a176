package org.braiddb.shell.session;

/**
 * Where a text comes from, for error messages.
 *
 * @param file the name of a script; empty for standard input, arguments and typed text
 * @param line the line, from 1, that the text begins on; 0 where messages shall name no line
 */
public record Origin(String file, int line) {
  /** Text that a person has just typed. */
  public static final Origin TYPED = new Origin("", 0);

  /** What a message about a line of the text begins with. */
  String prefix(int lineOfText) {
    if (line == 0) {
      return "Error: ";
    }
    String where = file.isEmpty() ? "" : " of " + file;
    return "Error: near line " + (line + lineOfText - 1) + where + ": ";
  }
}
