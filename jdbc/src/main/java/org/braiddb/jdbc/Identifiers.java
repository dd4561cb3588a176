package org.braiddb.jdbc;

/** Names and texts as SQL writes them. */
final class Identifiers {
  private Identifiers() {}

  /** A name in double quotes. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text as a string literal. */
  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
