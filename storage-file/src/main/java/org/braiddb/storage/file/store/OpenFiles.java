package org.braiddb.storage.file.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.io.DiskFullException;

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

  /** What is done while a file is opened. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
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

  /**
   * Does a part of opening that has a result code of its own.
   *
   * @param code of a failure that is no full disk and no refused permission
   * @param what is being done, for messages
   */
  static <T> T part(ResultCode code, String what, Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (DiskFullException e) {
      throw new StoreFullException("database or disk is full: " + e.getMessage());
    } catch (IOException e) {
      throw new StorageIOException(code, what + " failed: " + e, e);
    }
  }

  /** The same for a part that gives nothing. */
  static void part(ResultCode code, String what, Step step) throws IOException {
    Opening<Boolean> opening =
        () -> {
          step.run();
          return true;
        };
    part(code, what, opening);
  }
}
