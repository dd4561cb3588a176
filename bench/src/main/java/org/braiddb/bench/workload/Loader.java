package org.braiddb.bench.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Dialect;
import org.braiddb.bench.contender.TableFiller;

/** Makes and fills tables of a new database; its time is not measured. */
public final class Loader {
  private final Connection connection;
  private final Dialect dialect;
  private final TableFiller filler;

  /** A loader on a connection in autocommit mode. */
  public Loader(Contender contender, Connection connection) {
    this.connection = connection;
    this.dialect = contender.dialect();
    this.filler = contender.filler(connection);
  }

  /** Runs a statement, which may have the marks of {@link Dialect}. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.sql(sql));
    }
  }

  /** Has the planner know the tables, where the engine asks for that. */
  public void gatherStatistics() throws SQLException {
    Optional<String> statement = dialect.statistics();
    if (statement.isPresent()) {
      execute(statement.get());
    }
  }

  /** Inserts rows numbered from {@code first} to {@code last}, both included. */
  public void fill(String table, int columns, long first, long last, TableFiller.Rows rows)
      throws SQLException {
    filler.fill(table, columns, first, last, rows);
  }
}
