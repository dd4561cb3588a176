package org.braiddb.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for URLs that begin with {@code jdbc:braid:}, found by {@link
 * java.util.ServiceLoader}.
 *
 * <ul>
 *   <li>{@code jdbc:braid:path/to/file.db}
 *   <li>{@code jdbc:braid::memory:} (a database of one connection)
 *   <li>{@code jdbc:braid:file:name?mode=memory&cache=shared} (a named in-memory database)
 *   <li>{@code jdbc:braid:file.db?mode=ro&journal_mode=wal&busy_timeout=5000}
 * </ul>
 *
 * <p>{@link ConnectionSetting} lists the parameters, which may also be given as properties. Safe
 * for use by any thread.
 */
public final class BraidDriver implements Driver {
  static {
    try {
      DriverManager.registerDriver(new BraidDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Called by {@link java.util.ServiceLoader}. */
  public BraidDriver() {}

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties properties)
      throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    return ConnectionRequest.parse(url, properties == null ? new Properties() : properties).open();
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null && url.startsWith(ConnectionRequest.URL_PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties) {
    return ConnectionSetting.describe(properties == null ? new Properties() : properties);
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.MINOR;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the driver does not log through java.util.logging");
  }
}
