package org.braiddb.storage.file.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The database file as a checkpoint writes it. */
public interface CheckpointTarget {
  /** Puts the images of a page and those that follow it in their places. */
  void write(int firstPage, ByteBuffer images) throws IOException;

  /** Sets the file's length. */
  void resize(int pageCount) throws IOException;

  /** Makes it all survive a power cut. */
  void force() throws IOException;
}
