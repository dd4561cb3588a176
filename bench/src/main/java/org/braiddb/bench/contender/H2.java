package org.braiddb.bench.contender;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.h2.engine.Constants;

/** H2 with its MVStore. */
record H2() implements Contender {
  private static final int LOCK_TIMEOUT = 50200;
  private static final int CONCURRENT_UPDATE = 90131;

  @Override
  public String id() {
    return "h2";
  }

  @Override
  public String title() {
    return "H2";
  }

  @Override
  public String version() {
    return Constants.FULL_VERSION;
  }

  @Override
  public String settings(Durability durability) {
    return "CACHE_SIZE=262144, OPTIMIZE_REUSE_RESULTS=FALSE, WRITE_DELAY=500 (its default: written"
        + " every half second, so a killed process may lose the last commits too), READ"
        + " COMMITTED, SELECT FOR UPDATE";
  }

  @Override
  public Optional<String> absence(Durability durability) {
    return switch (durability) {
      case DURABLE ->
          Optional.of("it does not force commits to the disk, with WRITE_DELAY=0 neither");
      case RELAXED -> Optional.empty();
    };
  }

  @Override
  public Dialect dialect() {
    return Dialect.H2;
  }

  @Override
  public String url(Path directory) {
    return "jdbc:h2:file:"
        + directory.resolve("bench")
        + ";USER=sa;CACHE_SIZE=262144;LOCK_TIMEOUT=60000;NON_KEYWORDS=KEY,VALUE"
        // What is measured is running a query, not remembering what it answered.
        + ";OPTIMIZE_REUSE_RESULTS=FALSE";
  }

  @Override
  public List<String> jars() {
    return List.of("h2-");
  }

  @Override
  public Connection connect(Path directory, Durability durability) throws SQLException {
    return DriverManager.getConnection(url(directory));
  }

  @Override
  public Session session(Path directory, Durability durability) throws SQLException {
    return new LockingSession(connect(directory, durability), dialect(), H2::isLoss);
  }

  private static boolean isLoss(SQLException e) {
    return LockingSession.isRollback(e)
        || e.getErrorCode() == LOCK_TIMEOUT
        || e.getErrorCode() == CONCURRENT_UPDATE;
  }

  /** Its log is its file. */
  @Override
  public boolean isLog(Path file) {
    return false;
  }
}
