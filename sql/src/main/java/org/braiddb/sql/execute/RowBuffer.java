package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * Records by numbers from 0, kept in memory as far as they fit its share: older ones go to a
 * temporary file, in chunks.
 */
final class RowBuffer {
  private static final byte[] NO_BYTES = {};
  private static final int FIRST_CHUNK = 128;

  /** A last chunk up to this size is kept for the next run. */
  private static final int KEPT_CHUNK = 1 << 16;

  private static final int FIRST_ROWS = 4;
  private static final int LARGEST_CHUNK = 1 << 20;

  private final long budgetBytes;
  private final List<byte[]> chunks = new ArrayList<>();
  private int free;
  private long[] places = new long[FIRST_ROWS]; // chunk number, then offset
  private int[] lengths = new int[FIRST_ROWS];
  private int size;
  private long inMemory;

  /** Chunks before this one are in the file, at these places. */
  private int spilled;

  private long[] filePlaces = new long[0];
  private @Nullable TemporaryFile file;

  /** The chunk that was read last as a whole, since its records are read in order. */
  private byte[] window = NO_BYTES;

  private int windowChunk = -1;
  private int lastLoaded = -1;

  /**
   * @param budgetBytes how much memory they may take; {@link Long#MAX_VALUE} keeps all in memory
   */
  RowBuffer(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** Forgets all records; the last chunk is used again. */
  void clear() {
    TemporaryFile ended = file;
    file = null;
    spilled = 0;
    window = NO_BYTES;
    windowChunk = -1;
    if (!chunks.isEmpty()) {
      keepLastChunk();
    }
    size = 0;
    if (ended != null) {
      ended.close();
    }
  }

  private void keepLastChunk() {
    byte[] last = chunks.getLast();
    if (chunks.size() > 1) {
      chunks.clear();
      inMemory = 0;
      free = 0;
      if (last.length > KEPT_CHUNK || last.length == 0) {
        return;
      }
      chunks.add(last);
      inMemory = last.length;
    }
    free = last.length;
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
    int place = (int) (places[number] >>> 32);
    if (length <= lengths[number] && place >= spilled) {
      byte[] chunk = chunks.get(place);
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
      if (inMemory + chunkSize > budgetBytes && !chunks.isEmpty()) {
        spill();
      }
      chunks.add(new byte[chunkSize]);
      inMemory += chunkSize;
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
    int chunk = (int) (places[number] >>> 32);
    int length = lengths[number];
    TemporaryFile present = file;
    if (chunk < spilled && present != null) {
      if (chunk != windowChunk && number == lastLoaded + 1) {
        // Read in order: a whole chunk at once, into an array that no row of another reader is in.
        window = new byte[chunkSize(chunk)];
        present.read(filePlaces[chunk], window, 0, window.length);
        windowChunk = chunk;
      }
      lastLoaded = number;
      if (chunk == windowChunk) {
        row.set(window, (int) places[number], length);
        return;
      }
      byte[] room = row.room(length);
      present.read(filePlaces[chunk] + (int) places[number], room, 0, length);
      row.set(room, 0, length);
    } else {
      row.set(chunks.get(chunk), (int) places[number], length);
    }
  }

  /** The same where the next one asked for is not the next in order. */
  void loadAlone(int number, RecordRow.InMemory row) {
    int chunk = (int) (places[number] >>> 32);
    TemporaryFile present = file;
    if (chunk < spilled && present != null) {
      int length = lengths[number];
      byte[] room = row.room(length);
      present.read(filePlaces[chunk] + (int) places[number], room, 0, length);
      row.set(room, 0, length);
    } else {
      load(number, row);
    }
  }

  private int chunkSize(int chunk) {
    TemporaryFile present = file;
    boolean last = chunk + 1 == spilled;
    long end = last && present != null ? present.size() : filePlaces[chunk + 1];
    return (int) (end - filePlaces[chunk]);
  }

  /** Writes the older half of the chunks in memory into the file. */
  private void spill() {
    TemporaryFile present = file;
    if (present == null) {
      present = new TemporaryFile();
      file = present;
    }
    int until = spilled + (chunks.size() - spilled + 1) / 2;
    filePlaces = Arrays.copyOf(filePlaces, until);
    for (; spilled < until; spilled++) {
      byte[] chunk = chunks.get(spilled);
      filePlaces[spilled] = present.append(chunk, 0, chunk.length);
      chunks.set(spilled, NO_BYTES);
      inMemory -= chunk.length;
    }
    free = chunks.getLast().length == 0 ? 0 : free;
  }

  /** Whether a record is in the file, so that it has to be read into an array of its reader. */
  boolean isInFile(int number) {
    return (int) (places[number] >>> 32) < spilled;
  }
}
