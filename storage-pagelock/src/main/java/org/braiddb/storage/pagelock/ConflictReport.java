package org.braiddb.storage.pagelock;

import java.util.Arrays;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which page a transaction lost to whom, for the log and the flight recorder.
 *
 * @param database names the database
 * @param object the table or index
 * @param page its page
 * @param written whether the loser had changed it too
 * @param snapshot what the loser had read
 * @param winner the commit that changed the page
 * @param content the first bytes of the page as the winner left it
 */
record ConflictReport(
    String database,
    String object,
    int page,
    boolean written,
    long snapshot,
    long winner,
    byte[] content) {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConflictReport.class);
  private static final int SHOWN_BYTES = 8;

  /** The recorder's module may be left out of a run-time image. */
  private static final boolean RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  /** Keeps little of the page. */
  ConflictReport {
    content = Arrays.copyOf(content, SHOWN_BYTES);
  }

  void send() {
    if (LOGGER.isInfoEnabled()) {
      LOGGER.info(
          "{}: conflict on page {} of {}, {} since commit {}, with commit {}; it begins with {}",
          database,
          page,
          object,
          written ? "read and written" : "read only",
          snapshot,
          winner,
          HexFormat.of().formatHex(content));
    }
    if (RECORDER) {
      PageConflictEvent.commit(database, object, page, written, snapshot, winner);
    }
  }
}
