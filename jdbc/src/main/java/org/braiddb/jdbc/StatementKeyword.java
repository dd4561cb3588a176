package org.braiddb.jdbc;

import java.util.Locale;
import java.util.Set;

/** The first word of a statement: all that the driver needs to know about its text. */
record StatementKeyword(String word) {
  /** What begins or ends transactions itself, or must not run inside one. */
  private static final Set<String> NOT_TRANSACTIONAL =
      Set.of(
          "",
          "BEGIN",
          "COMMIT",
          "END",
          "ROLLBACK",
          "SAVEPOINT",
          "RELEASE",
          "PRAGMA",
          "ATTACH",
          "DETACH",
          "VACUUM",
          "EXPLAIN");

  private static final Set<String> DATA_CHANGES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE");

  /** Finds the word, skipping blanks, semicolons and comments. */
  static StatementKeyword of(String sql) {
    int start = skipBlanks(sql);
    int end = start;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    return new StatementKeyword(sql.substring(start, end).toUpperCase(Locale.ROOT));
  }

  private static int skipBlanks(String sql) {
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || c == ';') {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = after(sql, "\n", at);
      } else if (sql.startsWith("/*", at)) {
        at = after(sql, "*/", at + 2);
      } else {
        break;
      }
    }
    return at;
  }

  private static int after(String sql, String end, int from) {
    int found = sql.indexOf(end, from);
    return found < 0 ? sql.length() : found + end.length();
  }

  /** Whether a text has nothing but blanks and comments. */
  static boolean isBlank(String sql) {
    return skipBlanks(sql) == sql.length();
  }

  boolean transactional() {
    return !NOT_TRANSACTIONAL.contains(word);
  }

  boolean insert() {
    return word.equals("INSERT") || word.equals("REPLACE");
  }

  boolean dataChange() {
    return DATA_CHANGES.contains(word);
  }
}
