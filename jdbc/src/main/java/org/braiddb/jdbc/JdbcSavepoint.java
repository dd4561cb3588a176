package org.braiddb.jdbc;

import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A savepoint, by the name it has in SQL. */
final class JdbcSavepoint implements Savepoint {
  private final int number;
  private final @Nullable String name;

  private JdbcSavepoint(int number, @Nullable String name) {
    this.number = number;
    this.name = name;
  }

  static JdbcSavepoint numbered(int number) {
    return new JdbcSavepoint(number, null);
  }

  static JdbcSavepoint named(String name) {
    return new JdbcSavepoint(0, name);
  }

  static JdbcSavepoint own(Savepoint savepoint) throws SQLException {
    if (savepoint instanceof JdbcSavepoint own) {
      return own;
    }
    throw SqlErrors.misuse("a savepoint of another driver");
  }

  String quotedName() {
    return Identifiers.quote(name == null ? "jdbc_savepoint_" + number : name);
  }

  @Override
  public int getSavepointId() throws SQLException {
    if (name != null) {
      throw SqlErrors.misuse("a named savepoint has no number");
    }
    return number;
  }

  @Override
  public String getSavepointName() throws SQLException {
    if (name == null) {
      throw SqlErrors.misuse("a numbered savepoint has no name");
    }
    return name;
  }
}
