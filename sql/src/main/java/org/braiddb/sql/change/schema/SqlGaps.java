package org.braiddb.sql.change.schema;

/** Finds its way between the tokens of a definition. */
final class SqlGaps {
  private SqlGaps() {}

  /** The first character at or after a place that is neither blank nor in a comment. */
  static int nextToken(String sql, int from) {
    int at = from;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else {
        return at;
      }
    }
    return at;
  }
}
