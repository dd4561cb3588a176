package org.braiddb.sql.change.schema;

import org.braiddb.sql.parse.Parser;

/** Writes names into stored definitions, quoted where they must be. */
final class SqlNames {
  private SqlNames() {}

  /** A name as SQLite writes it into the text of CREATE TABLE ... AS SELECT. */
  static String quoted(String name) {
    boolean plain =
        !name.isEmpty()
            && name.chars().allMatch(SqlNames::isWordCharacter)
            && !Character.isDigit(name.charAt(0))
            && !Parser.isKeyword(name);
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isWordCharacter(int c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }
}
