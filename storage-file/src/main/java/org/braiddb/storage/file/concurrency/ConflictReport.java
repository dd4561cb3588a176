package org.braiddb.storage.file.concurrency;

import org.braiddb.storage.ConflictException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the flight recorder who lost to whom. */
public final class ConflictReport {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConflictReport.class);

  /** The recorder's module may be left out of a run-time image. */
  private static final boolean RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private ConflictReport() {}

  /**
   * Tells of one conflict, of which it should be told once; not while a lock is held.
   *
   * @param database names the database
   * @param snapshot the commit that the loser reads
   * @param detail more than the conflict's message says; may be empty
   */
  public static void send(
      String database, long snapshot, ConflictException conflict, String detail) {
    if (LOGGER.isInfoEnabled()) {
      String more = detail.isEmpty() ? "" : "; " + detail;
      LOGGER.info(
          "{}: {}; read since commit {}{}", database, conflict.getMessage(), snapshot, more);
    }
    if (RECORDER) {
      ConflictEvent.commit(database, snapshot, conflict, detail);
    }
  }
}
