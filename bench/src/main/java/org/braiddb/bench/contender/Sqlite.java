package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite through sqlite-jdbc, with a write-ahead log: as it is, or tuned.
 *
 * @param tuned with a cache and a memory map that hold the file, and with the application's threads
 *     taking turns at writing by a lock of their own instead of SQLite's polling
 */
record Sqlite(boolean tuned) implements Contender {
  static final String FAMILY = "sqlite-file";
  static final String FILE = "bench.db";

  private static final Lock NO_TURN = new NoLock();

  /** One database is written at a time in a process of a benchmark. */
  private static final Lock TURN = new ReentrantLock();

  @Override
  public String id() {
    return tuned ? "sqlite-tuned" : "sqlite";
  }

  @Override
  public String title() {
    return tuned ? "SQLite tuned" : "SQLite";
  }

  @Override
  public String version() {
    return "sqlite-jdbc " + SQLiteJDBCLoader.getVersion();
  }

  @Override
  public String settings(Durability durability) {
    return "journal_mode=WAL, synchronous="
        + durability.synchronous()
        + ", BEGIN IMMEDIATE, busy_timeout=60000"
        + (tuned
            ? ", cache_size=-262144, mmap_size=1 GiB, one application lock around writes"
            : "");
  }

  @Override
  public String family() {
    return FAMILY;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:sqlite:" + directory.resolve(FILE) + "?busy_timeout=60000&journal_mode=WAL";
  }

  @Override
  public List<String> jars() {
    return List.of("sqlite-jdbc", "slf4j-api");
  }

  @Override
  public Connection connect(Path directory, Durability durability) throws SQLException {
    Connection connection = DriverManager.getConnection(url(directory));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = " + durability.synchronous());
      Checkpoints.apply(statement);
      if (tuned) {
        statement.execute("PRAGMA cache_size = -262144");
        statement.execute("PRAGMA mmap_size = 1073741824");
      }
    }
    return connection;
  }

  @Override
  public Session session(Path directory, Durability durability) throws SQLException {
    return new OneWriterSession(connect(directory, durability), tuned ? TURN : NO_TURN);
  }

  @Override
  public boolean isLog(Path file) {
    return file.toString().endsWith("-wal");
  }
}
