package org.braiddb.sql;

import java.lang.ref.Cleaner;
import java.util.Locale;
import java.util.Set;
import org.braiddb.sql.session.PreparedStatement;
import org.braiddb.sql.session.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what was left open: a connection or statement that the garbage collector finds is
 * reported in the log and closed, so that what it holds (a lock, a snapshot that keeps the log from
 * starting over, the database's files) is free again.
 *
 * <p>Connections are always watched. With the system property {@value #PROPERTY} set to {@code on}
 * statements are too, and reports show the stack that opened what was left; that costs some
 * microseconds for each.
 */
final class LeakWatch {
  /** The system property. */
  static final String PROPERTY = "org.braiddb.leaks";

  private static final Logger LOGGER = LoggerFactory.getLogger(LeakWatch.class);

  private static final Cleaner CLEANER =
      Cleaner.create(Thread.ofPlatform().daemon().name("braid-leaks").factory());

  private LeakWatch() {}

  /** Whether statements are watched and stacks shown. */
  static boolean isThorough() {
    String value = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
    return Set.of("on", "true", "yes", "1").contains(value);
  }

  /** Where something was opened. */
  private static final class Opened extends Exception {
    private static final long serialVersionUID = 1L;

    Opened() {
      super("it was opened here");
    }
  }

  /** Watches a connection; the result is to be cleaned when it is closed. */
  static Cleaner.Cleanable connection(Connection connection, Session session, boolean thorough) {
    Opened opened = thorough ? new Opened() : null;
    return CLEANER.register(connection, () -> leftOpen(session, opened));
  }

  /** Watches a statement; the result is to be cleaned when it is closed. */
  static Cleaner.Cleanable statement(
      Statement statement, Session session, PreparedStatement prepared) {
    Opened opened = new Opened();
    return CLEANER.register(statement, () -> leftOpen(session, prepared, opened));
  }

  private static void leftOpen(Session session, @Nullable Opened opened) {
    session.enter();
    try {
      if (session.isClosed()) {
        return;
      }
      String name = "connection " + session.number();
      if (opened == null) {
        LOGGER.warn(
            "{} was never closed; it is now (-D{}=on shows where it was opened)", name, PROPERTY);
      } else {
        LOGGER.warn("{} was never closed; it is now", name, opened);
      }
      session.close();
    } catch (RuntimeException e) {
      LOGGER.warn("closing a connection that was left open failed", e);
    } finally {
      session.leave();
    }
  }

  private static void leftOpen(Session session, PreparedStatement prepared, Opened opened) {
    session.enter();
    try {
      if (session.isClosed() || prepared.isClosed()) {
        return;
      }
      LOGGER.warn(
          "a statement of connection {} was never closed; it is now{}: {}",
          session.number(),
          prepared.isRunning() ? ", with rows that nobody has read" : "",
          prepared.sql(),
          opened);
      prepared.close();
    } catch (RuntimeException e) {
      LOGGER.warn("closing a statement that was left open failed", e);
    } finally {
      session.leave();
    }
  }
}
