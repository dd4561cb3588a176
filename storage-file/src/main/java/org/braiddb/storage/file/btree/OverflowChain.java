package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;

/**
 * Chains of overflow pages: each begins with the number of the next page, 0 in the last, and then
 * holds {@code usable - 4} bytes of payload.
 */
final class OverflowChain {
  private OverflowChain() {}

  /**
   * Writes the part of a payload that does not stay in the cell; returns the first page.
   *
   * @param length at least 1
   */
  static int write(PageSource source, byte[] payload, int offset, int length) {
    int perPage = source.usableSize() - CellFormat.POINTER_SIZE;
    int first = source.allocateOverflow();
    int page = first;
    int position = offset;
    int end = offset + length;
    while (true) {
      int chunk = Math.min(perPage, end - position);
      int next = position + chunk < end ? source.allocateOverflow() : 0;
      byte[] image = source.write(page);
      PageBytes.putI32(image, 0, next);
      System.arraycopy(payload, position, image, CellFormat.POINTER_SIZE, chunk);
      Arrays.fill(image, CellFormat.POINTER_SIZE + chunk, image.length, (byte) 0);
      if (next == 0) {
        return first;
      }
      position += chunk;
      page = next;
    }
  }

  /**
   * Writes over a part of a chain; pages in which nothing differs are left alone.
   *
   * @param owner the page that points to the first
   * @param at where the part begins, counted from the first byte of payload in the chain
   * @param length not beyond the chain's end
   */
  static void overwrite(
      PageSource source, int owner, int first, int at, byte[] bytes, int offset, int length) {
    int perPage = source.usableSize() - CellFormat.POINTER_SIZE;
    int pointedFrom = owner;
    int page = first;
    int passed = at; // of the present page and those behind it
    int position = offset;
    int end = offset + length;
    ChainLinks links = new ChainLinks(source);
    while (position < end) {
      links.follow(pointedFrom, page);
      byte[] image = Corruption.read(source, page, pointedFrom, 0);
      int next = PageBytes.i32(image, 0);
      int chunk = Math.min(perPage - passed, end - position);
      if (chunk > 0) {
        int from = CellFormat.POINTER_SIZE + passed;
        if (!Arrays.equals(image, from, from + chunk, bytes, position, position + chunk)) {
          System.arraycopy(bytes, position, source.writeOverflow(page), from, chunk);
        }
        position += chunk;
        passed = 0;
      } else {
        passed -= perPage;
      }
      pointedFrom = page;
      page = next;
    }
  }

  /**
   * Frees a chain.
   *
   * @param pages how many pages it has by the payload's size
   */
  static void free(PageSource source, int owner, int first, int pages) {
    if (pages > source.pageCount()) {
      throw Corruption.at(
          source, owner, 0, "at most " + source.pageCount() + " overflow pages", pages);
    }
    int page = first;
    int pointedFrom = owner;
    for (int left = pages; left > 0; left--) {
      checkPage(source, pointedFrom, page);
      int next = left > 1 ? PageBytes.i32(Corruption.read(source, page, pointedFrom, 0), 0) : 0;
      source.free(page);
      pointedFrom = page;
      page = next;
    }
  }

  /** Checks a link of a chain. */
  static void checkPage(PageSource source, int pointedFrom, int page) {
    if (page == 0 || page == 1 || page > source.pageCount()) {
      throw Corruption.at(
          source, pointedFrom, 0, "an overflow page from 2 to " + source.pageCount(), page);
    }
  }
}
