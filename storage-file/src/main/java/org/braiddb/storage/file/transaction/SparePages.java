package org.braiddb.storage.file.transaction;

import org.jspecify.annotations.Nullable;

/**
 * Page images that nobody looks at any more and that were never published: those of ended
 * savepoints. The next copy is made into one of them, so that statements that change one row each
 * do not leave an array behind for each.
 */
final class SparePages {
  private static final int MOST = 16;

  private static final byte[][] NONE = {};

  /** Takes no room before the first one. */
  private @Nullable byte[][] images = NONE;

  private int count;
  private boolean mayBeRead;

  /** Images that are put in from now on may still be read by somebody. */
  void stop() {
    mayBeRead = true;
    clear();
  }

  /** Takes an image that is no longer needed. */
  void add(byte[] image) {
    if (mayBeRead || count == MOST) {
      return;
    }
    if (images.length == 0) {
      images = new byte[MOST][];
    }
    images[count++] = image;
  }

  /** A copy of an image. */
  byte[] copyOf(byte[] image) {
    if (count == 0) {
      return image.clone();
    }
    byte[] copy = images[--count];
    images[count] = null;
    if (copy == null || copy.length != image.length) {
      return image.clone();
    }
    System.arraycopy(image, 0, copy, 0, image.length);
    return copy;
  }

  /** Lets go of all, for another transaction. */
  void reset() {
    mayBeRead = false;
    clear();
  }

  private void clear() {
    while (count > 0) {
      images[--count] = null;
    }
  }
}
