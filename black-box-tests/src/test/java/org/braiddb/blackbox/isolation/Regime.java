package org.braiddb.blackbox.isolation;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.blackbox.BuiltModules;
import org.braiddb.blackbox.history.Promise;

/** A journal mode and isolation level, and what they promise. */
public enum Regime {
  /** One writer at a time; the only one without concurrent transactions. */
  WAL("wal", "BEGIN", "", Promise.SERIALIZABLE),
  /** Optimistic, by pages. */
  PAGELOCK("pagelock", "BEGIN CONCURRENT", "", Promise.SERIALIZABLE),
  /** Optimistic, by rows, what is written. */
  MVCC_SNAPSHOT("mvcc", "BEGIN CONCURRENT", "snapshot", Promise.SNAPSHOT),
  /** Optimistic, by rows, what is written and what is read. */
  MVCC_SERIALIZABLE("mvcc", "BEGIN CONCURRENT", "serializable", Promise.SERIALIZABLE);

  private final String mode;
  private final String begin;
  private final String isolation;
  private final Promise promise;

  Regime(String mode, String begin, String isolation, Promise promise) {
    this.mode = mode;
    this.begin = begin;
    this.isolation = isolation;
    this.promise = promise;
  }

  /** The name for PRAGMA journal_mode. */
  public String mode() {
    return mode;
  }

  /** The statement that begins a transaction that runs beside others as far as the mode can. */
  public String begin() {
    return begin;
  }

  /** What histories may show. */
  public Promise promise() {
    return promise;
  }

  /** Whether many writers run at once. */
  public boolean concurrent() {
    return this != WAL;
  }

  /** Whether the strategy is part of this source tree. */
  public boolean built() {
    return BuiltModules.classes().containsKey("org.braiddb.storage." + mode);
  }

  /**
   * Those whose strategy is part of this source tree; with {@code -Dbraid.regime=NAME} that one
   * alone.
   */
  public static Stream<Regime> all() {
    String only = System.getProperty("braid.regime", "");
    return Arrays.stream(values())
        .filter(Regime::built)
        .filter(regime -> only.isEmpty() || regime.name().equals(only));
  }

  /** Those of them with many writers at once. */
  public static List<Regime> allConcurrent() {
    return all().filter(Regime::concurrent).toList();
  }

  /** Opens a connection without a busy timeout, at this mode and level. */
  public Connection connect(Path file) throws SQLException {
    return connect(file, 0, "");
  }

  /**
   * Opens a connection at this mode and level.
   *
   * @param busyTimeoutMillis how long a statement waits for others
   * @param parameters further parameters for the URL, each with {@code &} before it
   */
  public Connection connect(Path file, int busyTimeoutMillis, String parameters)
      throws SQLException {
    String url =
        "jdbc:braid:" + file + "?journal_mode=" + mode + "&busy_timeout=" + busyTimeoutMillis;
    Connection connection = DriverManager.getConnection(url + parameters);
    if (!isolation.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA isolation = " + isolation);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }
}
