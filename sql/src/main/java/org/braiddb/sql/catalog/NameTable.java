package org.braiddb.sql.catalog;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link NameKey}s stand for. Immutable: one that differs in a few names is a copy of two
 * arrays, which costs less than to read a catalogue even where there are thousands of names.
 */
final class NameTable<V> {
  private static final String[] NO_KEYS = {};
  private static final Object[] NO_VALUES = {};

  /** In their order. */
  private final String[] keys;

  /** What stands beside each of them. */
  private final Object[] values;

  private NameTable(String[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** That of no names. */
  static <V> NameTable<V> empty() {
    return new NameTable<>(NO_KEYS, NO_VALUES);
  }

  int size() {
    return keys.length;
  }

  /** Null where nothing has the name. */
  @Nullable V get(String key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? null : value(at);
  }

  @SuppressWarnings("unchecked") // it was put in as one
  private V value(int at) {
    return (V) values[at];
  }

  /**
   * The same but for some names.
   *
   * @param changes null for a name that nothing has any more
   */
  NameTable<V> with(SortedMap<String, @Nullable V> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    String[] newKeys = new String[keys.length + changes.size()];
    Object[] newValues = new Object[newKeys.length];
    int from = 0;
    int size = 0;
    for (Map.Entry<String, @Nullable V> change : changes.entrySet()) {
      int found = Arrays.binarySearch(keys, from, keys.length, change.getKey());
      int until = found < 0 ? -found - 1 : found;
      System.arraycopy(keys, from, newKeys, size, until - from);
      System.arraycopy(values, from, newValues, size, until - from);
      size += until - from;
      from = found < 0 ? until : until + 1;
      V value = change.getValue();
      if (value != null) {
        newKeys[size] = change.getKey();
        newValues[size++] = value;
      }
    }
    int rest = keys.length - from;
    System.arraycopy(keys, from, newKeys, size, rest);
    System.arraycopy(values, from, newValues, size, rest);
    size += rest;
    return size == newKeys.length
        ? new NameTable<>(newKeys, newValues)
        : new NameTable<>(Arrays.copyOf(newKeys, size), Arrays.copyOf(newValues, size));
  }
}
