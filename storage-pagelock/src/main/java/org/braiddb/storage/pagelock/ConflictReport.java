package org.braiddb.storage.pagelock;

import java.util.HexFormat;
import org.braiddb.storage.file.concurrency.StoreView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the flight recorder which page a transaction lost to whom. */
final class ConflictReport {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConflictReport.class);
  private static final int SHOWN_BYTES = 8;

  /** The recorder's module may be left out of a run-time image. */
  private static final boolean RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private ConflictReport() {}

  static void report(
      StoreView store, String object, int page, boolean written, long snapshot, long winner) {
    if (LOGGER.isInfoEnabled()) {
      byte[] image = store.page(page, winner);
      LOGGER.info(
          "{}: conflict on page {} of {}, {} since commit {}, with commit {}; it begins with {}",
          store.description(),
          page,
          object,
          written ? "read and written" : "read only",
          snapshot,
          winner,
          HexFormat.of().formatHex(image, 0, SHOWN_BYTES));
    }
    if (RECORDER) {
      PageConflictEvent.commit(store.description(), object, page, written, snapshot, winner);
    }
  }
}
