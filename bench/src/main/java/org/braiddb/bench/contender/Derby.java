package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * Derby. Its level of durability is one of the whole process, read when its first database is
 * opened: a process measures one level only.
 */
record Derby() implements Contender {
  /** What {@code shutdown=true} answers where it has succeeded. */
  private static final String CLOSED = "08006";

  @Override
  public String id() {
    return "derby";
  }

  @Override
  public String title() {
    return "Derby";
  }

  @Override
  public String version() {
    return "Derby " + org.apache.derby.tools.sysinfo.getVersionString();
  }

  @Override
  public String settings(Durability durability) {
    return "page cache of 64,000 pages, row locks, SELECT FOR UPDATE WITH RS, "
        + switch (durability) {
          case DURABLE -> "defaults (the log forced at each commit, commits grouped)";
          case RELAXED -> "derby.system.durability=test (nothing forced, checkpoints neither)";
        };
  }

  @Override
  public Dialect dialect() {
    return Dialect.DERBY;
  }

  @Override
  public Connection connect(Path directory, Durability durability) throws SQLException {
    System.setProperty("derby.stream.error.file", directory.resolve("derby.log").toString());
    System.setProperty("derby.storage.pageCacheSize", "64000");
    System.setProperty("derby.locks.waitTimeout", "60");
    switch (durability) {
      case DURABLE -> System.clearProperty("derby.system.durability");
      case RELAXED -> System.setProperty("derby.system.durability", "test");
    }
    return DriverManager.getConnection(url(directory) + ";create=true");
  }

  @Override
  public String url(Path directory) {
    return "jdbc:derby:" + directory.resolve("bench");
  }

  @Override
  public List<String> jars() {
    return List.of("derby");
  }

  @Override
  public Session session(Path directory, Durability durability) throws SQLException {
    return new LockingSession(
        connect(directory, durability), dialect(), LockingSession::isRollback);
  }

  @Override
  public boolean isLog(Path file) {
    return file.toString().contains("/bench/log/");
  }

  @Override
  public void shutDown(Path directory) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(directory) + ";shutdown=true")) {
      throw new SQLException("Derby did not shut down, but connected: " + connection);
    } catch (SQLException e) {
      if (!CLOSED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
