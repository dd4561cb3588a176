package org.braiddb.sql.execute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of a sort in memory, each a key and a record beside each other, in the form that {@link
 * SortedRun} reads. An entry is named by its place: the number of its chunk, then the offset.
 */
final class EntryBuffer {
  private static final int FIRST_CHUNK = 512;

  /** A last chunk up to this size is kept for the next run. */
  private static final int KEPT_CHUNK = 1 << 16;

  private static final int LARGEST_CHUNK = 1 << 20;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] last = {};
  private int used;
  private long inMemory;

  /** How many bytes it holds in memory. */
  long inMemory() {
    return inMemory;
  }

  /** Forgets all entries; the last chunk is used again. */
  void clear() {
    if (chunks.size() > 1) {
      chunks.clear();
      inMemory = 0;
      if (last.length > KEPT_CHUNK) {
        last = new byte[0];
      } else {
        chunks.add(last);
        inMemory = last.length;
      }
    }
    used = 0;
  }

  /** Appends an entry; returns its place. */
  long add(KeyEncoder key, byte[] record, int recordLength) {
    int at = begin(SortedRun.HEADER_SIZE + key.length() + recordLength);
    INT.set(last, at, key.length());
    INT.set(last, at + Integer.BYTES, recordLength);
    int keyAt = at + SortedRun.HEADER_SIZE;
    System.arraycopy(key.bytes(), 0, last, keyAt, key.length());
    System.arraycopy(record, 0, last, keyAt + key.length(), recordLength);
    return place(at);
  }

  /** Appends a copy of another buffer's entry; returns its place. */
  long add(EntryBuffer other, long place) {
    int length = other.length(place);
    int at = begin(length);
    System.arraycopy(other.bytes(place), offset(place), last, at, length);
    return place(at);
  }

  private int begin(int length) {
    if (length > last.length - used) {
      int size = Math.clamp(2L * last.length, FIRST_CHUNK, LARGEST_CHUNK);
      last = new byte[Math.max(length, size)];
      chunks.add(last);
      inMemory += last.length;
      used = 0;
    }
    int at = used;
    used += length;
    return at;
  }

  private long place(int offset) {
    return (long) (chunks.size() - 1) << 32 | offset;
  }

  /** The array that an entry is in. */
  byte[] bytes(long place) {
    return chunks.get((int) (place >>> 32));
  }

  /** Where it begins there. */
  static int offset(long place) {
    return (int) place;
  }

  /** The length of an entry in bytes, header included. */
  int length(long place) {
    byte[] bytes = bytes(place);
    int at = offset(place);
    return SortedRun.HEADER_SIZE + (int) INT.get(bytes, at) + (int) INT.get(bytes, at + 4);
  }

  /** Where an entry's key begins in its array. */
  static int key(long place) {
    return offset(place) + SortedRun.HEADER_SIZE;
  }

  /** Where an entry's key ends in its array. */
  int keyEnd(long place) {
    return key(place) + (int) INT.get(bytes(place), offset(place));
  }

  /** Makes a row be an entry's record. */
  void load(long place, RecordRow.InMemory row) {
    byte[] bytes = bytes(place);
    int at = offset(place);
    int record = at + SortedRun.HEADER_SIZE + (int) INT.get(bytes, at);
    row.set(bytes, record, (int) INT.get(bytes, at + Integer.BYTES));
  }
}
