package org.braiddb.storage.file.transaction;

/** Published pages as one snapshot sees them. */
interface SnapshotReader {
  /** The image of a page; never written by anyone. */
  byte[] read(int page, long snapshot);
}
