package org.braiddb.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one database. A bean for pools and containers: set the URL or the path, then the
 * properties that matter. Set it up before it is shared between threads; {@link #getConnection()}
 * is then safe for use by any thread. It keeps no connections.
 */
public final class BraidDataSource implements DataSource, Wrapped {
  private String url = ConnectionRequest.URL_PREFIX + ":memory:";
  private final Properties properties = new Properties();
  private @Nullable PrintWriter logWriter;

  /** A data source for a private in-memory database, until it is told another URL. */
  public BraidDataSource() {}

  /** A data source for a URL as {@link BraidDriver} takes it. */
  public static BraidDataSource of(String url) {
    BraidDataSource source = new BraidDataSource();
    source.setUrl(url);
    return source;
  }

  /** The URL. */
  public String getUrl() {
    return url;
  }

  /** Sets the URL, {@code jdbc:braid:} included. */
  public void setUrl(String url) {
    if (!url.startsWith(ConnectionRequest.URL_PREFIX)) {
      throw new IllegalArgumentException("not a URL of this driver: " + url);
    }
    this.url = url;
  }

  /** Sets the URL from a path. */
  public void setDatabase(String path) {
    url = ConnectionRequest.URL_PREFIX + path;
  }

  /** Sets the concurrency strategy, such as {@code wal}. */
  public void setJournalMode(String mode) {
    properties.setProperty(ConnectionSetting.JOURNAL_MODE.key(), mode);
  }

  /** Sets the milliseconds that a statement waits for others. */
  public void setBusyTimeout(int millis) {
    properties.setProperty(ConnectionSetting.BUSY_TIMEOUT.key(), Integer.toString(millis));
  }

  /** Sets what a commit waits for: off, normal, full or extra. */
  public void setSynchronous(String level) {
    properties.setProperty(ConnectionSetting.SYNCHRONOUS.key(), level);
  }

  /** Sets whether foreign keys are enforced. */
  public void setForeignKeys(boolean enforced) {
    properties.setProperty(ConnectionSetting.FOREIGN_KEYS.key(), enforced ? "on" : "off");
  }

  /** Sets how transactions begin: deferred, immediate, exclusive or concurrent. */
  public void setTransactionMode(String mode) {
    properties.setProperty(ConnectionSetting.TRANSACTION_MODE.key(), mode);
  }

  /** Sets the isolation of concurrent transactions: snapshot or serializable. */
  public void setIsolation(String level) {
    properties.setProperty(ConnectionSetting.ISOLATION.key(), level);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return ConnectionRequest.parse(url, properties).open();
  }

  /** User and password mean nothing to an embedded database and are ignored. */
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (seconds != 0) {
      throw new SQLFeatureNotSupportedException("login timeout: use the property busy_timeout");
    }
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the driver does not log through java.util.logging");
  }
}
