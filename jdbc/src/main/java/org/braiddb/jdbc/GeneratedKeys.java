package org.braiddb.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Which generated keys a statement is to give.
 *
 * @param wanted whether any
 * @param columns names of the columns; empty for the rowid
 */
record GeneratedKeys(boolean wanted, List<String> columns) {
  static final GeneratedKeys NONE = new GeneratedKeys(false, List.of());
  static final GeneratedKeys ROWID = new GeneratedKeys(true, List.of());

  /** The label of the rowid where no column was named. */
  static final String ROWID_LABEL = "last_insert_rowid()";

  static GeneratedKeys of(int flag) throws SQLException {
    return switch (flag) {
      case Statement.RETURN_GENERATED_KEYS -> ROWID;
      case Statement.NO_GENERATED_KEYS -> NONE;
      default -> throw SqlErrors.invalidArgument("no such generated-keys flag: " + flag);
    };
  }

  static GeneratedKeys named(String[] columns) {
    return new GeneratedKeys(true, List.of(columns));
  }

  /** The labels of the columns of the keys' result set. */
  List<String> labels() {
    return columns.isEmpty() ? List.of(ROWID_LABEL) : columns;
  }

  /**
   * The statement that gives the keys: an INSERT is extended by RETURNING where columns were named,
   * so that each row's are had.
   */
  String rewrite(String sql) {
    if (!returning(sql)) {
      return sql;
    }
    String text = sql.stripTrailing();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).stripTrailing();
    }
    StringBuilder out = new StringBuilder(text).append("\nRETURNING ");
    for (int i = 0; i < columns.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(Identifiers.quote(columns.get(i)));
    }
    return out.toString();
  }

  /** Whether {@link #rewrite} makes the statement return rows. */
  boolean returning(String sql) {
    return wanted && !columns.isEmpty() && StatementKeyword.of(sql).insert();
  }
}
