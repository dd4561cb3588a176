package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From page number to private page: open addressing, no boxes, linear probing. */
final class PrivatePages {
  private @Nullable PrivatePage[] slots = new PrivatePage[16];
  private int size;

  int size() {
    return size;
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
    if (++size * 2 > slots.length) {
      grow();
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
    @Nullable PrivatePage[] larger = new PrivatePage[slots.length * 2];
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
      slots = new PrivatePage[16];
    } else if (size > 0) {
      Arrays.fill(slots, null);
    }
    size = 0;
  }
}
