package org.braiddb.storage.file.cache;

import java.io.IOException;

/** Where the image of a staged version is, if it is neither in memory nor in the log yet. */
@FunctionalInterface
public interface SpilledImage {
  /** Reads it; fails once the version is in the log and the temporary file is gone. */
  byte[] read() throws IOException;
}
