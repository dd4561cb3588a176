package org.braiddb.storage.file.wal;

import java.io.IOException;

/**
 * Forcing the log failed. What was appended since the last force may be lost even if a later force
 * succeeds, so nothing more may be acknowledged on this log; a failed write is no such failure.
 */
public final class ForceFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The failure that the file system reported. */
  public ForceFailedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
