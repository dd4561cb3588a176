package org.braiddb.sql.execute;

import java.util.Arrays;

/**
 * A sorted part of a sort that is in a file: the way through it. Each entry is the length of its
 * key, that of its record, both as four bytes, the key and the record.
 */
final class SortedRun {
  static final int HEADER_SIZE = 8;

  private final TemporaryFile file;
  private final long end;
  private long position;
  private byte[] buffer;

  /** Where the present entry begins in the buffer, and where what was read of the file ends. */
  private int at;

  private int filled;
  private int keyLength;
  private int recordLength;

  /**
   * @param from where it begins in the file
   * @param end where it ends
   */
  SortedRun(TemporaryFile file, long from, long end, int bufferSize) {
    this.file = file;
    this.position = from;
    this.end = end;
    buffer = new byte[bufferSize];
  }

  /** Moves to the next entry; false at the end. */
  boolean next() {
    at += keyLength == 0 && recordLength == 0 ? 0 : HEADER_SIZE + keyLength + recordLength;
    keyLength = 0;
    recordLength = 0;
    if (at == filled && position == end) {
      return false;
    }
    require(HEADER_SIZE);
    int key = length(at);
    int record = length(at + 4);
    require(HEADER_SIZE + key + record);
    keyLength = key;
    recordLength = record;
    return true;
  }

  private int length(int offset) {
    return (buffer[offset] & 0xff) << 24
        | (buffer[offset + 1] & 0xff) << 16
        | (buffer[offset + 2] & 0xff) << 8
        | buffer[offset + 3] & 0xff;
  }

  /** Makes so many bytes of the present entry available. */
  private void require(int size) {
    if (filled - at >= size) {
      return;
    }
    System.arraycopy(buffer, at, buffer, 0, filled - at);
    filled -= at;
    at = 0;
    if (buffer.length < size) {
      buffer = Arrays.copyOf(buffer, size);
    }
    int more = (int) Math.min(buffer.length - filled, end - position);
    file.read(position, buffer, filled, more);
    position += more;
    filled += more;
  }

  /** Negative, zero or positive as its entry sorts before, with or after another's. */
  int compareTo(SortedRun other) {
    int own = at + HEADER_SIZE;
    int others = other.at + HEADER_SIZE;
    return Arrays.compareUnsigned(
        buffer, own, own + keyLength, other.buffer, others, others + other.keyLength);
  }

  /** Makes a row be the present record; good until {@link #next}. */
  void load(RecordRow.InMemory row) {
    row.set(buffer, at + HEADER_SIZE + keyLength, recordLength);
  }
}
