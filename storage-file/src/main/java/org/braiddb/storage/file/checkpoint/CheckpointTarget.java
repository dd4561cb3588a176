package org.braiddb.storage.file.checkpoint;

import java.io.IOException;

/** The database file as a checkpoint writes it. */
public interface CheckpointTarget {
  /** Puts a page's image in its place. */
  void write(int page, byte[] image) throws IOException;

  /** Sets the file's length. */
  void resize(int pageCount) throws IOException;

  /** Makes it all survive a power cut. */
  void force() throws IOException;
}
