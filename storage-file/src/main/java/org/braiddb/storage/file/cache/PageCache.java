package org.braiddb.storage.file.cache;

import java.io.IOException;
import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.file.snapshot.OldestSnapshots;
import org.jspecify.annotations.Nullable;

/**
 * Gives page images to snapshots and keeps the bytes in memory within a budget.
 *
 * <p>The budget is soft: images that are nowhere else stay. {@link ImageRing} says which go.
 */
public final class PageCache {
  /** Places of keys take at most this part of the budget, besides it. */
  private static final int SHARE_OF_KEY_PLACES = 16;

  private final PageTable table;
  private final PageReader reader;
  private final ImageRing ring;
  private final int pageSize;
  private volatile long maximumImages;
  private final KeyPlaces keyPlaces = new KeyPlaces();

  /** A cache over a table; images are of {@code pageSize} bytes. */
  public PageCache(PageTable table, PageReader reader, int pageSize, long budgetBytes) {
    this.table = table;
    this.ring = new ImageRing(table);
    this.reader = reader;
    this.pageSize = pageSize;
    setBudgetBytes(budgetBytes);
  }

  /** The versions. */
  public PageTable table() {
    return table;
  }

  /** Where keys of indexes were found before. */
  public KeyPlaces keyPlaces() {
    return keyPlaces;
  }

  /** The budget in bytes. */
  public long budgetBytes() {
    return maximumImages * pageSize;
  }

  /** Sets the budget; a few pages are always kept. */
  public void setBudgetBytes(long bytes) {
    maximumImages = Math.clamp(bytes / pageSize, 16, Integer.MAX_VALUE / 2);
    keyPlaces.limit(bytes / SHARE_OF_KEY_PLACES);
  }

  /** The image of a page as a snapshot sees it. */
  public byte[] read(int page, long snapshot) throws IOException {
    byte[] bare = table.image(page);
    if (bare != null) {
      return bare;
    }
    PageVersion version = table.find(page, snapshot);
    if (version != null) {
      byte[] image = version.image();
      if (image != null) {
        return image;
      }
    }
    return load(page, snapshot);
  }

  /**
   * The image of a page as a snapshot sees it, for a reader that needs each page once: what is not
   * in memory is not kept there.
   */
  public byte[] readOnce(int page, long snapshot) throws IOException {
    while (true) {
      byte[] bare = table.image(page);
      if (bare != null) {
        return bare;
      }
      PageVersion version = table.find(page, snapshot);
      byte[] image = version == null ? reader.read(page, PageVersion.IN_DATABASE) : fetch(version);
      // A page without versions may have got one while it was read: then the image may be newer.
      if (image != null && (version != null || table.find(page, snapshot) == null)) {
        return image;
      }
    }
  }

  private byte[] load(int page, long snapshot) throws IOException {
    while (true) {
      byte[] bare = table.image(page);
      if (bare != null) {
        return bare;
      }
      PageVersion version = table.find(page, snapshot);
      byte[] image = version == null ? loadBase(page, snapshot) : loadVersion(version);
      if (image != null) {
        return image;
      }
    }
  }

  private byte @Nullable [] loadVersion(PageVersion version) throws IOException {
    byte[] image = fetch(version);
    if (image == null || version.image() == image) {
      return image;
    }
    if (version.offerImage(image)) {
      keep(version);
      return image;
    }
    return version.image();
  }

  /** The image of a version; null where its place has changed meanwhile. */
  private byte @Nullable [] fetch(PageVersion version) throws IOException {
    byte[] present = version.image();
    if (present != null) {
      return present;
    }
    long place = version.place();
    SpilledImage spilled = version.spilled();
    if (place == PageVersion.IN_MEMORY && spilled == null) {
      // It has moved, or was outdated, between the two looks: look again.
      return null;
    }
    byte[] image;
    try {
      image =
          place == PageVersion.IN_MEMORY && spilled != null
              ? spilled.read()
              : reader.read(version.page(), place);
    } catch (IOException e) {
      if (version.place() != place) {
        return null;
      }
      throw e;
    }
    // C3: the frame may have been overwritten while it was read.
    return version.place() == place ? image : null;
  }

  private byte @Nullable [] loadBase(int page, long snapshot) throws IOException {
    byte[] image = reader.read(page, PageVersion.IN_DATABASE);
    PageVersion base = new PageVersion(page, 0, PageVersion.IN_DATABASE, image);
    PageVersion oldest = table.newest(page);
    if (oldest == null) {
      if (!table.offerImage(page, image)) {
        return null;
      }
    } else {
      PageVersion next = oldest;
      while (next != null) {
        oldest = next;
        if (oldest.commit() <= snapshot) {
          return null;
        }
        next = oldest.older();
      }
      if (!oldest.offerOlder(base)) {
        return null;
      }
    }
    keep(base);
    return image;
  }

  /** Links a version found in the log, older ones first; its image is read when it is needed. */
  public void recover(PageVersion version) {
    table.push(version);
    version.setOlder(null);
  }

  /**
   * Links a new version with its image, which stays until the version is {@linkplain #becameVisible
   * visible} or taken back.
   */
  public void publish(PageVersion version) {
    PageVersion unfolded = table.push(version);
    if (unfolded != null) {
      keep(unfolded);
    }
  }

  /**
   * From now on a version, which is in the log, is what snapshots see that are not older than it:
   * takes out of its chain what no snapshot sees any more (C2).
   */
  public void becameVisible(PageVersion version, OldestSnapshots snapshots) {
    PageVersion seen = newestAt(version, snapshots.commit(snapshots.count() - 1));
    for (int i = snapshots.count() - 2; i >= 0 && seen != null; i--) {
      PageVersion next = newestAt(seen, snapshots.commit(i));
      if (next != seen) {
        dropBetween(seen, next);
      }
      seen = next;
    }
    if (seen != null) {
      dropBetween(seen, null);
    }
    keep(version);
  }

  private static @Nullable PageVersion newestAt(@Nullable PageVersion newest, long commit) {
    PageVersion version = newest;
    while (version != null && version.commit() > commit) {
      version = version.older();
    }
    return version;
  }

  /** Takes out what lies between two versions, unless the chain has just been cut there. */
  private static void dropBetween(PageVersion seen, @Nullable PageVersion next) {
    PageVersion first = seen.older();
    if (first != next && seen.replaceOlder(first, next)) {
      for (PageVersion each = first; each != null && each != next; each = each.older()) {
        each.dropImage();
      }
    }
  }

  /**
   * Leaves of a version nothing but its image, if it is the only one of its page, is in the
   * database file, and every snapshot sees it: what can be said of one that was just checkpointed.
   */
  public void settle(PageVersion version) {
    ring.settle(version);
  }

  /**
   * Cuts the versions that no snapshot from {@code horizon} on sees (C2) from the chain that begins
   * with {@code newest}.
   */
  public void trim(PageVersion newest, long horizon) {
    PageVersion seen = newestAt(newest, horizon);
    if (seen != null) {
      dropBetween(seen, null);
    }
  }

  /** Takes unacknowledged versions, newer than {@code commit}, off the head of a page's chain. */
  public void takeBack(int page, long commit) {
    PageVersion head = table.newest(page);
    while (head != null && head.commit() > commit) {
      PageVersion older = head.older();
      if (table.replaceNewest(head, older)) {
        head.dropImage();
      }
      head = table.newest(page);
    }
  }

  private void keep(PageVersion version) {
    ring.keep(version, maximumImages);
  }
}
