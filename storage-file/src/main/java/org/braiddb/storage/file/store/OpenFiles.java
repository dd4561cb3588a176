package org.braiddb.storage.file.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
}
