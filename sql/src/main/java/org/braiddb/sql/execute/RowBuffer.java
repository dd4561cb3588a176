package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.record.RecordWriter;

/** Records kept in memory, by numbers from 0. */
final class RowBuffer {
  private static final int FIRST_CHUNK = 4096;
  private static final int LARGEST_CHUNK = 1 << 20;

  private final List<byte[]> chunks = new ArrayList<>();
  private int free;
  private long[] places = new long[16]; // chunk number, then offset
  private int[] lengths = new int[16];
  private int size;

  /** Forgets all records; the last chunk is used again. */
  void clear() {
    if (chunks.size() > 1) {
      chunks.clear();
      free = 0;
    } else if (!chunks.isEmpty()) {
      free = chunks.getFirst().length;
    }
    size = 0;
  }

  int size() {
    return size;
  }

  /** Appends what the writer holds; returns its number. */
  int add(RecordWriter record) {
    return add(record.bytes(), 0, record.length());
  }

  int add(byte[] bytes, int offset, int length) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      lengths = Arrays.copyOf(lengths, size * 2);
    }
    store(size, bytes, offset, length);
    return size++;
  }

  /** Puts another record in place of one; the old bytes stay until all are forgotten. */
  void replace(int number, byte[] bytes, int offset, int length) {
    if (length <= lengths[number]) {
      byte[] chunk = chunks.get((int) (places[number] >>> 32));
      System.arraycopy(bytes, offset, chunk, (int) places[number], length);
      lengths[number] = length;
    } else {
      store(number, bytes, offset, length);
    }
  }

  private void store(int number, byte[] bytes, int offset, int length) {
    if (length > free || chunks.isEmpty()) {
      int previous = chunks.isEmpty() ? FIRST_CHUNK / 2 : chunks.getLast().length;
      int chunkSize = Math.max(length, Math.min(LARGEST_CHUNK, previous * 2));
      chunks.add(new byte[chunkSize]);
      free = chunkSize;
    }
    byte[] chunk = chunks.getLast();
    int start = chunk.length - free;
    System.arraycopy(bytes, offset, chunk, start, length);
    free -= length;
    places[number] = (long) (chunks.size() - 1) << 32 | start;
    lengths[number] = length;
  }

  /** Makes a row be the record of that number. */
  void load(int number, RecordRow.InMemory row) {
    row.set(chunks.get((int) (places[number] >>> 32)), (int) places[number], lengths[number]);
  }

  byte[] bytes(int number) {
    return chunks.get((int) (places[number] >>> 32));
  }

  int offset(int number) {
    return (int) places[number];
  }

  int length(int number) {
    return lengths[number];
  }
}
