package org.braiddb.sql.vector;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/**
 * Fills a vector with values that come one by one, from the first row to the last.
 *
 * <p>Texts that all lie in the same bytes stay there; others are copied into one array, a new one
 * for each batch, since whoever takes a value may hold on to its bytes.
 */
final class VectorFiller {
  /** Longer texts are not worth keeping together. */
  private static final int MOST_BYTES = 1 << 18;

  private static final int FIRST_BYTES = 1 << 10;

  private final Vector vector;

  /** A bit for each type that has occurred. */
  private int seen;

  /** Whether the vector's bytes are an array of its own, of which so many are used. */
  private boolean copies;

  private int used;

  VectorFiller(Vector vector) {
    this.vector = vector;
  }

  /** Begins with the first of so many values. */
  void begin(int count) {
    vector.mix(count);
    vector.reserveTexts(count);
    seen = 0;
    copies = false;
  }

  /** Sets the next value; false where there is no room for it, or no vector has such values. */
  boolean set(int at, Cell value) {
    byte type = value.type;
    boolean taken =
        switch (type) {
          case Cell.NULL -> true;
          case Cell.INTEGER -> {
            vector.integers[at] = value.integer;
            yield true;
          }
          case Cell.REAL -> {
            vector.reals[at] = value.real;
            yield true;
          }
          case Cell.TEXT -> setText(at, value);
          default -> false;
        };
    vector.types[at] = type;
    seen |= 1 << type;
    return taken;
  }

  /** All values are set. */
  void end() {
    boolean uniform = (seen & seen - 1) == 0;
    vector.kind = uniform ? (byte) Integer.numberOfTrailingZeros(seen) : Vector.MIXED;
    vector.mixedWithText = !uniform && hasText();
  }

  private boolean hasText() {
    return (seen & 1 << Cell.TEXT) != 0;
  }

  private boolean setText(int at, Cell value) {
    vector.lengths[at] = value.length;
    if (!copies) {
      if (!hasText()) {
        vector.bytes = value.bytes;
      }
      if (vector.bytes == value.bytes) {
        vector.offsets[at] = value.offset;
        return true;
      }
      if (!copyTexts(at)) {
        return false;
      }
    }
    return copy(at, value.bytes, value.offset);
  }

  /** Copies the texts before a place, which have lain in the same bytes so far. */
  private boolean copyTexts(int end) {
    byte[] shared = vector.bytes;
    int size = Math.clamp(2L * used, FIRST_BYTES, MOST_BYTES);
    vector.bytes = new byte[size];
    copies = true;
    used = 0;
    for (int k = 0; k < end; k++) {
      if (vector.types[k] == Cell.TEXT && !copy(k, shared, vector.offsets[k])) {
        return false;
      }
    }
    return true;
  }

  private boolean copy(int at, byte[] source, int offset) {
    int length = vector.lengths[at];
    long end = (long) used + length;
    if (end > vector.bytes.length) {
      if (end > MOST_BYTES) {
        return false;
      }
      vector.bytes = Arrays.copyOf(vector.bytes, (int) Math.min(2 * end, MOST_BYTES));
    }
    System.arraycopy(source, offset, vector.bytes, used, length);
    vector.offsets[at] = used;
    used = (int) end;
    return true;
  }
}
