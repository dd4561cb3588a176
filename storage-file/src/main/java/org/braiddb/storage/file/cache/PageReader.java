package org.braiddb.storage.file.cache;

import java.io.IOException;

/** Reads page images from where they are on disk. */
public interface PageReader {
  /**
   * Reads a page.
   *
   * @param place a position in the log, or {@link PageVersion#IN_DATABASE}
   * @return a new array
   */
  byte[] read(int page, long place) throws IOException;
}
