package org.braiddb.storage.file.cache;

import java.util.Arrays;

/** Where in the ring the newest version of each page is (R1). Guarded by the ring's lock. */
final class RingPlaces {
  /** That nothing of the page is there. */
  static final int NONE = -1;

  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;
  private static final int[] EMPTY = {};

  /** Places from 1; 0 for none. Chunks are made when something first goes in. */
  private int[][] chunks = {};

  /** The place of a page; {@link #NONE} where there is none. */
  int of(int page) {
    int number = page >>> CHUNK_SHIFT;
    int[] chunk = number < chunks.length ? chunks[number] : EMPTY;
    return chunk.length == 0 ? NONE : chunk[page & (CHUNK_SIZE - 1)] - 1;
  }

  void set(int page, int place) {
    int number = page >>> CHUNK_SHIFT;
    if (number >= chunks.length) {
      int before = chunks.length;
      chunks = Arrays.copyOf(chunks, Math.max(number + 1, before * 2));
      Arrays.fill(chunks, before, chunks.length, EMPTY);
    }
    if (chunks[number].length == 0) {
      chunks[number] = new int[CHUNK_SIZE];
    }
    chunks[number][page & (CHUNK_SIZE - 1)] = place + 1;
  }

  /** What was at a place has gone from there to another, perhaps that of the page. */
  void move(int page, int from, int to) {
    if (of(page) == from) {
      set(page, to);
    }
  }

  /** What was at a place has gone, perhaps that of the page. */
  void clear(int page, int place) {
    move(page, place, NONE);
  }
}
