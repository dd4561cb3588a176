package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SearchKey;
import org.junit.jupiter.api.Test;

/** Scans, seeks and the bytes of records. */
abstract class CursorMoveContract extends ContractTopic {
  @Test
  void emptyTreeHasNoEntries() {
    commitTable("t", 0);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      assertThat(cursor.onEntry()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.previous()).isFalse();
      assertThat(cursor.first()).isFalse();
      assertThat(cursor.last()).isFalse();
      for (Seek seek : Seek.values()) {
        assertThat(cursor.seek(1, seek)).isFalse();
        assertThat(cursor.onEntry()).isFalse();
      }
      assertThat(tx.count(table(tx, "t"))).isZero();
    }
  }

  @Test
  void scansMeetEveryEntryOnceInEitherDirection() {
    commitTable("t", 3000);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      List<Long> up = new ArrayList<>();
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        up.add(cursor.rowid());
      }
      assertThat(up).containsExactlyElementsOf(LongStream.rangeClosed(1, 3000).boxed().toList());
      List<Long> down = new ArrayList<>();
      for (boolean on = cursor.last(); on; on = cursor.previous()) {
        down.add(cursor.rowid());
      }
      assertThat(down.reversed()).isEqualTo(up);
    }
  }

  @Test
  void skippingIsMovingOnAsOften() {
    commitTable("t", 3000);
    Tree.Index index = commitIndex();
    try (Transaction tx = begin(TransactionMode.READ_ONLY)) {
      for (Tree tree : List.of(table(tx, "t"), index)) {
        try (Cursor moved = tx.open(tree, false);
            Cursor cursor = tx.open(tree, false)) {
          for (int step : new int[] {0, 1, 2, 17, 250, 1000}) {
            boolean more = moved.first() & cursor.first();
            while (more) {
              more = true;
              for (int i = 0; i < step && more; i++) {
                more = moved.next();
              }
              assertThat(cursor.skip(step)).isEqualTo(more);
              assertThat(cursor.onEntry()).isEqualTo(more);
              if (more) {
                assertThat(payload(cursor)).isEqualTo(payload(moved));
              }
              more &= moved.next();
              assertThat(cursor.skip(1)).isEqualTo(more);
            }
          }
          assertThat(cursor.skip(5)).isFalse();
        }
      }
    }
  }

  private static byte[] payload(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  @Test
  void rowsThatAreExpectedAreFoundAsOthers() {
    commitTable("t", 3000);
    long[] rowids = {2999, 1, 1500, 4000, -7, 1501, Long.MAX_VALUE, Long.MIN_VALUE, 0, 3};
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false);
        Cursor plain = tx.open(table(tx, "t"), false)) {
      for (int count = 0; count <= rowids.length; count++) {
        cursor.expect(rowids, count);
        for (long rowid : rowids) {
          assertThat(cursor.seek(rowid, Seek.EQUAL)).isEqualTo(plain.seek(rowid, Seek.EQUAL));
          if (plain.onEntry()) {
            assertThat(record(cursor)).isEqualTo(record(plain));
            assertThat(cursor.next()).isEqualTo(plain.next());
          }
        }
      }
    }
  }

  @Test
  void blocksShowWhatMovesMeet() {
    commitTable("t", 3000);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor moved = tx.open(table(tx, "t"), false);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      RowBlock block = new RowBlock();
      boolean on = cursor.seek(7, Seek.EQUAL);
      boolean expected = moved.seek(7, Seek.EQUAL);
      while (on) {
        int count = cursor.show(block, Long.MAX_VALUE);
        assertThat(count).isEqualTo(block.count()).isBetween(0, RowBlock.CAPACITY);
        for (int i = 0; i < Math.max(1, count); i++) {
          assertThat(expected).isTrue();
          if (count > 0) {
            assertThat(block.rowids()[i]).isEqualTo(moved.rowid());
            assertThat(shownRecord(block, i)).isEqualTo(record(moved));
          }
          if (i + 1 >= count) {
            assertThat(cursor.rowid()).isEqualTo(moved.rowid());
          }
          expected = moved.next();
        }
        on = cursor.next();
      }
      assertThat(expected).isFalse();
    }
  }

  @Test
  void blocksEndAtTheLastRowidWanted() {
    commitTable("t", 3000);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      RowBlock block = new RowBlock();
      for (long last : new long[] {10, 11, 13, 700}) {
        assertThat(cursor.seek(10, Seek.EQUAL)).isTrue();
        int count = cursor.show(block, last);
        assertThat(cursor.rowid()).isEqualTo(10 + Math.max(0, count - 1)).isLessThanOrEqualTo(last);
      }
    }
  }

  @Test
  void blocksShowWhatTheTransactionItselfWrote() {
    commitTable("t", 300);
    try (Transaction tx = begin(TransactionMode.IMMEDIATE);
        Cursor writer = tx.open(table(tx, "t"), true);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      RowBlock block = new RowBlock();
      assertThat(cursor.seek(1, Seek.EQUAL)).isTrue();
      cursor.show(block, 3);
      assertThat(writer.seek(5, Seek.EQUAL)).isTrue();
      writer.delete();
      byte[] fresh = {2, 9};
      writer.insert(6, fresh, 0, fresh.length);
      assertThat(cursor.seek(4, Seek.EQUAL)).isTrue();
      int count = cursor.show(block, 6);
      if (count > 0) {
        assertThat(Arrays.copyOf(block.rowids(), count))
            .isEqualTo(Arrays.copyOf(new long[] {4, 6}, count));
      }
      if (count == 2) {
        assertThat(shownRecord(block, 1)).isEqualTo(fresh);
      }
    }
  }

  @Test
  void blocksOfAnIndexShowWhatMovesMeetUpToTheirEnd() {
    commitTable("t", 0);
    Tree.Index index = commitIndex();
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor moved = tx.open(index, false);
        Cursor cursor = tx.open(index, false)) {
      Records records = new Records(tx.encoding());
      for (int most : new int[] {1, 2, 7, 100, RowBlock.CAPACITY}) {
        for (boolean inclusive : new boolean[] {true, false}) {
          assertShows(cursor, moved, records.key(), inclusive, most, "'y', 9, 1", tx);
          assertShows(cursor, moved, records.key("zz"), inclusive, most, "'y', 9, 1", tx);
          assertShows(cursor, moved, records.key("n"), inclusive, most, "'m', 9, 1", tx);
          assertShows(cursor, moved, records.key("m", 4.5), inclusive, most, "'m', 4, 1", tx);
        }
        assertShows(cursor, moved, records.key("m"), true, most, "'m', 9, 1", tx);
        assertShows(cursor, moved, records.key("m"), false, most, "'k', 9, 1", tx);
        assertShows(cursor, moved, records.key("m", 4), true, most, "'m', 4, 1", tx);
        assertShows(cursor, moved, records.key("m", 4), false, most, "'m', 3, 1", tx);
        assertShows(cursor, moved, records.key("a", 0, 0), true, most, "'a', 0, 0", tx);
      }
    }
  }

  /**
   * @param last the last entry of the tree that is not beyond the end
   */
  private static void assertShows(
      Cursor cursor,
      Cursor moved,
      SearchKey end,
      boolean inclusive,
      int most,
      String last,
      Transaction tx) {
    RowBlock block = new RowBlock();
    boolean on = cursor.first();
    assertThat(moved.first()).isTrue();
    while (on) {
      int count = cursor.show(block, end, inclusive, most);
      assertThat(count).isBetween(0, most);
      if (count > 0) {
        assertThat(block.count()).isEqualTo(count);
      }
      for (int i = 0; i < Math.max(1, count); i++) {
        if (i > 0) {
          assertThat(Records.display(moved, tx.encoding())).isNotEqualTo(last);
          assertThat(moved.next()).isTrue();
        }
        if (count > 0) {
          assertThat(shownRecord(block, i)).isEqualTo(payload(moved));
        }
      }
      assertThat(payload(cursor)).isEqualTo(payload(moved));
      on = !Records.display(cursor, tx.encoding()).equals(last);
      if (on) {
        assertThat(cursor.next()).isTrue();
        assertThat(moved.next()).isTrue();
      }
    }
  }

  private static byte[] shownRecord(RowBlock block, int index) {
    int from = block.offsets()[index];
    return Arrays.copyOfRange(block.bytes(), from, from + block.sizes()[index]);
  }

  private static byte[] record(Cursor cursor) {
    cursor.fetch(cursor.payloadSize());
    return Arrays.copyOfRange(
        cursor.bytes(), cursor.offset(), cursor.offset() + cursor.payloadSize());
  }

  @Test
  void directionMayTurnAnywhere() {
    commitTable("t", 2000);
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      long at = 1000;
      assertThat(cursor.seek(at, Seek.EQUAL)).isTrue();
      for (int i = 0; i < 5000; i++) {
        boolean up = random.nextBoolean();
        at += up ? 1 : -1;
        assertThat(up ? cursor.next() : cursor.previous()).as("seed %s", seed).isTrue();
        assertThat(cursor.rowid()).as("seed %s", seed).isEqualTo(at);
      }
    }
  }

  @Test
  void beyondEitherEndIsNowhere() {
    commitTable("t", 3);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      assertThat(cursor.last()).isTrue();
      assertThat(cursor.next()).isFalse();
      assertNowhere(cursor);
      assertThat(cursor.first()).isTrue();
      assertThat(cursor.previous()).isFalse();
      assertNowhere(cursor);
      assertThat(cursor.seek(2, Seek.EQUAL)).isTrue();
      assertThat(cursor.seek(9, Seek.EQUAL)).isFalse();
      assertNowhere(cursor);
    }
  }

  private static void assertNowhere(Cursor cursor) {
    assertThat(cursor.onEntry()).isFalse();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.previous()).isFalse();
    assertThat(cursor.onEntry()).isFalse();
    assertMisuse(cursor::payloadSize);
  }

  @Test
  void rowidSeeksFindTheNeighbourTheyName() {
    long[] rowids = {Long.MIN_VALUE, -5, 0, 10, 20, 1L << 40, Long.MAX_VALUE};
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      for (long rowid : rowids) {
        put(tx, table, rowid, rowid);
      }
    });
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      long[] probes = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -6,
        -5,
        -4,
        -1,
        0,
        1,
        9,
        10,
        11,
        19,
        20,
        21,
        1L << 40,
        (1L << 40) + 1,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
      };
      for (long probe : probes) {
        assertSeek(cursor, probe, Seek.EQUAL, Arrays.stream(rowids).filter(r -> r == probe));
        assertSeek(cursor, probe, Seek.AT_LEAST, Arrays.stream(rowids).filter(r -> r >= probe));
        assertSeek(cursor, probe, Seek.AFTER, Arrays.stream(rowids).filter(r -> r > probe));
        assertSeek(cursor, probe, Seek.AT_MOST, descending(rowids).filter(r -> r <= probe));
        assertSeek(cursor, probe, Seek.BEFORE, descending(rowids).filter(r -> r < probe));
      }
    }
  }

  private static LongStream descending(long[] sorted) {
    return LongStream.range(0, sorted.length).map(i -> sorted[(int) (sorted.length - 1 - i)]);
  }

  private static void assertSeek(Cursor cursor, long probe, Seek seek, LongStream expected) {
    long[] answers = expected.limit(1).toArray();
    assertThat(cursor.seek(probe, seek)).as("%s %s", seek, probe).isEqualTo(answers.length == 1);
    assertThat(cursor.onEntry()).isEqualTo(answers.length == 1);
    if (answers.length == 1) {
      assertThat(cursor.rowid()).as("%s %s", seek, probe).isEqualTo(answers[0]);
    }
  }

  @Test
  void seeksInALargeTableFindEveryRow() {
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      try (Cursor cursor = tx.open(table, true)) {
        for (long i = 0; i < 4000; i++) {
          byte[] record = new Records(tx.encoding()).of(i, "x".repeat((int) (i % 50)));
          cursor.insert(i * 10, record, 0, record.length);
        }
      }
    });
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      for (long i = 0; i < 4000; i++) {
        assertThat(cursor.seek(i * 10, Seek.EQUAL)).isTrue();
        assertThat(cursor.seek(i * 10 + 1, Seek.EQUAL)).isFalse();
        assertThat(cursor.seek(i * 10 + 1, Seek.AT_MOST)).isTrue();
        assertThat(cursor.rowid()).isEqualTo(i * 10);
        assertThat(cursor.seek(i * 10 - 1, Seek.AT_LEAST)).isTrue();
        assertThat(cursor.rowid()).isEqualTo(i * 10);
      }
    }
  }

  @Test
  void keySeeksTakePrefixesAndMayForgetTheKey() {
    Tree.Index index = commitIndex();
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(index, false)) {
      Records records = new Records(tx.encoding());
      assertFinds(tx, cursor, records.key("m"), Seek.EQUAL, "'m', 0, 0");
      assertFinds(tx, cursor, records.key("m"), Seek.AT_LEAST, "'m', 0, 0");
      assertFinds(tx, cursor, records.key("m"), Seek.AFTER, "'o', 0, 0");
      assertFinds(tx, cursor, records.key("m"), Seek.AT_MOST, "'m', 9, 1");
      assertFinds(tx, cursor, records.key("m"), Seek.BEFORE, "'k', 9, 1");
      assertFinds(tx, cursor, records.key("m", 4), Seek.EQUAL, "'m', 4, 0");
      assertFinds(tx, cursor, records.key("m", 4), Seek.AFTER, "'m', 5, 0");
      assertFinds(tx, cursor, records.key("m", 4), Seek.AT_MOST, "'m', 4, 1");
      assertFinds(tx, cursor, records.key("m", 4), Seek.BEFORE, "'m', 3, 1");
      assertFinds(tx, cursor, records.key("m", 4, 1), Seek.EQUAL, "'m', 4, 1");
      assertFinds(tx, cursor, records.key("m", 4.5), Seek.AT_LEAST, "'m', 5, 0");
      assertFinds(tx, cursor, records.key("n"), Seek.AT_LEAST, "'o', 0, 0");
      assertFinds(tx, cursor, records.key("n"), Seek.AT_MOST, "'m', 9, 1");
      assertThat(cursor.seek(records.key("n"), Seek.EQUAL)).isFalse();
      assertNowhere(cursor);
      assertThat(cursor.seek(records.key("a"), Seek.BEFORE)).isFalse();
      assertThat(cursor.seek(records.key("y"), Seek.AFTER)).isFalse();
      assertThat(cursor.seek(records.key("z"), Seek.AT_LEAST)).isFalse();
      assertFinds(tx, cursor, records.key(), Seek.EQUAL, "'a', 0, 0");
      assertFinds(tx, cursor, records.key(), Seek.AT_MOST, "'y', 9, 1");

      SearchKey key = records.key("m", 4);
      assertThat(cursor.seek(key, Seek.EQUAL)).isTrue();
      key.clear();
      key.addText(new byte[] {0x7f, 0x7f}, 0, 2);
      assertThat(cursor.next()).isTrue();
      assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'m', 4, 1");
    }
  }

  @Test
  void keysAreFoundFromWhereverTheCursorIs() {
    KeyOrder order =
        new KeyOrder(
            List.of(
                new KeyOrder.Column(Collations.BINARY, false),
                new KeyOrder.Column(Collations.BINARY, true)),
            options().encoding());
    write(tx -> {
      var index = new Tree.Index(newIndexTree(tx, "n"), "n", order, 0, "t");
      for (int i = 0; i < 6000; i++) {
        if (i % 97 < 80) {
          putKey(tx, index, i / 3 * 2, i % 3);
        }
      }
    });
    Random random = new Random(7);
    for (TransactionMode mode : List.of(TransactionMode.READ_ONLY, TransactionMode.IMMEDIATE)) {
      try (Transaction tx = begin(mode)) {
        Tree.Index index = new Tree.Index(treeId(tx, "n"), "n", order, 0, "t");
        Records records = new Records(tx.encoding());
        try (Cursor cursor = tx.open(index, mode != TransactionMode.READ_ONLY)) {
          int at = 0;
          for (int i = 0; i < 5000; i++) {
            at = random.nextInt(50) == 0 ? random.nextInt(4000) : at + random.nextInt(7) - 2;
            SearchKey key =
                random.nextBoolean() ? records.key(at) : records.key(at, random.nextInt(3));
            Seek seek = random.nextInt(4) == 0 ? pick(random) : Seek.AT_LEAST;
            try (Cursor fresh = tx.open(index, false)) {
              boolean found = fresh.seek(key, seek);
              assertThat(cursor.seek(key, seek)).isEqualTo(found);
              for (int moves = random.nextInt(4); found && moves >= 0; moves--) {
                assertThat(payload(cursor)).isEqualTo(payload(fresh));
                found = moves > 0 && fresh.next();
                assertThat(moves > 0 && cursor.next()).isEqualTo(found);
              }
            }
          }
        }
      }
    }
  }

  private static Seek pick(Random random) {
    return Seek.values()[random.nextInt(Seek.values().length)];
  }

  /** Every second letter from a to y, each with 0 to 9, each with 0 and 1. */
  private Tree.Index commitIndex() {
    KeyOrder order =
        new KeyOrder(
            List.of(
                new KeyOrder.Column(Collations.BINARY, false),
                new KeyOrder.Column(Collations.BINARY, false)),
            options().encoding());
    write(tx -> {
      var index = new Tree.Index(newIndexTree(tx, "i"), "i", order, 0, "t");
      for (int i = 0; i < 13; i++) {
        for (int j = 0; j < 20; j++) {
          putKey(tx, index, String.valueOf((char) ('a' + 2 * i)), j / 2, j % 2);
        }
      }
    });
    return new Tree.Index(read(tx -> treeId(tx, "i")), "i", order, 0, "t");
  }

  private static void assertFinds(
      Transaction tx, Cursor cursor, SearchKey key, Seek seek, String expected) {
    assertThat(cursor.seek(key, seek)).isTrue();
    assertThat(Records.display(cursor, tx.encoding())).isEqualTo(expected);
  }

  @Test
  void recordsOfEverySizeComeBackWhole() {
    int[] sizes = {
      0, 1, 30, 60, 100, 400, 480, 500, 900, 1900, 2000, 4000, 4060, 4096, 5000, 9000, 40_000,
      200_000
    };
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      for (int size : sizes) {
        put(tx, table, size, filled(size), size);
      }
    });
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      RecordReader reader = new RecordReader();
      for (int size : sizes) {
        assertThat(cursor.seek(size, Seek.EQUAL)).isTrue();
        assertThat(cursor.available()).isBetween(1, cursor.payloadSize());
        Part first = Part.of(cursor);
        int half = cursor.payloadSize() / 2;
        cursor.fetch(half);
        assertThat(cursor.available()).isGreaterThanOrEqualTo(half);
        Part second = Part.of(cursor);
        cursor.fetch(cursor.payloadSize());
        assertThat(cursor.available()).isEqualTo(cursor.payloadSize());
        first.assertUnchanged();
        second.assertUnchanged();
        reader.read(cursor);
        int offset = reader.offset(0);
        assertThat(Arrays.copyOfRange(reader.bytes(), offset, offset + reader.length(0)))
            .isEqualTo(filled(size));
        assertThat(reader.integer(1)).isEqualTo(size);
      }
    }
  }

  /** Bytes of a record that a cursor has given, which must not change when more is fetched. */
  private record Part(byte[] bytes, int offset, byte[] content) {
    static Part of(Cursor cursor) {
      byte[] bytes = cursor.bytes();
      int offset = cursor.offset();
      return new Part(
          bytes, offset, Arrays.copyOfRange(bytes, offset, offset + cursor.available()));
    }

    void assertUnchanged() {
      assertThat(Arrays.copyOfRange(bytes, offset, offset + content.length)).isEqualTo(content);
    }
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void bytesStayWhileTheCursorAndItsTreeStay() {
    commitTable("t", 100);
    commitTable("u", 100);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), false);
          Cursor other = tx.open(table(tx, "t"), false)) {
        assertThat(cursor.seek(50, Seek.EQUAL)).isTrue();
        cursor.fetch(cursor.payloadSize());
        byte[] bytes = cursor.bytes();
        int offset = cursor.offset();
        byte[] before = Arrays.copyOfRange(bytes, offset, offset + cursor.payloadSize());
        assertThat(other.last()).isTrue();
        put(tx, table(tx, "u"), 101, "another tree");
        assertThat(Arrays.copyOfRange(bytes, offset, offset + before.length)).isEqualTo(before);
      }
    });
  }

  @Test
  void batchReadsVisitTheRowsFoundInTheGivenOrder() {
    commitTable("t", 1000);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      long[] rowids = {3, 17, 5000, 18, 900, -4, 1, 777};
      List<Long> found = new ArrayList<>();
      cursor.seekEach(
          rowids,
          7,
          index -> {
            assertThat(cursor.rowid()).isEqualTo(rowids[index]);
            found.add(cursor.rowid());
            return true;
          });
      assertThat(found).containsExactly(3L, 17L, 18L, 900L, 1L);
      found.clear();
      cursor.seekEach(
          rowids,
          rowids.length,
          _ -> {
            found.add(cursor.rowid());
            return found.size() < 2;
          });
      assertThat(found).containsExactly(3L, 17L);
    }
  }

  @Test
  void adviceChangesNoAnswer() {
    commitTable("t", 500);
    try (Transaction tx = begin(TransactionMode.READ_ONLY);
        Cursor cursor = tx.open(table(tx, "t"), false)) {
      ScanAdvice advice = new ScanAdvice();
      advice.lowestRowid = 100;
      advice.highestRowid = 102;
      advice.expectedRows = 3;
      cursor.advise(advice);
      List<Long> found = new ArrayList<>();
      for (boolean on = cursor.seek(100, Seek.AT_LEAST);
          on && cursor.rowid() <= 102;
          on = cursor.next()) {
        found.add(cursor.rowid());
      }
      assertThat(found).containsExactly(100L, 101L, 102L);
    }
  }
}
