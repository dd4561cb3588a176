package org.braiddb.sql.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.record.SerialType;

/**
 * Remembers how records are laid out, by the bytes of their headers: a table's rows have few
 * different ones, so that a record's columns are mostly found by one look at a table instead of
 * adding up the sizes of those before them.
 *
 * <p>A shape is the header of a record up to the last column that is asked for, all types of one
 * byte; it has a number. Its columns depend on nothing but these bytes, so that shapes are kept
 * from run to run, until there are too many and all are forgotten.
 */
final class RecordShapes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** One more than shapes can be known, as {@link #NONE} is not one. */
  private static final int COUNT = 256;

  /** The number of what has no shape, such as a record without a header. */
  private static final int NONE = 0;

  /** The hash table has so many places, as bits of a number: few shapes want the same. */
  private static final int PLACE_BITS = 11;

  /** So many bytes of a header are compared: its length and the first types. */
  private static final int KEY_BYTES = 2 * Long.BYTES;

  /** How much more than a quarter of the rows may be of new shapes before looking is paused. */
  private static final int LONGEST_DEBT = 4 * COUNT;

  private static final int PAUSE = 64;

  /** What no record is long enough for. */
  private static final int NEVER = Integer.MAX_VALUE;

  /** The places in the record of the columns asked for, ascending. */
  private final int[] columns;

  private final int last;
  private final long firstMask;
  private final long secondMask;

  /** The hash table: numbers of shapes, or {@link #NONE}. */
  private final byte[] numbers = new byte[1 << PLACE_BITS];

  private int count = 1;
  private final long[] firsts = new long[COUNT];
  private final long[] seconds = new long[COUNT];

  /** How long a record of the shape is at least, and how much longer it may be. */
  private final int[] least = new int[COUNT];

  private final int[] most = new int[COUNT];
  private final byte[][] types;
  private final int[][] starts;

  /** The shapes of the present rows, by their places in the block. */
  private int[] shapes = {};

  private int debt;
  private int pause;

  /**
   * @param columns the places in the record, ascending; some, and {@link #canCompare} holds
   */
  RecordShapes(int[] columns) {
    this.columns = columns;
    last = columns[columns.length - 1];
    int bytes = last + 2;
    firstMask = bytes >= Long.BYTES ? -1 : -1L << (Long.BYTES - bytes) * Byte.SIZE;
    secondMask =
        bytes <= Long.BYTES ? 0 : bytes == KEY_BYTES ? -1 : -1L << (KEY_BYTES - bytes) * Byte.SIZE;
    types = new byte[columns.length][COUNT];
    starts = new int[columns.length][COUNT];
    least[NONE] = NEVER;
  }

  /** Whether the header up to the last of these columns is short enough to be compared. */
  static boolean canCompare(int[] columns) {
    return columns.length > 0 && columns[columns.length - 1] + 2 <= KEY_BYTES;
  }

  /** The shape of each row left, by its place in the block, after {@link #find}. */
  int[] shapes() {
    return shapes;
  }

  /** The serial types of a column, by shape. */
  byte[] types(int slot) {
    return types[slot];
  }

  /** How far behind the beginning of the record a column's value begins, by shape. */
  int[] starts(int slot) {
    return starts[slot];
  }

  /**
   * Finds the shapes of the rows that are left.
   *
   * @return false where a row has none, or too many have had new ones lately
   */
  boolean find(Batch batch) {
    if (pause > 0) {
      pause--;
      return false;
    }
    if (shapes.length < batch.block().count()) {
      shapes = new int[Vector.room(batch.block().count())];
    }
    int before = count;
    boolean found = secondMask == 0 ? findByFirst(batch) : findByBoth(batch);
    debt = Math.max(0, debt + 4 * (count - before) - batch.count());
    if (debt > LONGEST_DEBT) {
      debt = 0;
      pause = PAUSE;
    }
    if (count == COUNT) {
      forget();
      return false; // numbers were given to some of these rows, others may have got none
    }
    return found;
  }

  private void forget() {
    Arrays.fill(numbers, (byte) NONE);
    count = 1;
  }

  /** With keys of one word; false where a row has no shape. */
  private boolean findByFirst(Batch batch) {
    RowBlock block = batch.block();
    byte[] bytes = block.bytes();
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    int[] rows = batch.rows();
    int rowCount = batch.count();
    int[] to = shapes;
    int lastLong = bytes.length - Long.BYTES;
    int sign = 0;
    for (int k = 0; k < rowCount; k++) {
      int row = rows[k];
      int offset = offsets[row];
      long first =
          (offset <= lastLong ? (long) LONG.get(bytes, offset) : rest(bytes, offset)) & firstMask;
      int shape = numbers[place(first, 0)] & 0xff;
      if (firsts[shape] != first) {
        shape = search(first, 0);
      }
      int more = sizes[row] - least[shape];
      sign |= more | most[shape] - more;
      to[row] = shape;
    }
    return sign >= 0;
  }

  /** With keys of two words; false where a row has no shape. */
  private boolean findByBoth(Batch batch) {
    RowBlock block = batch.block();
    byte[] bytes = block.bytes();
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    int[] rows = batch.rows();
    int rowCount = batch.count();
    int[] to = shapes;
    int lastPair = bytes.length - KEY_BYTES;
    int sign = 0;
    for (int k = 0; k < rowCount; k++) {
      int row = rows[k];
      int offset = offsets[row];
      long first;
      long second;
      if (offset <= lastPair) {
        first = (long) LONG.get(bytes, offset);
        second = (long) LONG.get(bytes, offset + Long.BYTES) & secondMask;
      } else {
        first = rest(bytes, offset);
        second = rest(bytes, offset + Long.BYTES) & secondMask;
      }
      int shape = numbers[place(first, second)] & 0xff;
      if (firsts[shape] != first || seconds[shape] != second) {
        shape = search(first, second);
      }
      int more = sizes[row] - least[shape];
      sign |= more | most[shape] - more;
      to[row] = shape;
    }
    return sign >= 0;
  }

  private static int place(long first, long second) {
    return (int)
        ((first ^ second * 0xC2B2AE3D27D4EB4FL) * 0x9E3779B97F4A7C15L >>> Long.SIZE - PLACE_BITS);
  }

  /** The number of a shape that is not the first at its place, or not known yet. */
  private int search(long first, long second) {
    int place = place(first, second);
    int shape = numbers[place] & 0xff;
    while (shape != NONE && (firsts[shape] != first || seconds[shape] != second)) {
      place = place + 1 & numbers.length - 1;
      shape = numbers[place] & 0xff;
    }
    if (shape == NONE && count < COUNT) {
      shape = count++;
      numbers[place] = (byte) shape;
      learn(shape, first, second);
    }
    return shape;
  }

  /** Up to eight bytes at the end of a page; what is missing is 0. */
  private static long rest(byte[] bytes, int from) {
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = word << Byte.SIZE | (from + i < bytes.length ? bytes[from + i] & 0xff : 0);
    }
    return word;
  }

  /** Makes a shape of the bytes of a header; none that a record could have where it is unusual. */
  private void learn(int shape, long first, long second) {
    firsts[shape] = first;
    seconds[shape] = second;
    least[shape] = NEVER;
    int header = (byte) (first >>> Long.SIZE - Byte.SIZE);
    if (header - 2 < last) {
      return; // it ends before the last column, or is a long one
    }
    int value = header;
    int slot = 0;
    for (int column = 0; column <= last; column++) {
      int at = column + 1;
      long word = at < Long.BYTES ? first : second;
      int type = (byte) (word >>> Long.SIZE - Byte.SIZE - at % Long.BYTES * Byte.SIZE);
      if (type < 0) {
        return; // a varint of several bytes
      }
      if (columns[slot] == column) {
        types[slot][shape] = (byte) type;
        starts[slot][shape] = value;
        slot++;
      }
      value += SerialType.size(type);
    }
    least[shape] = value;
    most[shape] = header - 2 == last ? 0 : Integer.MAX_VALUE;
  }
}
