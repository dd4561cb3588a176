package org.braiddb.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Keeps the warnings that Braid logs, until it is closed. */
final class KeptLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.braiddb");
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  private KeptLog() {}

  static KeptLog open() {
    KeptLog kept = new KeptLog();
    kept.setContext(kept.logger.getLoggerContext());
    kept.start();
    kept.logger.addAppender(kept);
    kept.logger.setLevel(Level.WARN);
    return kept;
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  List<ILoggingEvent> events() {
    return events;
  }

  /** How many messages have a text in them. */
  long count(String text) {
    return events.stream().filter(event -> event.getFormattedMessage().contains(text)).count();
  }

  @Override
  public void close() {
    logger.setLevel(Level.OFF);
    logger.detachAppender(this);
  }
}
