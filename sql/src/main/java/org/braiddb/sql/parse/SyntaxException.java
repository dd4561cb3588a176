package org.braiddb.sql.parse;

/**
 * A text that is no statement. The message begins with the dialect's own wording ({@code near "x":
 * syntax error}), then says where, and what was expected if that can be said.
 */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int offset;
  private final int line;
  private final int column;
  private final String expected;

  private SyntaxException(String problem, int offset, int line, int column, String expected) {
    super(
        "%s (line %d, column %d%s)"
            .formatted(problem, line, column, expected.isEmpty() ? "" : ": expected " + expected));
    this.problem = problem;
    this.offset = offset;
    this.line = line;
    this.column = column;
    this.expected = expected;
  }

  static SyntaxException at(int offset, String text, String problem, String expected) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    int column = text.codePointCount(lineStart, Math.max(lineStart, offset)) + 1;
    return new SyntaxException(problem, offset, line, column, expected);
  }

  /** What is wrong, in the dialect's wording and without the place. */
  public String problem() {
    return problem;
  }

  /** Where, in UTF-16 units from the start of the parsed text. */
  public int offset() {
    return offset;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The column in that line, in characters, from 1. */
  public int column() {
    return column;
  }

  /** What would have been right there; empty if there is no short answer. */
  public String expected() {
    return expected;
  }
}
