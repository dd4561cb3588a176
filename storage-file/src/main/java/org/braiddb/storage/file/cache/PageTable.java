package org.braiddb.storage.file.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * From page number to what is known of the page: a two-level array. Looking up takes no lock;
 * growing takes one.
 *
 * <p>A slot holds the newest version, or a bare image (C5), or null.
 */
public final class PageTable {
  private static final int CHUNK_SHIFT = 10;
  private static final int CHUNK_SIZE = 1 << CHUNK_SHIFT;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  private final Object growth = new Object();
  private volatile @Nullable Chunk[] chunks = new Chunk[4];

  private static final class Chunk {
    final @Nullable Object[] slots = new Object[CHUNK_SIZE];

    /** Which bare images were read since they were last asked after; written without a barrier. */
    final boolean[] recentlyUsed = new boolean[CHUNK_SIZE];
  }

  /** The bare image of a page, which every snapshot sees; null where there is none. */
  byte @Nullable [] image(int page) {
    Chunk chunk = chunk(page);
    if (chunk == null) {
      return null;
    }
    int index = page & (CHUNK_SIZE - 1);
    if (SLOT.getAcquire(chunk.slots, index) instanceof byte[] image) {
      if (!chunk.recentlyUsed[index]) {
        chunk.recentlyUsed[index] = true;
      }
      return image;
    }
    return null;
  }

  /**
   * The bare images of several pages, found together: a loop as short as this one waits for all of
   * them at once where they are in memory and in no cache of the processor.
   *
   * @return how many of the first pages have one; the others are as they were
   */
  public int images(int[] pages, int count, byte[][] into) {
    @Nullable Chunk[] all = chunks;
    for (int i = 0; i < count; i++) {
      int number = pages[i] >>> CHUNK_SHIFT;
      Chunk chunk = number < all.length ? all[number] : null;
      if (chunk == null
          || !(SLOT.getAcquire(chunk.slots, pages[i] & (CHUNK_SIZE - 1)) instanceof byte[] image)) {
        return i;
      }
      into[i] = image;
    }
    return count;
  }

  /** The chunk of a page's slot; null where none was made yet. */
  private @Nullable Chunk chunk(int page) {
    @Nullable Chunk[] all = chunks;
    int number = page >>> CHUNK_SHIFT;
    return number < all.length ? all[number] : null;
  }

  private @Nullable Object entry(int page) {
    Chunk chunk = chunk(page);
    return chunk == null ? null : SLOT.getAcquire(chunk.slots, page & (CHUNK_SIZE - 1));
  }

  /**
   * The newest version, visible or not; null stands for the database file's page, of which there
   * may be a bare image.
   */
  public @Nullable PageVersion newest(int page) {
    return entry(page) instanceof PageVersion version ? version : null;
  }

  /** The newest version that a snapshot sees; null stands for the database file's page. */
  public @Nullable PageVersion find(int page, long snapshot) {
    PageVersion version = newest(page);
    while (version != null && version.commit() > snapshot) {
      version = version.older();
    }
    return version;
  }

  /**
   * Puts a version at the head of its chain. By one thread at a time.
   *
   * @return the version that was made of a bare image, to be the older one; null where there was
   *     none
   */
  @Nullable PageVersion push(PageVersion version) {
    Chunk chunk = chunkOf(version.page());
    int index = version.page() & (CHUNK_SIZE - 1);
    while (true) {
      Object head = SLOT.getAcquire(chunk.slots, index);
      PageVersion made =
          head instanceof byte[] image
              ? new PageVersion(version.page(), 0, PageVersion.IN_DATABASE, image)
              : null;
      version.setOlder(made != null ? made : (PageVersion) head);
      if (SLOT.compareAndSet(chunk.slots, index, head, version)) {
        return made;
      }
    }
  }

  /** Takes the head of a chain away if it is {@code expected}. */
  boolean replaceNewest(PageVersion expected, @Nullable PageVersion replacement) {
    return replace(expected.page(), expected, replacement);
  }

  /** Puts the bare image of a page without a version into the table, if that is still so. */
  boolean offerImage(int page, byte[] image) {
    return replace(page, null, image);
  }

  /** Puts its bare image in the place of a version, if it is the newest (C5). */
  void bare(PageVersion newest, byte[] image) {
    if (replace(newest.page(), newest, image)) {
      chunkOf(newest.page()).recentlyUsed[newest.page() & (CHUNK_SIZE - 1)] = true;
    }
  }

  /** Whether that is the bare image of the page. */
  boolean holdsBare(int page, byte @Nullable [] image) {
    return image != null && entry(page) == image;
  }

  /** Whether a version is in the chain of its page. */
  boolean holds(PageVersion version) {
    PageVersion each = newest(version.page());
    while (each != null && each != version) {
      each = each.older();
    }
    return each != null;
  }

  /** Whether a bare image was read since this was last asked. */
  boolean takeRecentlyUsed(int page) {
    boolean[] used = chunkOf(page).recentlyUsed;
    int index = page & (CHUNK_SIZE - 1);
    boolean was = used[index];
    used[index] = false;
    return was;
  }

  /** Drops a bare image, if it is still there. */
  void dropImage(int page, byte[] image) {
    replace(page, image, null);
  }

  private boolean replace(int page, @Nullable Object expected, @Nullable Object replacement) {
    return SLOT.compareAndSet(chunkOf(page).slots, page & (CHUNK_SIZE - 1), expected, replacement);
  }

  private Chunk chunkOf(int page) {
    Chunk chunk = chunk(page);
    return chunk != null ? chunk : grow(page >>> CHUNK_SHIFT);
  }

  private Chunk grow(int number) {
    synchronized (growth) {
      @Nullable Chunk[] all = chunks;
      if (number >= all.length) {
        all = Arrays.copyOf(all, Math.max(number + 1, all.length * 2));
      } else {
        all = all.clone();
      }
      Chunk chunk = all[number];
      if (chunk == null) {
        chunk = new Chunk();
        all[number] = chunk;
      }
      chunks = all;
      return chunk;
    }
  }
}
