package org.braiddb.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A contender: how to reach it, and the settings that make its commits comparable. */
public enum Engine {
  /** Braid, single writer. */
  BRAID_WAL("jdbc:braid:") {
    @Override
    void configure(Statement statement) throws SQLException {
      statement.execute("PRAGMA journal_mode = wal");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA busy_timeout = 60000");
      statement.execute("PRAGMA cache_size = -262144");
    }
  },
  /** SQLite as its users open it, with a write-ahead log. */
  SQLITE("jdbc:sqlite:") {
    @Override
    void configure(Statement statement) throws SQLException {
      statement.execute("PRAGMA journal_mode = wal");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA busy_timeout = 60000");
    }
  },
  /** SQLite with a cache and a memory map that hold the whole file. */
  SQLITE_TUNED("jdbc:sqlite:") {
    @Override
    void configure(Statement statement) throws SQLException {
      SQLITE.configure(statement);
      statement.execute("PRAGMA cache_size = -262144");
      statement.execute("PRAGMA mmap_size = 1073741824");
    }
  };

  private final String urlPrefix;

  Engine(String urlPrefix) {
    this.urlPrefix = urlPrefix;
  }

  /** Sets journal mode, durability (each commit forced) and cache of one connection. */
  abstract void configure(Statement statement) throws SQLException;

  /** Opens a configured connection. */
  Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection(urlPrefix + file);
    try (Statement statement = connection.createStatement()) {
      configure(statement);
    }
    return connection;
  }
}
