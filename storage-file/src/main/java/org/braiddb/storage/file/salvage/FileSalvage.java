package org.braiddb.storage.file.salvage;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.braiddb.storage.Facets.LostRows;
import org.braiddb.storage.Facets.Salvage;
import org.braiddb.storage.Facets.SalvagedRows;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.wal.Wal;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** What is left of one file: see the package. */
public final class FileSalvage implements Salvage {
  /** So deep is no tree that fits a file; of a damaged one the rest is found page by page. */
  private static final int DEEPEST = 64;

  private final Runnable release;
  private final SalvagePages pages;
  private final byte[] header;
  private final BitSet taken = new BitSet();
  private final BitSet overflow = new BitSet();
  private final CellSalvage cells;
  private final int usable;

  private FileSalvage(SalvagePages pages, byte[] header, Runnable release) {
    this.pages = pages;
    this.header = header;
    this.release = release;
    int reserved = DatabaseHeader.hasMagic(header) ? DatabaseHeader.reserved(header) : 0;
    int claimed = pages.pageSize - reserved;
    this.usable = claimed < DatabaseHeader.MIN_USABLE_SIZE ? pages.pageSize : claimed;
    this.cells = new CellSalvage(pages, usable, overflow);
  }

  /**
   * Looks at a file.
   *
   * @param log the write-ahead log beside it; null where there is none
   * @param release gives both files back
   */
  public static FileSalvage open(FileHandle file, @Nullable FileHandle log, Runnable release)
      throws IOException {
    byte[] start = new byte[DatabaseHeader.SIZE];
    file.read(start, 0, start.length, 0);
    int pageSize = DatabaseHeader.pageSize(start);
    Wal wal = null;
    if (log != null) {
      byte[] logHeader = new byte[12];
      log.read(logHeader, 0, logHeader.length, 0);
      int logged = PageBytes.i32(logHeader, 8);
      boolean known = pageSize != 0 && DatabaseHeader.hasMagic(start);
      wal = openLog(log, known ? pageSize : logged);
      if (wal != null && !known) {
        pageSize = logged;
      }
    }
    if (pageSize == 0 || (wal == null && !DatabaseHeader.hasMagic(start))) {
      pageSize = PageSizeGuess.of(file);
    }
    SalvagePages pages = new SalvagePages(file, wal, pageSize);
    byte[] header = pages.count == 0 ? start : pages.read(1);
    return new FileSalvage(pages, header, release);
  }

  /** The log, if it holds anything for pages of that size. */
  private static @Nullable Wal openLog(FileHandle log, int pageSize) throws IOException {
    if (pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
      return null;
    }
    Wal wal = Wal.open(log, pageSize, new SecureRandom()::nextInt, () -> {});
    return wal.frameCount() == 0 ? null : wal;
  }

  @Override
  public int pageSize() {
    return pages.pageSize;
  }

  @Override
  public TextEncoding encoding() {
    int code = DatabaseHeader.field(header, DatabaseHeader.TEXT_ENCODING_OFFSET);
    for (TextEncoding encoding : TextEncoding.values()) {
      if (encoding.headerCode() == code) {
        return encoding;
      }
    }
    return TextEncoding.UTF_8;
  }

  @Override
  public int metadata(Transaction.Metadata field) {
    if (!DatabaseHeader.hasMagic(header)) {
      return 0;
    }
    return DatabaseHeader.field(
        header,
        switch (field) {
          case SCHEMA_COOKIE -> DatabaseHeader.SCHEMA_COOKIE_OFFSET;
          case SCHEMA_FORMAT -> DatabaseHeader.SCHEMA_FORMAT_OFFSET;
          case DEFAULT_CACHE_SIZE -> DatabaseHeader.DEFAULT_CACHE_SIZE_OFFSET;
          case USER_VERSION -> DatabaseHeader.USER_VERSION_OFFSET;
          case APPLICATION_ID -> DatabaseHeader.APPLICATION_ID_OFFSET;
        });
  }

  // ---- trees

  /** A page of a tree on the way down, and which of its children comes next. */
  private static final class Step {
    final Node node;
    int next;

    Step(Node node) {
      this.node = node;
    }
  }

  @Override
  public void tree(long id, TreeKind kind, SalvagedRows sink) {
    Deque<Step> path = new ArrayDeque<>();
    enter(id, kind, path);
    while (!path.isEmpty()) {
      Step step = path.peek();
      Node node = step.node;
      int last = node.isLeaf() ? node.cells() - 1 : node.cells();
      if (step.next > last) {
        path.pop();
        continue;
      }
      int index = step.next++;
      if (!node.isLeaf()) {
        enter(Integer.toUnsignedLong(node.child(index)), kind, path);
      }
      if (index < node.cells() && node.hasRows() && cells.read(node, index, false)) {
        sink.row(cells.rowid, cells.record, cells.length);
      }
    }
  }

  private void enter(long id, TreeKind kind, Deque<Step> path) {
    if (id < 1 || id > pages.count || path.size() >= DEEPEST || taken.get((int) id)) {
      return;
    }
    Node node = Node.of((int) id, pages.read((int) id));
    if (node.isOf(kind)) {
      taken.set((int) id);
      path.push(new Step(node));
    }
  }

  // ---- the rest

  @Override
  public void lost(boolean free, LostRows sink) {
    BitSet skipped = (BitSet) taken.clone();
    if (!free) {
      skipped.or(freePages());
    }
    Map<Integer, Integer> parents = parents(skipped);
    for (int page = skipped.nextClearBit(1);
        page <= pages.count;
        page = skipped.nextClearBit(page + 1)) {
      if (overflow.get(page)) {
        continue;
      }
      Node node = Node.of(page, pages.read(page));
      if (!node.hasRows()) {
        continue;
      }
      int root = root(page, parents);
      for (int i = 0; i < node.cells(); i++) {
        if (cells.read(node, i, true)) {
          sink.row(root, page, node.kind(), cells.rowid, cells.record, cells.length);
        }
      }
    }
  }

  /** The pages above the pages that no tree has taken. */
  private Map<Integer, Integer> parents(BitSet skipped) {
    Map<Integer, Integer> parents = new HashMap<>();
    for (int page = skipped.nextClearBit(1);
        page <= pages.count;
        page = skipped.nextClearBit(page + 1)) {
      Node node = Node.of(page, pages.read(page));
      if (node.type() == Node.NONE || node.isLeaf() || overflow.get(page)) {
        continue;
      }
      for (int i = 0; i <= node.cells(); i++) {
        int child = node.child(i);
        if (pages.has(child) && !skipped.get(child)) {
          parents.putIfAbsent(child, page);
        }
      }
    }
    return parents;
  }

  private static int root(int page, Map<Integer, Integer> parents) {
    int root = page;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Integer parent = parents.get(root);
      if (parent == null || parent == page) {
        break;
      }
      root = parent;
    }
    return root;
  }

  /** The pages that the free list still reaches. */
  private BitSet freePages() {
    BitSet free = new BitSet();
    int trunk =
        DatabaseHeader.hasMagic(header)
            ? DatabaseHeader.field(header, DatabaseHeader.FREELIST_TRUNK_OFFSET)
            : 0;
    while (pages.has(trunk) && !free.get(trunk)) {
      free.set(trunk);
      byte[] image = pages.read(trunk);
      int leaves = Math.clamp(PageBytes.i32(image, 4), 0, usable / 4 - 2);
      for (int i = 0; i < leaves; i++) {
        int leaf = PageBytes.i32(image, 8 + 4 * i);
        if (pages.has(leaf)) {
          free.set(leaf);
        }
      }
      trunk = PageBytes.i32(image, 0);
    }
    return free;
  }

  @Override
  public void close() {
    release.run();
  }
}
