package org.braiddb.bench.contender;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * DuckDB closes a prepared statement that has failed, by a conflict too: it is prepared again, with
 * the parameters that it had.
 */
final class DuckDbSession extends LockingSession {
  DuckDbSession(Connection connection, Predicate<SQLException> lost) {
    super(connection, Dialect.DUCKDB, lost);
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PreparedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            new PreparedAgain(sql));
  }

  private final class PreparedAgain implements InvocationHandler {
    private record Setting(Method method, Object[] arguments) {}

    private final String sql;
    private final Map<Object, Setting> parameters = new TreeMap<>();
    private PreparedStatement present;

    PreparedAgain(String sql) throws SQLException {
      this.sql = sql;
      this.present = DuckDbSession.super.prepare(sql);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (present.isClosed()) {
        present = DuckDbSession.super.prepare(sql);
        for (Setting parameter : parameters.values()) {
          call(parameter.method(), parameter.arguments());
        }
      }
      if (setsParameter(method)) {
        parameters.put(arguments[0], new Setting(method, arguments));
      }
      return call(method, arguments);
    }

    private static boolean setsParameter(Method method) {
      return method.getName().startsWith("set")
          && method.getParameterCount() > 1
          && method.getParameterTypes()[0] == int.class;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(present, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }
}
