package org.braiddb.storage.file.wal;

import java.io.IOException;

/**
 * All that the commit pipeline knows of the log, so that another log (a replicated one) can take
 * its place. Called by one thread at a time, except {@link #read}.
 */
public interface CommitLog {
  /**
   * Appends images as one unit: after a crash all of them count or none.
   *
   * @return the position of the first image, greater than 0; the others follow without gaps
   * @throws ForceFailedException where it had to force something and failed: as {@link #force()}
   */
  long append(PageImages images) throws IOException;

  /**
   * Makes everything appended so far survive a power cut. After a failure nothing is known about it
   * and the log must not be used for writing any more. Unlike the other methods, callable by
   * several threads at once: after one of them got the failure none gets success.
   *
   * @throws ForceFailedException for every failure
   */
  void force() throws IOException;

  /** Takes back the last append, of which no part was acknowledged to anybody, after it failed. */
  void undoFailedAppend();

  /** Reads the image at a position; by any thread. */
  void read(long position, byte[] target) throws IOException;

  /** The position of the last image, 0 when there is none. */
  long lastPosition();
}
