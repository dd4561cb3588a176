package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.braiddb.sql.BraidVersion;

/**
 * Braid in one of its modes, with a cache that holds the file.
 *
 * @param concurrent whether transactions that write run beside each other
 */
record Braid(String mode, boolean concurrent) implements Contender {
  private static final Lock NO_TURN = new NoLock();

  @Override
  public String id() {
    return "braid-" + mode;
  }

  @Override
  public String title() {
    return "Braid " + mode;
  }

  @Override
  public String version() {
    return BraidVersion.BRAID;
  }

  @Override
  public String settings(Durability durability) {
    return "journal_mode="
        + mode
        + ", synchronous="
        + durability.synchronous()
        + ", cache_size=-262144"
        + (concurrent ? ", BEGIN CONCURRENT by BraidTransactions.run" : ", BEGIN IMMEDIATE");
  }

  @Override
  public String family() {
    return Sqlite.FAMILY;
  }

  /** Reads are the storage's, not the strategy's. */
  @Override
  public boolean readsAsAnother() {
    return concurrent;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:braid:"
        + directory.resolve(Sqlite.FILE)
        + "?busy_timeout=60000&journal_mode="
        + mode;
  }

  @Override
  public List<String> jars() {
    return List.of("braid-jdbc", "braid-sql", "braid-storage", "slf4j-api");
  }

  /** The driver in one jar, which the build makes and {@code bench/run} names. */
  @Override
  public Optional<Path> driver() {
    return Optional.ofNullable(System.getProperty("braid.driver")).map(Path::of);
  }

  @Override
  public Connection connect(Path directory, Durability durability) throws SQLException {
    Connection connection = DriverManager.getConnection(url(directory));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = " + durability.synchronous());
      statement.execute("PRAGMA cache_size = -262144");
      Checkpoints.apply(statement);
    }
    return connection;
  }

  @Override
  public Session session(Path directory, Durability durability) throws SQLException {
    Connection connection = connect(directory, durability);
    return concurrent
        ? new ConcurrentSession(connection)
        : new OneWriterSession(connection, NO_TURN);
  }

  @Override
  public boolean isLog(Path file) {
    return file.toString().endsWith("-wal");
  }
}
