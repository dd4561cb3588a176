package org.braiddb.storage.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The serial types of SQLite's record format.
 *
 * <pre>
 *  type       bytes        value
 *  0          0            NULL
 *  1 2 3 4    1 2 3 4      INTEGER, big-endian two's complement
 *  5 6        6 8          INTEGER
 *  7          8            REAL, IEEE 754 big-endian
 *  8 9        0            INTEGER 0, INTEGER 1
 *  10 11      0            reserved; read as NULL, as SQLite does
 *  even ≥ 12  (n-12)/2     BLOB
 *  odd ≥ 13   (n-13)/2     TEXT in the database's encoding
 * </pre>
 *
 * <p>Types are {@code int}: SQLite's limit of 10^9 bytes per value keeps every valid one below
 * 2^31. Source: SQLite, "Database File Format", section 2.1.
 */
public final class SerialType {
  public static final int NULL = 0;
  public static final int INT8 = 1;
  public static final int INT16 = 2;
  public static final int INT24 = 3;
  public static final int INT32 = 4;
  public static final int INT48 = 5;
  public static final int INT64 = 6;
  public static final int REAL = 7;
  public static final int ZERO = 8;
  public static final int ONE = 9;

  /** The smallest BLOB type, that of the empty BLOB. */
  public static final int FIRST_BLOB = 12;

  /** The smallest TEXT type, that of the empty TEXT. */
  public static final int FIRST_TEXT = 13;

  private static final byte[] FIXED_SIZES = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private SerialType() {}

  /** The number of bytes that a value of this type takes in the record's body. */
  public static int size(int type) {
    return type >= FIRST_BLOB ? (type - FIRST_BLOB) >>> 1 : FIXED_SIZES[type];
  }

  /** Whether the type is an INTEGER, the constants 0 and 1 included. */
  public static boolean isInteger(int type) {
    return type >= INT8 && type <= INT64 || type == ZERO || type == ONE;
  }

  /** Whether the type is TEXT. */
  public static boolean isText(int type) {
    return type >= FIRST_TEXT && (type & 1) == 1;
  }

  /** Whether the type is a BLOB. */
  public static boolean isBlob(int type) {
    return type >= FIRST_BLOB && (type & 1) == 0;
  }

  /** The smallest type that holds an INTEGER; 0 and 1 have types without a body. */
  public static int forInteger(long value) {
    if ((value & ~1L) == 0) {
      return ZERO + (int) value;
    }
    long magnitude = value ^ (value >> 63);
    if (magnitude < 1L << 7) {
      return INT8;
    }
    if (magnitude < 1L << 15) {
      return INT16;
    }
    if (magnitude < 1L << 23) {
      return INT24;
    }
    if (magnitude < 1L << 31) {
      return INT32;
    }
    return magnitude < 1L << 47 ? INT48 : INT64;
  }

  /** The type of a TEXT of so many bytes; at most 10^9. */
  public static int forText(int length) {
    return FIRST_TEXT + 2 * length;
  }

  /** The type of a BLOB of so many bytes; at most 10^9. */
  public static int forBlob(int length) {
    return FIRST_BLOB + 2 * length;
  }

  /**
   * Decodes an INTEGER.
   *
   * @throws MalformedRecordException for a type for which {@link #isInteger} does not hold
   */
  public static long readInteger(int type, byte[] bytes, int offset) {
    return switch (type) {
      case INT8 -> bytes[offset];
      case INT16 -> (short) SHORT.get(bytes, offset);
      case INT24 -> (bytes[offset] << 16) | ((short) SHORT.get(bytes, offset + 1) & 0xffff);
      case INT32 -> (int) INT.get(bytes, offset);
      case INT48 ->
          (long) (short) SHORT.get(bytes, offset) << 32
              | ((int) INT.get(bytes, offset + 2) & 0xffff_ffffL);
      case INT64 -> (long) LONG.get(bytes, offset);
      case ZERO -> 0;
      case ONE -> 1;
      default ->
          throw new MalformedRecordException("serial type " + type + " where an INTEGER belongs");
    };
  }

  /** Encodes an INTEGER as the type that {@link #forInteger} gave for it. */
  public static void writeInteger(int type, long value, byte[] bytes, int offset) {
    switch (type) {
      case INT8 -> bytes[offset] = (byte) value;
      case INT16 -> SHORT.set(bytes, offset, (short) value);
      case INT24 -> {
        bytes[offset] = (byte) (value >> 16);
        SHORT.set(bytes, offset + 1, (short) value);
      }
      case INT32 -> INT.set(bytes, offset, (int) value);
      case INT48 -> {
        SHORT.set(bytes, offset, (short) (value >> 32));
        INT.set(bytes, offset + 2, (int) value);
      }
      case INT64 -> LONG.set(bytes, offset, value);
      case ZERO, ONE -> {}
      default -> throw new IllegalArgumentException("serial type " + type + " is no INTEGER");
    }
  }

  /** Decodes a REAL. NaN in a record means NULL; telling them apart is the caller's part. */
  public static double readReal(byte[] bytes, int offset) {
    return Double.longBitsToDouble((long) LONG.get(bytes, offset));
  }

  /** Encodes a REAL. */
  public static void writeReal(double value, byte[] bytes, int offset) {
    LONG.set(bytes, offset, Double.doubleToRawLongBits(value));
  }
}
