package org.braiddb.storage.file.btree;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.jspecify.annotations.Nullable;

/**
 * Puts payloads with overflow together, as far as they are asked for. Owned by a cursor and reused
 * from entry to entry; it grows to the largest payload fetched.
 *
 * <p>{@link #bytes} are those of the payload up to {@link #filled}; those of a {@link #part} behind
 * that are by themselves.
 */
final class PayloadBuffer {
  private static final byte[] EMPTY = {};
  private static final int[] NO_PAGES = {};

  /** More than this is kept while nobody reads only for as long as there is memory enough. */
  private static final int LARGE = 16_384;

  /** So much room is made for what is asked for before it has been seen to be there. */
  private static final int ROOM_AT_ONCE = 1 << 24;

  private static final int FIRST_LINKS = 8;

  private final PageSource source;
  private byte[] bytes = EMPTY;

  /** What a large payload was put together in before. */
  private @Nullable SoftReference<byte[]> spare;

  private int filled;
  private byte[] part = EMPTY;
  private int partStart;
  private int payloadSize;
  private int local;

  /** The links of the chain that are known so far, in their order. */
  private int[] chain = NO_PAGES;

  private int known;

  /** So many of them have been followed. */
  private int followed;

  private int owner;
  private final ChainLinks links;

  PayloadBuffer(PageSource source) {
    this.source = source;
    links = new ChainLinks(source);
  }

  /**
   * Lets the bytes of a large payload be collected where memory is short; there is none until the
   * next {@link #start}.
   */
  void shrink() {
    part = EMPTY;
    if (bytes.length > LARGE) {
      if (spare == null || spare.get() != bytes) {
        spare = new SoftReference<>(bytes);
      }
      bytes = EMPTY;
    }
    if (chain.length > LARGE) {
      chain = NO_PAGES;
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int filled() {
    return filled;
  }

  /** Begins a payload with its local part. */
  void start(int page, byte[] image, int offset, int localSize, int size, int firstOverflow) {
    long most = (long) source.pageCount() * source.usableSize();
    if (size > most) {
      throw Corruption.at(
          source, page, offset, "a payload that fits the database, at most " + most, size);
    }
    payloadSize = size;
    local = localSize;
    reserve(localSize);
    System.arraycopy(image, offset, bytes, 0, localSize);
    filled = localSize;
    part = EMPTY;
    owner = page;
    known = 0;
    followed = 0;
    links.begin();
    addLink(firstOverflow);
  }

  /** Reads overflow pages until {@code size} bytes are there. */
  void fill(int size) {
    int perPage = perPage();
    if (filled < size) {
      reserve(Math.min(size, ROOM_AT_ONCE));
    }
    for (int index = (filled - local) / perPage; filled < size; index++) {
      byte[] image = page(index);
      int chunk = Math.min(perPage, payloadSize - filled);
      reserve(filled + chunk);
      System.arraycopy(image, CellFormat.POINTER_SIZE, bytes, filled, chunk);
      filled += chunk;
    }
  }

  /**
   * Reads a part of the payload, which is then in {@link #part}, from {@link #partStart} on; of the
   * pages before it nothing is read but where the next one is. Where it begins in the first page
   * that is not there yet, all is filled up to its end instead.
   */
  void readPart(int from, int to) {
    if (to <= filled || from >= partStart && to <= partStart + part.length) {
      return;
    }
    if (from == to) { // perhaps at the end, behind the last page
      part = EMPTY;
      partStart = from;
      return;
    }
    int perPage = perPage();
    int index = (from - local) / perPage;
    int passed = (from - local) % perPage;
    if (local + index * perPage <= filled) {
      fill(to);
      return;
    }
    byte[] image = page(index); // before room is made: perhaps the chain does not lead there
    byte[] read = new byte[to - from];
    int position = 0;
    while (true) {
      int chunk = Math.min(perPage - passed, read.length - position);
      System.arraycopy(image, CellFormat.POINTER_SIZE + passed, read, position, chunk);
      position += chunk;
      if (position == read.length) {
        break;
      }
      image = page(++index);
      passed = 0;
    }
    part = read; // never written again: somebody may hold on to it
    partStart = from;
  }

  byte[] part() {
    return part;
  }

  int partStart() {
    return partStart;
  }

  private int perPage() {
    return source.usableSize() - CellFormat.POINTER_SIZE;
  }

  /** A page of the chain; those before it that are not known yet are read for their links. */
  private byte[] page(int index) {
    int at = Math.min(index, followed);
    while (true) {
      int pointing = at == 0 ? owner : chain[at - 1];
      if (at == followed) {
        links.follow(pointing, chain[at]);
        followed++;
      }
      byte[] image = Corruption.read(source, chain[at], pointing, 0);
      if (at == known - 1) {
        takeLink(PageBytes.i32(image, 0));
      }
      if (at == index) {
        return image;
      }
      at++;
    }
  }

  /** Takes in the link of the last page that is known. */
  private void takeLink(int next) {
    if ((long) local + (long) known * perPage() < payloadSize) {
      addLink(next);
    } else if (next != 0) {
      throw Corruption.at(
          source, chain[known - 1], 0, "the end of an overflow chain, 0", Integer.toString(next));
    }
  }

  private void addLink(int page) {
    if (known == chain.length) {
      chain = Arrays.copyOf(chain, Math.max(FIRST_LINKS, 2 * known));
    }
    chain[known++] = page;
  }

  /** Goes on in the array that was used before, if it is still there. */
  private void takeSpare() {
    byte[] before = spare == null ? null : spare.get();
    if (before != null) {
      System.arraycopy(bytes, 0, before, 0, bytes.length);
      bytes = before;
    }
  }

  private void reserve(int size) {
    if (bytes.length < size && size > LARGE && bytes.length <= LARGE) {
      takeSpare();
    }
    if (bytes.length < size) {
      int grown = (int) Math.min(payloadSize, Math.max(size, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, Math.max(size, grown));
    }
  }
}
