package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;

/**
 * Puts payloads with overflow together, as far as they are asked for. Owned by a cursor and reused
 * from entry to entry; it grows to the largest payload fetched.
 */
final class PayloadBuffer {
  private static final byte[] EMPTY = {};

  /** More than this is not kept while nobody reads. */
  private static final int LARGE = 16_384;

  private final PageSource source;
  private byte[] bytes = EMPTY;
  private int filled;
  private int payloadSize;
  private int nextPage;
  private int pointedFrom;
  private int tortoise;
  private int steps;
  private int leap;

  PayloadBuffer(PageSource source) {
    this.source = source;
  }

  /** Gives the bytes of a large payload back; there is none until the next {@link #start}. */
  void shrink() {
    if (bytes.length > LARGE) {
      bytes = EMPTY;
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int filled() {
    return filled;
  }

  /** Begins a payload with its local part. */
  void start(int page, byte[] image, int offset, int local, int size, int firstOverflow) {
    long most = (long) source.pageCount() * source.usableSize();
    if (size > most) {
      throw Corruption.at(
          source, page, offset, "a payload that fits the database, at most " + most, size);
    }
    payloadSize = size;
    filled = 0;
    reserve(local);
    System.arraycopy(image, offset, bytes, 0, local);
    filled = local;
    nextPage = firstOverflow;
    pointedFrom = page;
    tortoise = 0;
    steps = 0;
    leap = 1;
  }

  /** Reads overflow pages until {@code size} bytes are there. */
  void fill(int size) {
    int perPage = source.usableSize() - CellFormat.POINTER_SIZE;
    while (filled < size) {
      checkLink();
      byte[] image = Corruption.read(source, nextPage, pointedFrom, 0);
      int chunk = Math.min(perPage, payloadSize - filled);
      reserve(filled + chunk);
      System.arraycopy(image, CellFormat.POINTER_SIZE, bytes, filled, chunk);
      filled += chunk;
      pointedFrom = nextPage;
      nextPage = PageBytes.i32(image, 0);
    }
    if (filled == payloadSize && nextPage != 0) {
      throw Corruption.at(
          source, pointedFrom, 0, "the end of an overflow chain, 0", Integer.toString(nextPage));
    }
  }

  /** Refuses links out of range, and loops: Brent's algorithm needs no memory of the pages seen. */
  private void checkLink() {
    OverflowChain.checkPage(source, pointedFrom, nextPage);
    if (nextPage == tortoise) {
      throw Corruption.at(source, pointedFrom, 0, "a chain without a loop", nextPage);
    }
    if (++steps == leap) {
      tortoise = nextPage;
      leap *= 2;
      steps = 0;
    }
  }

  private void reserve(int size) {
    if (bytes.length < size) {
      int grown = (int) Math.min(payloadSize, Math.max(size, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, Math.max(size, grown));
    }
  }
}
