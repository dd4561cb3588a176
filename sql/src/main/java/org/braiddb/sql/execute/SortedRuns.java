package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sorted parts of a sort that outgrew its memory, in one file, and their merging. Of entries
 * with equal keys those of the earlier part come first, which came first.
 */
final class SortedRuns implements AutoCloseable {
  private static final int WRITE_BUFFER = 1 << 16;

  private final TemporaryFile file = new TemporaryFile();
  private final List<Long> ends = new ArrayList<>();
  private final byte[] buffer = new byte[WRITE_BUFFER];
  private int buffered;

  /** A heap of runs by their present entries; the run given last is moved on when next asked. */
  private SortedRun[] heap = {};

  private int[] numbers = {};
  private int size;
  private @Nullable SortedRun given;

  // ---- writing

  /** Appends an entry, in the form of {@link SortedRun}, to the part being written. */
  void add(byte[] source, int offset, int length) {
    if (length > WRITE_BUFFER / 2) {
      flush();
      file.append(source, offset, length);
      return;
    }
    if (buffered + length > WRITE_BUFFER) {
      flush();
    }
    System.arraycopy(source, offset, buffer, buffered, length);
    buffered += length;
  }

  private void flush() {
    file.append(buffer, 0, buffered);
    buffered = 0;
  }

  /** Ends the part being written. */
  void endRun() {
    flush();
    ends.add(file.size());
  }

  // ---- merging

  /** Begins to merge. */
  void merge() {
    int runs = ends.size();
    int bufferSize = (int) Math.clamp(TemporaryFile.BUDGET_BYTES / 2 / runs, 1L << 12, 1L << 18);
    heap = new SortedRun[runs];
    numbers = new int[runs];
    size = 0;
    long from = 0;
    for (int i = 0; i < runs; i++) {
      long end = ends.get(i);
      SortedRun run = new SortedRun(file, from, end, (int) Math.min(bufferSize, end - from));
      from = end;
      if (run.next()) {
        push(run, i);
      }
    }
  }

  private void push(SortedRun run, int number) {
    int child = size++;
    heap[child] = run;
    numbers[child] = number;
    while (child > 0 && before(child, (child - 1) / 2)) {
      swap(child, (child - 1) / 2);
      child = (child - 1) / 2;
    }
  }

  private boolean before(int left, int right) {
    int order = heap[left].compareTo(heap[right]);
    return order != 0 ? order < 0 : numbers[left] < numbers[right];
  }

  private void swap(int left, int right) {
    SortedRun run = heap[left];
    heap[left] = heap[right];
    heap[right] = run;
    int number = numbers[left];
    numbers[left] = numbers[right];
    numbers[right] = number;
  }

  private void sink() {
    int parent = 0;
    while (true) {
      int least = parent;
      for (int child = 2 * parent + 1; child <= 2 * parent + 2; child++) {
        if (child < size && before(child, least)) {
          least = child;
        }
      }
      if (least == parent) {
        return;
      }
      swap(parent, least);
      parent = least;
    }
  }

  /** Moves a row to the next record; false at the end. */
  boolean next(RecordRow.InMemory row) {
    SortedRun last = given;
    if (last != null) {
      given = null;
      if (!last.next()) {
        size--;
        heap[0] = heap[size];
        numbers[0] = numbers[size];
      }
      sink();
    }
    if (size == 0) {
      return false;
    }
    given = heap[0];
    given.load(row);
    return true;
  }

  @Override
  public void close() {
    file.close();
  }
}
