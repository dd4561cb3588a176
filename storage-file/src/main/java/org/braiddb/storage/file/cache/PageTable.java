package org.braiddb.storage.file.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From page number to the newest version of the page: a two-level array. Looking up takes no lock;
 * growing takes one.
 */
public final class PageTable {
  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(PageVersion[].class);

  private final Object growth = new Object();
  private volatile @Nullable PageVersion[][] chunks = new PageVersion[4][];

  /** The newest version, visible or not; null stands for the database file's page. */
  public @Nullable PageVersion newest(int page) {
    @Nullable PageVersion[][] all = chunks;
    int chunk = page >>> CHUNK_SHIFT;
    if (chunk >= all.length) {
      return null;
    }
    @Nullable PageVersion[] slots = all[chunk];
    return slots == null ? null : (PageVersion) SLOT.getAcquire(slots, page & (CHUNK_SIZE - 1));
  }

  /** The newest version that a snapshot sees; null stands for the database file's page. */
  public @Nullable PageVersion find(int page, long snapshot) {
    PageVersion version = newest(page);
    while (version != null && version.commit() > snapshot) {
      version = version.older();
    }
    return version;
  }

  /** Puts a version at the head of its chain. By one thread at a time. */
  public void push(PageVersion version) {
    @Nullable PageVersion[] slots = chunkOf(version.page());
    int index = version.page() & (CHUNK_SIZE - 1);
    PageVersion head;
    do {
      head = (PageVersion) SLOT.getAcquire(slots, index);
      version.setOlder(head);
    } while (!SLOT.compareAndSet(slots, index, head, version));
  }

  /** Takes the head of a chain away if it is {@code expected}. */
  boolean replaceNewest(PageVersion expected, @Nullable PageVersion replacement) {
    return SLOT.compareAndSet(
        chunkOf(expected.page()), expected.page() & (CHUNK_SIZE - 1), expected, replacement);
  }

  /** Starts the chain of a page that has none. */
  boolean offerFirst(PageVersion version) {
    return SLOT.compareAndSet(
        chunkOf(version.page()), version.page() & (CHUNK_SIZE - 1), null, version);
  }

  private @Nullable PageVersion[] chunkOf(int page) {
    int chunk = page >>> CHUNK_SHIFT;
    @Nullable PageVersion[][] all = chunks;
    @Nullable PageVersion[] slots = chunk < all.length ? all[chunk] : null;
    return slots != null ? slots : grow(chunk);
  }

  private @Nullable PageVersion[] grow(int chunk) {
    synchronized (growth) {
      @Nullable PageVersion[][] all = chunks;
      if (chunk >= all.length) {
        all = Arrays.copyOf(all, Math.max(chunk + 1, all.length * 2));
      } else {
        all = all.clone();
      }
      @Nullable PageVersion[] slots = all[chunk];
      if (slots == null) {
        slots = new PageVersion[CHUNK_SIZE];
        all[chunk] = slots;
      }
      chunks = all;
      return slots;
    }
  }
}
