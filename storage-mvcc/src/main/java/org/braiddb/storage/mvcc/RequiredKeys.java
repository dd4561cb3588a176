package org.braiddb.storage.mvcc;

import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The rows or keys of one tree that a transaction requires to stay: parents of foreign keys. */
final class RequiredKeys {
  private static final int ENTRY_BYTES = 72;

  private final TreeMap<Object, byte[]> keys;
  private boolean everything;
  private long keyBytes;

  RequiredKeys(KeyOrdering ordering) {
    keys = new TreeMap<>(ordering);
  }

  /** Whether the keys were too many to keep: then each key of the tree counts as required. */
  boolean isEverything() {
    return everything;
  }

  void becomeEverything() {
    everything = true;
    keys.clear();
    keyBytes = 0;
  }

  boolean contains(Object key) {
    return everything || keys.containsKey(key);
  }

  /**
   * Adds a key that is not there.
   *
   * @param record the key as a record, for messages; empty in a table tree
   */
  void add(Object key, byte[] record) {
    keys.put(key, record);
    keyBytes += ENTRY_BYTES + KeyMaker.sizeBytes(key) + record.length;
  }

  void remove(Object key) {
    keys.remove(key);
  }

  long sizeBytes() {
    return keyBytes;
  }

  /** Gives each key and its record. */
  void forEach(BiConsumer<Object, byte[]> visitor) {
    keys.forEach(visitor);
  }
}
