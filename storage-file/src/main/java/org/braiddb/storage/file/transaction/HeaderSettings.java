package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import org.braiddb.storage.file.page.DatabaseHeader;

/**
 * The header's numbers that a concurrent transaction has set: a log of settings, of which the last
 * one of a field counts, so that a savepoint is a position in it.
 */
final class HeaderSettings {
  private static final int[] NONE = {};

  private int[] offsets = NONE;
  private int[] values = NONE;
  private int size;

  int size() {
    return size;
  }

  void set(int offset, int value) {
    if (size == offsets.length) {
      int capacity = Math.max(4, size * 2);
      offsets = Arrays.copyOf(offsets, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    offsets[size] = offset;
    values[size++] = value;
  }

  /** The field's value: as set here, else as in page 1. */
  int get(byte[] page1, int offset) {
    for (int i = size - 1; i >= 0; i--) {
      if (offsets[i] == offset) {
        return values[i];
      }
    }
    return DatabaseHeader.field(page1, offset);
  }

  /** Forgets what was set after the log had this size. */
  void truncate(int toSize) {
    size = toSize;
  }

  /**
   * Sets the fields in another transaction's page 1. The schema cookie counts changes, others' too.
   *
   * @param snapshotPage1 page 1 as the settings' transaction has read it
   */
  void apply(byte[] snapshotPage1, byte[] page1) {
    for (int i = 0; i < size; i++) {
      int offset = offsets[i];
      if (offset == DatabaseHeader.SCHEMA_COOKIE_OFFSET) {
        continue;
      }
      DatabaseHeader.setField(page1, offset, values[i]);
    }
    int cookie = get(snapshotPage1, DatabaseHeader.SCHEMA_COOKIE_OFFSET);
    int seen = DatabaseHeader.field(snapshotPage1, DatabaseHeader.SCHEMA_COOKIE_OFFSET);
    if (cookie != seen) {
      int newest = DatabaseHeader.field(page1, DatabaseHeader.SCHEMA_COOKIE_OFFSET);
      DatabaseHeader.setField(
          page1, DatabaseHeader.SCHEMA_COOKIE_OFFSET, newest == seen ? cookie : newest + 1);
    }
  }
}
