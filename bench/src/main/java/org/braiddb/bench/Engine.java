package org.braiddb.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.braiddb.jdbc.BraidTransactions;

/** A contender: how to reach it, and the settings that make its commits comparable. */
public enum Engine {
  /** Braid, single writer. */
  BRAID_WAL("jdbc:braid:%s?busy_timeout=60000&journal_mode=wal"),
  /** Braid, many writers, conflicts by page. */
  BRAID_PAGELOCK("jdbc:braid:%s?busy_timeout=60000&journal_mode=pagelock"),
  /** Braid, many writers, conflicts by row. */
  BRAID_MVCC("jdbc:braid:%s?busy_timeout=60000&journal_mode=mvcc"),
  /** SQLite as its users open it, with a write-ahead log. */
  SQLITE("jdbc:sqlite:%s?busy_timeout=60000&journal_mode=WAL"),
  /** SQLite with a cache and a memory map that hold the whole file. */
  SQLITE_TUNED("jdbc:sqlite:%s?busy_timeout=60000&journal_mode=WAL");

  private static final int BUSY = 5;

  private final String url;

  Engine(String url) {
    this.url = url;
  }

  /** What is done in one transaction; it is done again where the transaction lost to another. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Whether many transactions write at once, and may have to be run again. */
  boolean concurrent() {
    return this == BRAID_PAGELOCK || this == BRAID_MVCC;
  }

  /**
   * Runs work in a transaction as users of the engine would: with one writer at a time it waits for
   * its turn first; with many it is tried until it is committed.
   */
  void transact(Connection connection, Work work) throws SQLException {
    if (concurrent()) {
      BraidTransactions.<Integer>run(
          connection,
          same -> {
            work.run();
            return 0;
          });
      return;
    }
    try (Statement statement = connection.createStatement()) {
      beginWriting(statement);
      work.run();
      statement.execute("COMMIT");
    }
  }

  /** Waits for its turn, however long others are preferred. */
  private static void beginWriting(Statement statement) throws SQLException {
    while (true) {
      try {
        statement.execute("BEGIN IMMEDIATE");
        return;
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != BUSY) {
          throw e;
        }
      }
    }
  }

  /** Opens a connection: each commit forced to disk, patient, with a cache that holds the file. */
  Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection(url.formatted(file));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      if (this != SQLITE) {
        statement.execute("PRAGMA cache_size = -262144");
      }
      if (this == SQLITE_TUNED) {
        statement.execute("PRAGMA mmap_size = 1073741824");
      }
    }
    return connection;
  }
}
