package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What open savepoints have to put back: earlier images of private pages, oldest first. Takes no
 * room before the first one.
 */
final class UndoLog {
  private static final int[] NO_NUMBERS = {};
  private static final byte[][] NO_IMAGES = {};
  private static final PageRole[] NO_ROLES = {};

  private int[] pages = NO_NUMBERS;
  private @Nullable byte[][] images = NO_IMAGES;
  private @Nullable PageRole[] roles = NO_ROLES;
  private int[] savepoints = NO_NUMBERS;
  private int size;

  int size() {
    return size;
  }

  /** Records how a private page was. */
  void push(PrivatePage page, byte[] image) {
    push(page.page, image, page.role, page.savepoint);
  }

  /** Records that a page was not private. */
  void pushAbsent(int page) {
    push(page, null, null, 0);
  }

  private void push(int page, byte @Nullable [] image, @Nullable PageRole role, int savepoint) {
    if (size == pages.length) {
      int capacity = Math.max(4, size * 2);
      pages = Arrays.copyOf(pages, capacity);
      images = Arrays.copyOf(images, capacity);
      roles = Arrays.copyOf(roles, capacity);
      savepoints = Arrays.copyOf(savepoints, capacity);
    }
    pages[size] = page;
    images[size] = image;
    roles[size] = role;
    savepoints[size++] = savepoint;
  }

  /** Puts everything recorded at {@code from} and after back, newest first, and forgets it. */
  void rollback(int from, PrivatePages target) {
    while (size > from) {
      size--;
      restore(pages[size], images[size], roles[size], savepoints[size], target);
      images[size] = null;
    }
  }

  private static void restore(
      int page,
      byte @Nullable [] image,
      @Nullable PageRole role,
      int savepoint,
      PrivatePages target) {
    PrivatePage current = target.get(page);
    if (image == null || role == null) {
      if (current != null) {
        target.remove(page);
      }
    } else if (current == null) {
      target.add(new PrivatePage(page, role, image, savepoint));
    } else {
      target.setImage(current, image);
      current.role = role;
      current.savepoint = savepoint;
    }
  }

  /**
   * Forgets what was recorded at {@code from} and after, except what the enclosing savepoint needs:
   * pages as they were before it.
   *
   * @param spare takes the images that are forgotten
   */
  void release(int from, int enclosing, SparePages spare) {
    int kept = from;
    for (int i = from; i < size; i++) {
      if (enclosing != 0 && savepoints[i] < enclosing) {
        pages[kept] = pages[i];
        images[kept] = images[i];
        roles[kept] = roles[i];
        savepoints[kept++] = savepoints[i];
      } else {
        byte[] image = images[i];
        if (image != null) {
          spare.add(image);
        }
      }
    }
    Arrays.fill(images, kept, size, null);
    size = kept;
  }
}
