package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;

/** The order of index trees. */
abstract class KeyOrderContract extends ContractTopic {
  private Tree.Index index(Transaction tx, KeyOrder.Column... columns) {
    return new Tree.Index(
        newIndexTree(tx, "i"), "i", new KeyOrder(List.of(columns), tx.encoding()), 0, "t");
  }

  private static KeyOrder.Column by(Collation collation) {
    return new KeyOrder.Column(collation, false);
  }

  private static KeyOrder.Column descending(Collation collation) {
    return new KeyOrder.Column(collation, true);
  }

  /** Values of every type, each greater than the one before. */
  private static List<Object> ascending() {
    return List.of(
        Records.NULL,
        Double.NEGATIVE_INFINITY,
        -1e300,
        Long.MIN_VALUE,
        -(1L << 53) - 1,
        (double) -(1L << 53),
        -1.5,
        -1,
        -0.5,
        0,
        Double.MIN_VALUE,
        1,
        1.25,
        127,
        128,
        32768,
        8388608L,
        1L << 31,
        1L << 47,
        (double) (1L << 53),
        (1L << 53) + 1,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE,
        0x1p63,
        1e300,
        Double.POSITIVE_INFINITY,
        "",
        "A",
        "AA",
        "B",
        "a",
        "aA",
        "b",
        "é",
        new byte[0],
        new byte[] {0},
        new byte[] {0, 0},
        new byte[] {1},
        new byte[] {(byte) 0x80},
        new byte[] {(byte) 0xff, 1});
  }

  private static List<String> display(Transaction tx, List<Object> values) {
    List<String> result = new ArrayList<>();
    Records records = new Records(tx.encoding());
    for (Object value : values) {
      byte[] record = records.of(value);
      result.add(Records.display(new WholeRecord(record), tx.encoding()));
    }
    return result;
  }

  @Test
  void typesAndValuesSortAsInSqlite() {
    if (options().encoding() == TextEncoding.UTF_16LE) {
      return; // BINARY compares bytes: in this encoding letters sort otherwise
    }
    List<Object> values = new ArrayList<>(ascending());
    write(tx -> {
      Tree.Index up = index(tx, by(Collations.BINARY));
      Tree.Index down = index(tx, descending(Collations.BINARY));
      long seed = Long.getLong("braid.seed", 20);
      Collections.shuffle(values, new Random(seed));
      for (Object value : values) {
        putKey(tx, up, value);
        putKey(tx, down, value);
      }
      List<String> expected = display(tx, ascending());
      assertThat(contents(tx, up)).as("seed %s", seed).isEqualTo(expected);
      assertThat(contents(tx, down)).as("seed %s", seed).isEqualTo(expected.reversed());
      try (Cursor cursor = tx.open(up, false)) {
        for (Object value : values) {
          assertThat(cursor.seek(new Records(tx.encoding()).key(value), Seek.EQUAL)).isTrue();
        }
      }
    });
  }

  @Test
  void equalKeysAreOneEntryWhateverTheirBytes() {
    write(tx -> {
      Tree.Index index = index(tx, by(Collations.NOCASE));
      putKey(tx, index, 1, 7);
      putKey(tx, index, 1.0, 7);
      putKey(tx, index, 0.0, 7);
      putKey(tx, index, -0.0, 7);
      putKey(tx, index, "abc", 7);
      putKey(tx, index, "ABC", 7);
      putKey(tx, index, "ABC", 8);
      assertThat(contents(tx, index)).containsExactly("-0.0, 7", "1.0, 7", "'ABC', 7", "'ABC', 8");
    });
  }

  @Test
  void builtInCollationsOrderTextInEveryEncoding() {
    for (TextEncoding encoding : TextEncoding.values()) {
      store = open(new StoreLocation.PrivateMemory(), options().withEncoding(encoding));
      write(tx -> {
        assertThat(tx.encoding()).isEqualTo(encoding);
        Tree.Index nocase = index(tx, by(Collations.NOCASE));
        for (String text : List.of("b", "A", "É", "a!", "B!", "é", "C", "\ud83d\ude00")) {
          putKey(tx, nocase, text);
        }
        assertThat(contents(tx, nocase))
            .containsExactly("'A'", "'a!'", "'b'", "'B!'", "'C'", "'É'", "'é'", "'\ud83d\ude00'");
        Tree.Index rtrim = index(tx, by(Collations.RTRIM), by(Collations.BINARY));
        putKey(tx, rtrim, "a  ", 2);
        putKey(tx, rtrim, "a", 3);
        putKey(tx, rtrim, "a ", 1);
        putKey(tx, rtrim, "a b ", 0);
        putKey(tx, rtrim, "a\t", 0);
        assertThat(contents(tx, rtrim))
            .containsExactly("'a ', 1", "'a  ', 2", "'a', 3", "'a\t', 0", "'a b ', 0");
      });
    }
  }

  @Test
  void columnsHaveTheirOwnDirectionsAndTheRestAscends() {
    write(tx -> {
      Tree.Index index = index(tx, descending(Collations.BINARY), by(Collations.NOCASE));
      for (int i = 0; i < 24; i++) {
        putKey(tx, index, i % 2, i % 3 == 0 ? "X" : "y", i % 4, "b" + i);
      }
      List<List<Object>> rows = new ArrayList<>();
      try (Cursor cursor = tx.open(index, false)) {
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          rows.add(Records.values(cursor, tx.encoding()));
        }
      }
      List<List<Object>> expected = new ArrayList<>(rows);
      expected.sort((a, b) -> {
        int c = Long.compare((long) b.get(0), (long) a.get(0));
        c = c != 0 ? c : ((String) a.get(1)).compareToIgnoreCase((String) b.get(1));
        c = c != 0 ? c : Long.compare((long) a.get(2), (long) b.get(2));
        return c != 0 ? c : ((String) a.get(3)).compareTo((String) b.get(3));
      });
      assertThat(rows).hasSize(24).isEqualTo(expected);
    });
  }

  @Test
  void largeKeysAreComparedToTheirLastByte() {
    write(tx -> {
      Tree.Index index = index(tx, by(Collations.BINARY));
      List<Integer> lengths = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        lengths.add(i * 501);
      }
      Collections.shuffle(lengths, new Random(1));
      for (int length : lengths) {
        byte[] key = new byte[length + 1];
        Arrays.fill(key, (byte) 9);
        key[length] = 5;
        putKey(tx, index, key, length);
      }
      Collections.sort(lengths);
      List<Integer> found = new ArrayList<>();
      try (Cursor cursor = tx.open(index, false)) {
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          found.add((int) (long) Records.values(cursor, tx.encoding()).get(1));
        }
      }
      assertThat(found).isEqualTo(lengths);
    });
  }

  @Test
  void collationsOfTheUserOrderTreesWhereTheEngineHasThem() {
    Collation byLength = new ByLength();
    try (Transaction tx = begin(TransactionMode.IMMEDIATE)) {
      Tree.Index index = index(tx, by(byLength));
      if (capabilities().userCollations()) {
        for (String text : List.of("ccc", "a", "zzzz", "bb")) {
          putKey(tx, index, text);
        }
        assertThat(contents(tx, index)).containsExactly("'a'", "'bb'", "'ccc'", "'zzzz'");
      } else {
        assertFails(() -> putKey(tx, index, "a"), UnsupportedException.class, ResultCode.ERROR);
      }
    }
  }

  private record ByLength() implements Collation {
    @Override
    public String name() {
      return "BYLENGTH";
    }

    @Override
    public int compare(
        byte[] left,
        int leftOffset,
        int leftLength,
        byte[] right,
        int rightOffset,
        int rightLength,
        TextEncoding encoding) {
      return Integer.compare(leftLength, rightLength);
    }
  }

  @Test
  void manyKeysAreInsertedFoundAndDeletedInRandomOrder() {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      numbers.add(i);
    }
    write(tx -> {
      Tree.Index index = index(tx, by(Collations.NOCASE));
      Collections.shuffle(numbers, random);
      for (int number : numbers) {
        putKey(tx, index, key(number), number);
      }
      Collections.shuffle(numbers, random);
      try (Cursor cursor = tx.open(index, true)) {
        for (int number : numbers.subList(0, 2500)) {
          var key = new Records(tx.encoding()).key(key(number), number);
          assertThat(cursor.seek(key, Seek.EQUAL)).as("seed %s: %s", seed, number).isTrue();
          cursor.delete();
        }
      }
      List<String> rest = new ArrayList<>();
      for (int number : numbers.subList(2500, 3000)) {
        rest.add("'" + key(number) + "', " + number);
      }
      Collections.sort(rest);
      assertThat(contents(tx, index)).as("seed %s", seed).isEqualTo(rest);
    });
  }

  /** Six digits, so that text order is numeric order; some of the keys are long. */
  private static String key(int number) {
    return String.format("%06d", number) + "k".repeat(number % 97 == 0 ? 3000 : number % 40);
  }
}
