package org.braiddb.storage.file.transaction;

import org.braiddb.storage.file.page.KeyPlaces;

/** Published pages as one snapshot sees them. */
interface SnapshotReader {
  /** The image of a page; never written by anyone. */
  byte[] read(int page, long snapshot);

  /** Where keys of indexes were found before. */
  default KeyPlaces keyPlaces() {
    return new KeyPlaces(); // remembers nothing
  }

  /**
   * Images of several pages that are at hand and the same in every snapshot.
   *
   * @return how many of the first pages are such
   */
  default int bareImages(int[] pages, int count, byte[][] images) {
    return 0;
  }
}
