package org.braiddb.storage.file.wal;

import java.io.IOException;

/** What one append puts into the log: page images, in order, and the size of the database after. */
public interface PageImages {
  /** How many images; at least 1. */
  int count();

  /** The page number of one. */
  int page(int index);

  /** The image of one, unchanged for the duration of the append. */
  byte[] image(int index) throws IOException;

  /** Pages in the database once these images are in it. */
  int pageCountAfter();
}
