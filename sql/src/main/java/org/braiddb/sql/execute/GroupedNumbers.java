package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/** Distinct integers, those of each group by themselves: open addressing, no boxes. */
final class GroupedNumbers {
  private static final int FIRST_SLOTS = 64;
  private static final int KEPT_SLOTS = 1 << 12;
  private static final int[] NO_GROUPS = {0};

  private int[] groups = NO_GROUPS; // number of the group + 1; 0 is free
  private long[] values = {0};
  private int size;

  /** Whether an INTEGER is equal to the number in the cell: then {@link #toInteger} is it. */
  static boolean isInteger(Cell number) {
    if (number.type == Cell.INTEGER) {
      return true;
    }
    // The greatest long has no REAL of its own: 2^63 would be converted to it.
    return number.type == Cell.REAL
        && number.real == (double) (long) number.real
        && (long) number.real != Long.MAX_VALUE;
  }

  static long toInteger(Cell number) {
    return number.type == Cell.INTEGER ? number.integer : (long) number.real;
  }

  void clear() {
    if (size == 0) {
      return;
    }
    if (groups.length > KEPT_SLOTS) {
      allocate(FIRST_SLOTS);
    } else {
      Arrays.fill(groups, 0);
    }
    size = 0;
  }

  /** How many bytes it takes, about. */
  long inMemory() {
    return 12L * groups.length;
  }

  boolean contains(int group, long value) {
    return groups[slot(group, value)] != 0;
  }

  /** Adds a number to a group's; false where it was there. */
  boolean add(int group, long value) {
    int slot = slot(group, value);
    if (groups[slot] != 0) {
      return false;
    }
    if (2 * ++size > groups.length) {
      grow();
      slot = slot(group, value);
    }
    groups[slot] = group + 1;
    values[slot] = value;
    return true;
  }

  /** Where it is, or would be put. At least one slot is free. */
  private int slot(int group, long value) {
    int mask = groups.length - 1;
    int slot = home(group, value, mask);
    while (groups[slot] != 0 && !(values[slot] == value && groups[slot] == group + 1)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int home(int group, long value, int mask) {
    long mixed = (value + group * 0xd1b54a32d192ed03L) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 32) & mask;
  }

  private void grow() {
    int[] oldGroups = groups;
    long[] oldValues = values;
    allocate(Math.max(FIRST_SLOTS, 2 * oldGroups.length));
    for (int i = 0; i < oldGroups.length; i++) {
      if (oldGroups[i] != 0) {
        int slot = slot(oldGroups[i] - 1, oldValues[i]);
        groups[slot] = oldGroups[i];
        values[slot] = oldValues[i];
      }
    }
  }

  private void allocate(int slots) {
    groups = new int[slots];
    values = new long[slots];
  }
}
