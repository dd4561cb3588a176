package org.braiddb.shell.session;

import org.braiddb.shell.text.DisplayText;
import org.braiddb.sql.SqlException;

/** Says what is wrong with a statement, and shows the place. */
final class ErrorText {
  private static final int WINDOW = 70;
  private static final int BEFORE = 50;

  private ErrorText() {}

  /**
   * A message of one line, or of three where the place is known.
   *
   * @param text the text that positions count in
   * @param statementOffset where the failed statement begins in it
   */
  static String of(SqlException failure, String text, int statementOffset, Origin origin) {
    String message = failure.getMessage() + code(failure);
    if (failure.position().isEmpty()) {
      return origin.prefix(lineAt(text, statementOffset)) + message;
    }
    int offset = Math.min(failure.position().get().offset(), text.length());
    return origin.prefix(lineAt(text, offset)) + message + "\n" + marker(text, offset);
  }

  /** The name of the code where it says more than that something is wrong. */
  private static String code(SqlException failure) {
    return failure.code().primary() == 1 ? "" : " (" + failure.code().sqliteName() + ")";
  }

  /** The line of an offset, from 1. */
  static int lineAt(String text, int offset) {
    int end = Math.min(offset, text.length());
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private static String marker(String text, int offset) {
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int lineEnd = text.indexOf('\n', offset) < 0 ? text.length() : text.indexOf('\n', offset);
    int start = Math.max(lineStart, offset - BEFORE);
    int end = Math.min(lineEnd, start + WINDOW);
    String before = DisplayText.printable(text.substring(start, offset));
    String after = DisplayText.printable(text.substring(offset, Math.max(offset, end)));
    return "  "
        + before
        + after
        + "\n"
        + " ".repeat(2 + DisplayText.width(before))
        + "^--- error here";
  }
}
