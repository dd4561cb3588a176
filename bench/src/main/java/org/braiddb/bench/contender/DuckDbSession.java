package org.braiddb.bench.contender;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Predicate;

/** DuckDB closes a prepared statement that has failed, by a conflict too: it is prepared again. */
final class DuckDbSession extends LockingSession {
  DuckDbSession(Connection connection, Predicate<SQLException> lost) {
    super(connection, Dialect.DUCKDB, lost);
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement[] present = {super.prepare(sql)};
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PreparedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (present[0].isClosed()) {
                present[0] = super.prepare(sql);
              }
              try {
                return method.invoke(present[0], arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }
}
