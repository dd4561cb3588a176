package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hsqldb.persist.HsqlDatabaseProperties;

/** HSQLDB with tables on disk and multi-version transactions. */
record Hsqldb() implements Contender {
  @Override
  public String id() {
    return "hsqldb";
  }

  @Override
  public String title() {
    return "HSQLDB";
  }

  @Override
  public String version() {
    return HsqlDatabaseProperties.THIS_FULL_VERSION;
  }

  @Override
  public String settings(Durability durability) {
    return "CACHED tables, hsqldb.tx=mvcc, SERIALIZABLE (snapshots), cache of 256 MB, "
        + switch (durability) {
          case DURABLE -> "hsqldb.write_delay=false (forced at each commit)";
          case RELAXED -> "hsqldb.write_delay_millis=500 (its default: forced every half second)";
        };
  }

  @Override
  public Dialect dialect() {
    return Dialect.HSQLDB;
  }

  @Override
  public Connection connect(Path directory, Durability durability) throws SQLException {
    Connection connection = DriverManager.getConnection(url(directory), "SA", "");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          switch (durability) {
            case DURABLE -> "SET FILES WRITE DELAY FALSE";
            case RELAXED -> "SET FILES WRITE DELAY 500 MILLIS";
          });
    }
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    return connection;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:hsqldb:file:"
        + directory.resolve("bench")
        + ";hsqldb.tx=mvcc;hsqldb.default_table_type=cached;hsqldb.cache_size=262144"
        + ";hsqldb.cache_rows=4000000;hsqldb.applog=0";
  }

  @Override
  public List<String> jars() {
    return List.of("hsqldb");
  }

  @Override
  public Session session(Path directory, Durability durability) throws SQLException {
    return new LockingSession(
        connect(directory, durability), dialect(), LockingSession::isRollback);
  }

  @Override
  public boolean isLog(Path file) {
    return file.toString().endsWith(".log");
  }

  @Override
  public void shutDown(Path directory) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(directory), "SA", "");
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }
}
