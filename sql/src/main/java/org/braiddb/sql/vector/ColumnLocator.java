package org.braiddb.sql.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.Varint;
import org.jspecify.annotations.Nullable;

/**
 * Finds columns in the records of a batch: walks through the headers of all rows that are left to a
 * column asked for, and goes on from there where the next one lies behind it.
 *
 * <p>A place among these columns, which are in the order of the record, is a slot.
 */
final class ColumnLocator {
  /** In {@link #classes}: values of this class occur among those located. */
  static final int INTEGERS = 1;

  static final int REALS = 2;
  static final int NULLS = 4;
  static final int TEXTS = 8;
  static final int BLOBS = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** So many serial types are passed over at once, as bytes of a long. */
  private static final int STRIDE = 7;

  /** The bits that only varints of more than one byte have. */
  private static final long LONG_VARINTS = 0x8080_8080_8080_8080L;

  /** What is left of the bits of two types of one byte each. */
  private static final int PAIR = 0x7f7f;

  private static final byte[] SIZES = new byte[128];

  /** The size of two values together, by their types as a number of 16 bits. */
  private static final byte[] PAIR_SIZES = new byte[PAIR + 1];

  private static final byte[] CLASSES = new byte[128];

  static {
    for (int type = 0; type < SIZES.length; type++) {
      SIZES[type] = (byte) SerialType.size(type);
      CLASSES[type] = (byte) classOf(type);
    }
    for (int first = 0; first < SIZES.length; first++) {
      for (int second = 0; second < SIZES.length; second++) {
        PAIR_SIZES[first << 8 | second] = (byte) (SIZES[first] + SIZES[second]);
      }
    }
  }

  private final int[] columns;
  private final boolean[] defaults;
  private final int[][] types;
  private final int[][] starts;
  private final int[] classes;
  private final boolean[] located;

  /** For each slot, whether the types up to it take one byte each in all rows it was found in. */
  private final boolean[] plain;

  /** Made when rows are first looked at; null before, and where records cannot be compared. */
  private @Nullable RecordShapes shapes;

  /** Whether the rows that are left have been looked at for their shapes, and have all one. */
  private boolean shapesSought;

  private boolean shaped;

  /**
   * @param columns the places in the record, ascending
   * @param defaults for each, whether it is other than NULL in records that end before it
   */
  ColumnLocator(int[] columns, boolean[] defaults) {
    this.columns = columns;
    this.defaults = defaults;
    types = new int[columns.length][0];
    starts = new int[columns.length][0];
    classes = new int[columns.length];
    located = new boolean[columns.length];
    plain = new boolean[columns.length];
  }

  private static int classOf(int type) {
    if (type >= SerialType.FIRST_BLOB) {
      return SerialType.isText(type) ? TEXTS : BLOBS;
    }
    if (type == SerialType.REAL) {
      return REALS;
    }
    return SerialType.isInteger(type) ? INTEGERS : NULLS;
  }

  /** Turns to another block. */
  void begin() {
    Arrays.fill(located, false);
    shapesSought = false;
    shaped = false;
  }

  /** The serial types of a column, by the row's place in the block; the reserved ones are NULL. */
  int[] types(int slot) {
    return types[slot];
  }

  /** Where the values of a column begin, by the row's place in the block. */
  int[] starts(int slot) {
    return starts[slot];
  }

  /** Which classes occur among the values of a column. */
  int classes(int slot) {
    return classes[slot];
  }

  /** Finds a column for the rows that are left; false to decline. */
  boolean locate(int slot, Batch batch) {
    if (located[slot]) {
      return true;
    }
    int rows = batch.block().count();
    if (types[slot].length < rows) {
      types[slot] = new int[Vector.room(rows)];
      starts[slot] = new int[Vector.room(rows)];
    }
    if (!shapesSought) {
      shaped = RecordShapes.canCompare(columns) && knownShapes().find(batch);
      shapesSought = true;
    }
    if (shaped) {
      look(knownShapes(), slot, batch);
      located[slot] = true;
      return true;
    }
    int before = slot - 1;
    boolean goesOn = before >= 0 && located[before] && plain[before];
    located[slot] = walk(goesOn ? before : -1, slot, batch);
    return located[slot];
  }

  private RecordShapes knownShapes() {
    RecordShapes known = shapes;
    if (known == null) {
      known = new RecordShapes(columns);
      shapes = known;
    }
    return known;
  }

  /** Finds all columns that are still to be found. */
  boolean locateAll(Batch batch) {
    for (int slot = 0; slot < columns.length; slot++) {
      if (!locate(slot, batch)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a column from the shapes of the records. */
  private void look(RecordShapes known, int slot, Batch batch) {
    int[] offsets = batch.block().offsets();
    int[] rows = batch.rows();
    int count = batch.count();
    int[] of = known.shapes();
    byte[] typesOf = known.types(slot);
    int[] startsOf = known.starts(slot);
    int[] toTypes = types[slot];
    int[] toStarts = starts[slot];
    int seen = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int shape = of[row];
      int type = typesOf[shape];
      toTypes[row] = type;
      toStarts[row] = offsets[row] + startsOf[shape];
      seen |= CLASSES[type];
    }
    classes[slot] = seen;
  }

  /**
   * Walks through the headers.
   *
   * @param before the slot to begin behind, up to which all types take one byte; -1 to begin at the
   *     beginning
   */
  private boolean walk(int before, int slot, Batch batch) {
    RowBlock block = batch.block();
    byte[] bytes = block.bytes();
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    int[] rows = batch.rows();
    int count = batch.count();
    boolean begins = before < 0;
    int[] fromTypes = types[Math.max(0, before)];
    int[] fromStarts = starts[Math.max(0, before)];
    int[] toTypes = types[slot];
    int[] toStarts = starts[slot];
    int column = columns[slot];
    int gap = begins ? column : column - columns[before] - 1;
    int lastLong = bytes.length - Long.BYTES;
    int seen = 0;
    boolean allPlain = true;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int offset = offsets[row];
      int header = bytes[offset];
      // Negative where the header ends before the column or behind the record, or a type is long.
      int sign = header - 2 - column | sizes[row] - header;
      int last = offset + 1 + column;
      sign |= lastLong - last;
      if (sign >= 0) {
        int value = begins ? offset + header : fromStarts[row] + SIZES[fromTypes[row]];
        int left = gap;
        int at = last - gap;
        for (; left > STRIDE; left -= STRIDE) {
          long several = (long) LONG.get(bytes, at) >>> 8;
          value += sizeOfFour(several) + sizeOfFour(several >>> 32);
          sign |= (several & LONG_VARINTS) == 0 ? 0 : -1;
          at += STRIDE;
        }
        if (left > 0) {
          long several = (long) LONG.get(bytes, at) >>> 64 - 8 * left;
          value += left > 2 ? sizeOfFour(several) : PAIR_SIZES[(int) several & PAIR];
          value += left > 4 ? sizeOfFour(several >>> 32) : 0;
          sign |= (several & LONG_VARINTS) == 0 ? 0 : -1;
        }
        int type = bytes[last];
        sign |= type;
        int size = SIZES[type & 0x7f];
        if (sign >= 0) {
          int rest = offset + sizes[row] - value - size;
          if (rest < 0 || rest > 0 && header - 2 == column) {
            return false; // the last column ends where the record does
          }
          toTypes[row] = type;
          toStarts[row] = value;
          seen |= CLASSES[type];
          continue;
        }
      }
      allPlain = false;
      int found = walkCarefully(slot, row, block);
      if (found < 0) {
        return false;
      }
      seen |= found;
    }
    plain[slot] = allPlain;
    classes[slot] = seen;
    return true;
  }

  /** The size of the values of four types of one byte each, the last of them lowest. */
  private static int sizeOfFour(long types) {
    return PAIR_SIZES[(int) types & PAIR] + PAIR_SIZES[(int) (types >>> 16) & PAIR];
  }

  /**
   * Finds the column of one row, where a type takes several bytes or the record may end before.
   *
   * @return the class of the value; negative to decline
   */
  private int walkCarefully(int slot, int row, RowBlock block) {
    byte[] bytes = block.bytes();
    int offset = block.offsets()[row];
    int end = offset + block.sizes()[row];
    int header = bytes[offset];
    if (header < 1 || header > block.sizes()[row] || header == 1 && end - offset > 1) {
      return -1;
    }
    int at = offset + 1;
    int value = offset + header;
    for (int column = 0; at < offset + header; column++) {
      int length = Varint.length(bytes, at, offset + header);
      long type = length < 0 ? -1 : Varint.read(bytes, at);
      if (type < 0 || type > Integer.MAX_VALUE || SerialType.size((int) type) > end - value) {
        return -1;
      }
      if (at + length == offset + header && value + SerialType.size((int) type) != end) {
        return -1;
      }
      if (column == columns[slot]) {
        types[slot][row] = (int) type;
        starts[slot][row] = value;
        return classOf((int) type);
      }
      at += length;
      value += SerialType.size((int) type);
    }
    types[slot][row] = SerialType.NULL;
    starts[slot][row] = value;
    return defaults[slot] ? -1 : NULLS;
  }
}
