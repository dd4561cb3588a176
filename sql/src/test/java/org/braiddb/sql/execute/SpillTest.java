package org.braiddb.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What outgrows its memory goes through files and comes back as it was. */
class SpillTest {
  private static final long ALL_IN_MEMORY = Long.MAX_VALUE;

  private record Row(long key, int number, int size) {}

  @ParameterizedTest
  @CsvSource({"0, 4096", "1, 4096", "100, 4096", "5000, 4096", "5000, 100000", "5000, 0"})
  void sortedRowsComeInOrderAndEqualOnesAsTheyCame(int count, long budget) {
    Random random = new Random(count + budget);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = random.nextInt(50) == 0 ? random.nextInt(100_000) : random.nextInt(100);
      rows.add(new Row(random.nextInt(300), i, size));
    }
    Sorter sorter = new Sorter(budget == 0 ? ALL_IN_MEMORY : budget);
    for (int again = 0; again < 2; again++) {
      sorter.begin(-1);
      rows.forEach(row -> add(sorter, row));
      sorter.sort();
      List<Row> sorted = new ArrayList<>(rows);
      sorted.sort(java.util.Comparator.comparingLong(Row::key));
      RecordRow.InMemory record = new RecordRow.InMemory();
      for (Row row : sorted) {
        assertThat(sorter.next(record)).isTrue();
        assertThat(record.reader().integer(0)).isEqualTo(row.number());
        assertThat(record.reader().length(1)).isEqualTo(row.size());
      }
      assertThat(sorter.next(record)).isFalse();
    }
    sorter.clear();
  }

  private static void add(Sorter sorter, Row row) {
    KeyEncoder key = new KeyEncoder();
    Cell cell = new Cell();
    cell.setInteger(row.key());
    key.add(cell, Collations.BINARY);
    RecordWriter record = new RecordWriter();
    record.addInteger(row.number());
    record.addBlob(new byte[row.size()], 0, row.size());
    sorter.add(key, record.bytes(), record.length());
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, 1 << 16, 1 << 22, ALL_IN_MEMORY})
  void bufferedRowsAreReadInAnyOrder(long budget) {
    Random random = new Random(budget);
    RowBuffer buffer = new RowBuffer(budget);
    for (int again = 0; again < 2; again++) {
      List<byte[]> rows = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        byte[] row = new byte[random.nextInt(60) == 0 ? random.nextInt(50_000) : 1 + i % 200];
        random.nextBytes(row);
        rows.add(row);
        assertThat(buffer.add(row, 0, row.length)).isEqualTo(i);
        if (i % 7 == 0) {
          int other = random.nextInt(i + 1);
          byte[] instead = new byte[random.nextInt(300)];
          random.nextBytes(instead);
          buffer.replace(other, instead, 0, instead.length);
          rows.set(other, instead);
        }
      }
      RowSpy spy = new RowSpy();
      for (int i = 0; i < 5000; i++) {
        int number = i < 3000 ? i : random.nextInt(3000);
        buffer.load(number, spy.row);
        assertThat(spy.bytes()).as("row " + number).isEqualTo(rows.get(number));
      }
      buffer.clear();
    }
  }

  /** Sees the bytes that a row was pointed at. */
  private static final class RowSpy {
    private final RecordRow.InMemory row = new RecordRow.InMemory();

    byte[] bytes() {
      return Arrays.copyOfRange(row.bytes(), row.offset(), row.offset() + row.length());
    }
  }
}
