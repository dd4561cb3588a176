package org.braiddb.storage.file.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.braiddb.storage.CannotOpenException;

/**
 * The files of this process that only one may use at a time, by their identities: a database that
 * is opened a second time and closed would lose the locks of the first store.
 */
final class OpenFiles {
  private static final Set<Object> CLAIMED = ConcurrentHashMap.newKeySet();

  private OpenFiles() {}

  /** Whether it was free, and now belongs to the caller until {@link #release}. */
  static boolean claim(Object identity) {
    return CLAIMED.add(identity);
  }

  static void release(Object identity) {
    CLAIMED.remove(identity);
  }

  /** What opens a file. */
  @FunctionalInterface
  interface Opening<T> {
    T open() throws IOException;
  }

  /** Opens what is claimed; the claim is released where that fails. */
  static <T> T openClaimed(Object identity, Opening<T> opening) throws IOException {
    boolean opened = false;
    try {
      T result = opening.open();
      opened = true;
      return result;
    } finally {
      if (!opened) {
        release(identity);
      }
    }
  }

  /**
   * Opens a file.
   *
   * @param spelling its path, for messages
   * @throws CannotOpenException where the file system refuses
   */
  static <T> T open(String spelling, Opening<T> opening) {
    try {
      return opening.open();
    } catch (AccessDeniedException e) {
      throw new CannotOpenException(
          "unable to open database file: permission denied for " + e.getMessage(), e);
    } catch (IOException e) {
      throw FileStorageEngine.cannotOpen(spelling, e);
    }
  }
}
