package org.braiddb.storage.file.cache;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The versions that hold an image: what is looked at, round and round, when there are too many. One
 * that was used since it was looked at last gets a second chance. Most newcomers are looked at
 * again at once (bimodal insertion), since what is read once is the most of what is read.
 *
 * <p>R1: of the versions of a page, the one that came last is at the place that is known for the
 * page; where the next one comes and it is not needed any more, that one takes its place. So a page
 * that is changed again and again has one place, and only what lies in the ring for older snapshots
 * has to be looked for.
 */
final class ImageRing {
  private static final int LONGEST_SEARCH = 512;

  /**
   * Where one goes, the one that came last takes its place and is looked at next, so it goes next
   * unless it is used until then; but one in so many has its turn only after all others. So a scan
   * of more than there is room for drives out little, and what is used from now on comes to stay.
   */
  private static final int NEWCOMERS_FOR_ONE_THAT_STAYS = 8;

  private final PageTable table;
  private final ReentrantLock lock = new ReentrantLock();
  private final RingPlaces places = new RingPlaces();
  private @Nullable PageVersion[] ring = new PageVersion[256];
  private int size;
  private int hand;
  private long evictions;

  ImageRing(PageTable table) {
    this.table = table;
  }

  /** How many versions are there, with those that are not needed any more. */
  int size() {
    return size;
  }

  /** Takes a version in if it has an image; at most so many are to be there afterwards. */
  void keep(PageVersion version, long most) {
    if (!version.hasImage()) {
      return;
    }
    lock.lock();
    try {
      int present = places.of(version.page());
      if (present != RingPlaces.NONE && !isNeeded(ring[present])) {
        ring[present] = version;
        evict(size - most);
        return;
      }
      evict(size - most + 1);
      if (size == ring.length) {
        compact();
      }
      ring[size] = version;
      places.set(version.page(), size);
      size++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leaves of a version nothing but its image, if it is the only one of its page, is in the
   * database file, and every snapshot sees it.
   */
  void settle(PageVersion version) {
    lock.lock(); // so that it is not being evicted
    try {
      byte[] image = version.presentImage();
      if (image != null && version.place() == PageVersion.IN_DATABASE && version.older() == null) {
        table.bare(version, image);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Frees so many places. Looks at a bounded number of versions: after a large commit all of them
   * may be such that have to stay for a while.
   */
  private void evict(long wanted) {
    long excess = Math.min(size, wanted);
    for (int looked = 0; looked < LONGEST_SEARCH && excess > 0; looked++) {
      if (hand >= size) {
        hand = 0;
      }
      PageVersion candidate = ring[hand];
      if (candidate != null && !mayGo(candidate)) {
        hand++;
        continue;
      }
      if (candidate != null) {
        places.clear(candidate.page(), hand);
      }
      size--;
      move(size, hand);
      ring[size] = null;
      excess--;
      if (++evictions % NEWCOMERS_FOR_ONE_THAT_STAYS == 0) {
        hand++;
      }
    }
  }

  /** The version at one place goes to another. */
  private void move(int from, int to) {
    PageVersion version = ring[from];
    ring[to] = version;
    if (version != null) {
      places.move(version.page(), from, to);
    }
  }

  private boolean mayGo(PageVersion version) {
    if (version.place() == PageVersion.IN_MEMORY) {
      return !version.hasImage();
    }
    byte[] image = version.presentImage();
    if (image != null && table.holdsBare(version.page(), image)) {
      if (table.takeRecentlyUsed(version.page())) {
        return false;
      }
      table.dropImage(version.page(), image);
      version.dropImage();
      return true;
    }
    if (version.hasImage() && table.holds(version) && version.takeRecentlyUsed()) {
      return false;
    }
    version.dropImage();
    if (version.place() == PageVersion.IN_DATABASE && version.older() == null) {
      // As good as no version at all.
      table.replaceNewest(version, null);
    }
    return true;
  }

  /** False for one without image, and where another version was made of what was its bare image. */
  private boolean isNeeded(@Nullable PageVersion version) {
    byte[] image = version == null ? null : version.presentImage();
    return version != null
        && image != null
        && (version.place() == PageVersion.IN_MEMORY
            || table.holdsBare(version.page(), image)
            || table.holds(version));
  }

  private void compact() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      PageVersion version = ring[i];
      if (isNeeded(version)) {
        move(i, kept++);
      } else if (version != null) {
        places.clear(version.page(), i);
      }
    }
    Arrays.fill(ring, kept, size, null);
    size = kept;
    hand = 0;
    if (kept > ring.length / 2) {
      ring = Arrays.copyOf(ring, ring.length * 2);
    }
  }
}
