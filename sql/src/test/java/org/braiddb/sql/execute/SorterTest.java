package org.braiddb.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SorterTest {
  private record Row(byte[] key, int number) {}

  /** What keys are made of, so that their first bytes tell much, little or nothing. */
  enum Keys {
    SMALL_INTEGERS,
    SHORT_TEXT,
    TEXT_THAT_BEGINS_ALIKE,
    NUMBERS_OF_ALL_SIZES,
    TWO_COLUMNS,
    ALL_TYPES
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void recordsComeInTheOrderOfTheirKeysAndThenAsTheyCame(Keys kind) {
    long seed = Long.getLong("braid.seed", 7);
    System.out.println("SorterTest seed " + seed);
    Random random = new Random(seed);
    Sorter sorter = new Sorter(Long.MAX_VALUE);
    for (int count : new int[] {0, 1, 2, 40, 49, 700, 20_000}) {
      for (long limit : new long[] {-1, 0, 10, 3000}) {
        sorter.begin(limit);
        List<Row> rows = new ArrayList<>();
        KeyEncoder key = new KeyEncoder();
        RecordWriter record = new RecordWriter();
        for (int i = 0; i < count; i++) {
          key.clear();
          encode(kind, random, key);
          rows.add(new Row(Arrays.copyOf(key.bytes(), key.length()), i));
          if (sorter.wants(key)) {
            record.clear();
            record.addInteger(i);
            sorter.add(key, record.bytes(), record.length());
          }
        }
        sorter.sort();
        rows.sort(Comparator.comparing(Row::key, Arrays::compareUnsigned));
        int wanted = limit < 0 ? count : (int) Math.min(limit, count);
        assertThat(numbers(sorter, wanted))
            .as("seed %s, %s of %s", seed, limit, count)
            .isEqualTo(rows.subList(0, wanted).stream().map(Row::number).toList());
      }
    }
    sorter.clear();
  }

  private static List<Integer> numbers(Sorter sorter, int wanted) {
    List<Integer> numbers = new ArrayList<>();
    RecordRow.InMemory row = new RecordRow.InMemory();
    while (numbers.size() < wanted && sorter.next(row)) {
      numbers.add((int) row.reader().integer(0));
    }
    return numbers;
  }

  private static void encode(Keys kind, Random random, KeyEncoder key) {
    Cell cell = new Cell();
    switch (kind) {
      case SMALL_INTEGERS -> cell.setInteger(random.nextInt(200) - 100);
      case SHORT_TEXT -> cell.setText(Integer.toString(random.nextInt(5000), 36));
      case TEXT_THAT_BEGINS_ALIKE -> cell.setText("the same words " + random.nextInt(500));
      case NUMBERS_OF_ALL_SIZES -> number(random, cell);
      case TWO_COLUMNS -> {
        cell.setInteger(random.nextInt(3));
        key.add(cell, Collations.BINARY, true, false);
        cell.setText(Integer.toString(random.nextInt(100)));
      }
      case ALL_TYPES -> {
        switch (random.nextInt(4)) {
          case 0 -> cell.setNull();
          case 1 -> cell.setBlob(new byte[random.nextInt(20)]);
          case 2 -> cell.setText("x".repeat(random.nextInt(20)));
          default -> number(random, cell);
        }
      }
    }
    key.add(cell, Collations.BINARY);
  }

  private static void number(Random random, Cell cell) {
    long value = random.nextLong() >> random.nextInt(64);
    if (random.nextBoolean()) {
      cell.setInteger(value);
    } else {
      cell.setReal(value / 8.0);
    }
  }

  @Test
  void pairsAreSortedByUnsignedKeys() {
    PairSort sort = new PairSort();
    for (int size : new int[] {3, 100}) {
      long[] keys = new long[size];
      long[] values = new long[size];
      for (int i = 0; i < size; i++) {
        keys[i] = i % 3 == 0 ? Long.MAX_VALUE : i % 3 == 1 ? -1 : 0;
        values[i] = i;
      }
      sort.sort(keys, values, size);
      for (int i = 1; i < size; i++) {
        assertThat(Long.compareUnsigned(keys[i - 1], keys[i])).isLessThanOrEqualTo(0);
        assertThat(keys[i - 1] == keys[i] && values[i - 1] > values[i]).isFalse();
      }
    }
  }
}
