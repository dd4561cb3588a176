package org.braiddb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.TransactionRunner;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a concurrent transaction, and again where it lost to another one: {@link
 * TransactionRunner}, whose contract holds here too, for JDBC connections. In short: the work may
 * run several times, reads anew in every run, does not commit or roll back, and lets exceptions
 * out; what comes back is the result of the run that was committed.
 *
 * <p>A connection in auto-commit mode is taken out of it for the work and is in it again
 * afterwards; with auto-commit off, no transaction may be open. Connections of a pool work if they
 * unwrap.
 */
public final class BraidTransactions {
  private BraidTransactions() {}

  /**
   * What is to be done in a transaction.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it, on a connection whose transaction it neither begins nor ends. */
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs work until it is committed, with the defaults of {@link TransactionRunner}.
   *
   * @param connection one of this driver, or one that unwraps to it
   * @throws SQLException what the work throws but for conflicts, and what {@link
   *     TransactionRunner#run} says
   */
  public static <T extends @Nullable Object> T run(Connection connection, Work<T> work)
      throws SQLException {
    return run(connection, TransactionRunner.DEFAULTS, work);
  }

  /** Runs work until it is committed, with settings. */
  public static <T extends @Nullable Object> T run(
      Connection connection, TransactionRunner runner, Work<T> work) throws SQLException {
    org.braiddb.sql.Connection engine = connection.unwrap(org.braiddb.sql.Connection.class);
    try {
      return runner.<T, SQLException>run(engine, same -> work.run(connection));
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  /** Runs work until it is committed, on a connection of a data source. */
  public static <T extends @Nullable Object> T run(DataSource source, Work<T> work)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      return run(connection, work);
    }
  }
}
