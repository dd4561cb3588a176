package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** DuckDB: columns instead of rows, made for scans of much data. */
record DuckDb() implements Contender {
  @Override
  public String id() {
    return "duckdb";
  }

  @Override
  public String title() {
    return "DuckDB";
  }

  @Override
  public String version() {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      return "unknown: " + e.getMessage();
    }
  }

  @Override
  public String settings(Durability durability) {
    return "defaults: all processors work on one query, snapshot isolation, each commit forced";
  }

  @Override
  public Optional<String> absence(Durability durability) {
    return switch (durability) {
      case DURABLE -> Optional.empty();
      case RELAXED -> Optional.of("it has no setting that does not force commits");
    };
  }

  @Override
  public Dialect dialect() {
    return Dialect.DUCKDB;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:duckdb:" + directory.resolve("bench.duckdb");
  }

  @Override
  public List<String> jars() {
    return List.of("duckdb_jdbc");
  }

  @Override
  public Connection connect(Path directory, Durability durability) throws SQLException {
    Connection connection = DriverManager.getConnection(url(directory));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SEQUENCE IF NOT EXISTS ids START 1000000000");
    }
    return connection;
  }

  @Override
  public Session session(Path directory, Durability durability) throws SQLException {
    return new DuckDbSession(connect(directory, durability), DuckDb::isLoss);
  }

  /** It gives no codes, so that its words must do. */
  private static boolean isLoss(SQLException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("conflict");
  }

  @Override
  public boolean isLog(Path file) {
    return file.toString().endsWith(".wal");
  }

  @Override
  public TableFiller filler(Connection connection) {
    return (table, columns, first, last, rows) -> {
      try (DuckDBAppender appender =
          connection.unwrap(DuckDBConnection.class).createAppender("main", table)) {
        AppendedRow row = new AppendedRow(appender);
        for (long number = first; number <= last; number++) {
          appender.beginRow();
          rows.write(row, number);
          appender.endRow();
        }
      }
    };
  }

  private record AppendedRow(DuckDBAppender appender) implements TableFiller.Row {
    @Override
    public TableFiller.Row add(long value) throws SQLException {
      appender.append(value);
      return this;
    }

    @Override
    public TableFiller.Row add(double value) throws SQLException {
      appender.append(value);
      return this;
    }

    @Override
    public TableFiller.Row add(String value) throws SQLException {
      appender.append(value);
      return this;
    }
  }
}
