package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From page number to private page: open addressing, no boxes, linear probing. */
final class PrivatePages {
  private static final int FIRST_CAPACITY = 4;

  /** The slots of a transaction that has changed nothing; not to be written into. */
  private static final @Nullable PrivatePage[] NONE = new PrivatePage[2];

  private @Nullable PrivatePage[] slots = NONE;
  private int size;
  private int spilled;
  private int hand;
  private @Nullable SpillFile spillFile;

  int size() {
    return size;
  }

  /** How many have their image in memory. */
  int inMemory() {
    return size - spilled;
  }

  /** The image of a page, read back where it was spilled. Not to be written into. */
  byte[] image(PrivatePage page) {
    page.recentlyUsed = true;
    byte[] image = page.image;
    if (image == null) {
      image = spillFile().load(page.slot);
      page.image = image;
      spilled--;
    }
    return image;
  }

  /** The same without bringing it back into memory. */
  byte[] peek(PrivatePage page) {
    byte[] image = page.image;
    return image != null ? image : spillFile().load(page.slot);
  }

  /** The same, to be written into. */
  byte[] writableImage(PrivatePage page) {
    byte[] image = image(page);
    page.stored = false;
    return image;
  }

  /** Gives a page another image. */
  void setImage(PrivatePage page, byte[] image) {
    if (page.image == null) {
      spilled--;
    }
    page.image = image;
    page.stored = false;
  }

  private SpillFile spillFile() {
    SpillFile file = spillFile;
    if (file == null) {
      throw new IllegalStateException("a page was spilled, but there is no file");
    }
    return file;
  }

  /** Says where the images are that are not in memory. */
  void readFrom(SpillFile file) {
    spillFile = file;
  }

  /**
   * Moves images into a file until {@code kept} are left, those first that were not used lately.
   *
   * @param settled tells whether a page has no provisional page numbers in it
   */
  void spill(int kept, SpillFile file, BiPredicate<PrivatePage, byte[]> settled) {
    spillFile = file;
    for (int looked = 0; looked < 2 * slots.length && inMemory() > kept; looked++) {
      hand = (hand + 1) & (slots.length - 1);
      PrivatePage candidate = slots[hand];
      if (candidate == null || candidate.image == null) {
        continue;
      }
      if (candidate.recentlyUsed) {
        candidate.recentlyUsed = false;
        continue;
      }
      if (!candidate.stored) {
        file.store(candidate, candidate.image);
        candidate.stored = true;
        candidate.settled = settled.test(candidate, candidate.image);
      }
      candidate.image = null;
      spilled++;
    }
  }

  @Nullable PrivatePage get(int page) {
    int mask = slots.length - 1;
    for (int i = home(page, mask); ; i = (i + 1) & mask) {
      PrivatePage candidate = slots[i];
      if (candidate == null || candidate.page == page) {
        return candidate;
      }
    }
  }

  /** Adds a page that is not there. */
  void add(PrivatePage page) {
    if (++size * 2 > slots.length || slots == NONE) {
      grow();
    }
    if (page.image == null) {
      spilled++;
    }
    insert(slots, page);
  }

  private static void insert(@Nullable PrivatePage[] target, PrivatePage page) {
    int mask = target.length - 1;
    int i = home(page.page, mask);
    while (target[i] != null) {
      i = (i + 1) & mask;
    }
    target[i] = page;
  }

  private void grow() {
    @Nullable PrivatePage[] larger = new PrivatePage[Math.max(FIRST_CAPACITY, slots.length * 2)];
    for (PrivatePage page : slots) {
      if (page != null) {
        insert(larger, page);
      }
    }
    slots = larger;
  }

  /** Removes a page that is there. */
  void remove(int page) {
    int mask = slots.length - 1;
    int hole = home(page, mask);
    while (true) {
      PrivatePage candidate = slots[hole];
      if (candidate == null) {
        throw new IllegalStateException("no private page " + page);
      }
      if (candidate.page == page) {
        break;
      }
      hole = (hole + 1) & mask;
    }
    size--;
    PrivatePage removed = slots[hole];
    if (removed != null && removed.image == null) {
      spilled--;
    }
    // Moves later entries of the probe sequence back, so that no tombstones are needed.
    int next = hole;
    while (true) {
      next = (next + 1) & mask;
      PrivatePage moved = slots[next];
      if (moved == null) {
        break;
      }
      int home = home(moved.page, mask);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        slots[hole] = moved;
        hole = next;
      }
    }
    slots[hole] = null;
  }

  private static int home(int page, int mask) {
    // The upper bits of a product with the golden ratio spread runs of page numbers evenly.
    return (page * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(mask);
  }

  void forEach(Consumer<PrivatePage> action) {
    for (PrivatePage page : slots) {
      if (page != null) {
        action.accept(page);
      }
    }
  }

  void clear() {
    if (slots.length > 1024) {
      slots = NONE;
    } else if (size > 0) {
      Arrays.fill(slots, null);
    }
    size = 0;
    spilled = 0;
  }
}
