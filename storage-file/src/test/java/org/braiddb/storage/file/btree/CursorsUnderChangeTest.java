package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsUnderChangeTest {
  private static final KeyOrder ORDER =
      new KeyOrder(List.of(new KeyOrder.Column(Collations.BINARY, false)), TextEncoding.UTF_8);

  /** A tree of numbers of either kind, so that both kinds of cursor stand the same tests. */
  private static final class Numbers {
    private final MemoryPages pages;
    private final boolean table;
    private final BTree tree;
    private final RecordWriter writer = new RecordWriter();
    private final byte[] filler = new byte[70];

    Numbers(boolean table) {
      this(table, 512);
    }

    Numbers(boolean table, int pageSize) {
      this.pages = new MemoryPages(pageSize, 0, true, true);
      this.table = table;
      tree =
          table
              ? new TableTree(pages, BTree.create(pages, TreeKind.TABLE))
              : new IndexTree(pages, BTree.create(pages, TreeKind.INDEX), ORDER, 1);
    }

    void insert(Cursor cursor, long number, int size) {
      writer.clear();
      writer.addInteger(number);
      Arrays.fill(filler, (byte) number);
      writer.addBlob(filler, 0, size);
      if (table) {
        cursor.insert(number, writer.bytes(), 0, writer.length());
      } else {
        cursor.insert(writer.bytes(), 0, writer.length());
      }
    }

    boolean seek(Cursor cursor, long number, Seek seek) {
      if (table) {
        return cursor.seek(number, seek);
      }
      var key = new SearchKey(1);
      key.addInteger(number);
      return cursor.seek(key, seek);
    }

    void assertSound() {
      IntegrityReport report = new IntegrityReport(10);
      TreeChecker checker = new TreeChecker(pages, new PageReferences(pages), report);
      if (table) {
        checker.checkTable(tree.root());
      } else {
        checker.checkIndex(tree.root(), ORDER, 1);
      }
      assertThat(report.messages()).isEmpty();
    }

    /** The size of the filler of each number, as its record's size tells. */
    TreeMap<Long, Integer> sizes() {
      TreeMap<Long, Integer> sizes = new TreeMap<>();
      try (Cursor cursor = tree.open(false)) {
        RecordReader reader = new RecordReader();
        boolean found = cursor.first();
        while (found) {
          reader.read(cursor);
          for (int at = 0; at < reader.length(1); at++) {
            assertThat(reader.bytes()[reader.offset(1) + at]).isEqualTo((byte) number(cursor));
          }
          sizes.put(number(cursor), reader.length(1));
          found = cursor.next();
        }
      }
      return sizes;
    }

    long number(Cursor cursor) {
      byte[] bytes = cursor.bytes();
      var key = new SearchKey(1);
      org.braiddb.storage.record.RecordComparator.unpack(
          bytes, cursor.offset(), cursor.payloadSize(), 1, key);
      return key.integer(0);
    }
  }

  /** What a search from the root finds is found from a place near by as well. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void seeksNearThePlaceFindWhatIsThere(boolean table) {
    Random random = new Random(table ? 3 : 4);
    Numbers numbers = new Numbers(table);
    TreeSet<Long> model = new TreeSet<>();
    Cursor cursor = numbers.tree.open(true);
    Cursor other = numbers.tree.open(true);
    long place = 0;
    for (int step = 0; step < 60_000; step++) {
      boolean grows = step / 10_000 % 2 == 0;
      long key = Math.floorMod(place + random.nextInt(-6, 9), 4000);
      place = random.nextInt(100) == 0 ? random.nextInt(4000) : key;
      if (random.nextInt(grows ? 2 : 6) == 0) {
        Cursor changing = random.nextInt(4) == 0 ? other : cursor;
        numbers.insert(changing, key, random.nextInt(70));
        model.add(key);
      }
      Seek seek = Seek.values()[random.nextInt(Seek.values().length)];
      Long expected =
          switch (seek) {
            case EQUAL -> model.contains(key) ? key : null;
            case AT_LEAST -> model.ceiling(key);
            case AFTER -> model.higher(key);
            case AT_MOST -> model.floor(key);
            case BEFORE -> model.lower(key);
          };
      assertThat(numbers.seek(cursor, key, seek)).isEqualTo(expected != null);
      if (expected != null) {
        assertThat(numbers.number(cursor)).isEqualTo(expected);
        if (random.nextInt(grows ? 6 : 2) == 0) {
          cursor.delete();
          model.remove(expected);
        }
      }
      if (random.nextInt(200) == 0) {
        boolean found = random.nextBoolean() ? cursor.first() : cursor.last();
        assertThat(found).isEqualTo(!model.isEmpty());
      }
    }
  }

  /** Whoever changes rows in order moves others in their page. */
  @ParameterizedTest
  @CsvSource({"1, true, 512", "2, false, 512", "3, true, 4096", "4, false, 4096", "5, true, 65536"})
  void entriesThatChangeTheirSizeInOrderLeaveTheOthersAsTheyAre(
      long seed, boolean table, int pageSize) {
    Random random = new Random(seed);
    Numbers numbers = new Numbers(table, pageSize);
    TreeMap<Long, Integer> sizes = new TreeMap<>();
    try (Cursor cursor = numbers.tree.open(true)) {
      for (long key = 1; key <= 1200; key++) {
        int size = random.nextInt(50);
        numbers.insert(cursor, key, size);
        sizes.put(key, size);
      }
      for (int round = 0; round < 20; round++) {
        int step = 1 + random.nextInt(3);
        int most = 1 + random.nextInt(12);
        for (long key = 1 + random.nextInt(600); key <= 1200; key += step) {
          int change = random.nextInt(round % 4 == 3 ? -most : 0, most + 1);
          int size = Math.clamp(sizes.get(key) + change, 0, 70);
          assertThat(numbers.seek(cursor, key, Seek.EQUAL)).isTrue();
          numbers.insert(cursor, key, size);
          assertThat(numbers.number(cursor)).isEqualTo(key);
          sizes.put(key, size);
        }
        numbers.assertSound();
        assertThat(numbers.sizes()).isEqualTo(sizes);
      }
    }
  }

  /** Wherever among entries with the same first column the cursor is, it goes to the first. */
  @Test
  void theFirstEntryOfSeveralWithAKeyIsFoundFromAnyOfThem() {
    MemoryPages pages = new MemoryPages(512, 0, true, true);
    KeyOrder.Column column = new KeyOrder.Column(Collations.BINARY, false);
    KeyOrder order = new KeyOrder(List.of(column, column), TextEncoding.UTF_8);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, order, IndexTree.ALL_COLUMNS);
    RecordReader reader = new RecordReader();
    try (Cursor cursor = tree.open(true)) {
      RecordWriter writer = new RecordWriter();
      for (int i = 0; i < 300; i++) {
        writer.clear();
        writer.addInteger(i / 5);
        writer.addInteger(i);
        cursor.insert(writer.bytes(), 0, writer.length());
      }
      for (int i = 0; i < 300; i++) {
        var whole = new SearchKey(2);
        whole.addInteger(i / 5);
        whole.addInteger(i);
        assertThat(cursor.seek(whole, Seek.EQUAL)).isTrue();
        var beginning = new SearchKey(1);
        beginning.addInteger(i / 5);
        assertThat(cursor.seek(beginning, Seek.EQUAL)).isTrue();
        reader.read(cursor);
        assertThat(reader.integer(1)).isEqualTo(i - i % 5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCursorKeepsItsPlaceAmongRandomChanges(boolean table) {
    Random random = new Random(table ? 1 : 2);
    Numbers numbers = new Numbers(table);
    TreeSet<Long> model = new TreeSet<>();
    List<Cursor> cursors = new ArrayList<>();
    Long[] places = new Long[5];
    boolean[] on = new boolean[5];
    for (int i = 0; i < 5; i++) {
      cursors.add(numbers.tree.open(true));
    }
    for (int step = 0; step < 20_000; step++) {
      int c = random.nextInt(5);
      Cursor cursor = cursors.get(c);
      long key = random.nextInt(400);
      switch (random.nextInt(step / 2500 % 2 == 0 ? 7 : 9)) {
        case 0, 1 -> {
          numbers.insert(cursor, key, random.nextInt(70));
          model.add(key);
          places[c] = key;
          on[c] = true;
          for (int other = 0; other < 5; other++) {
            on[other] |= places[other] != null && places[other] == key;
          }
        }
        case 2, 3 -> {
          Long expected = places[c] == null ? null : model.higher(places[c]);
          assertThat(cursor.next()).isEqualTo(expected != null);
          places[c] = expected;
          on[c] = expected != null;
        }
        case 4 -> {
          Long expected = places[c] == null ? null : model.lower(places[c]);
          assertThat(cursor.previous()).isEqualTo(expected != null);
          places[c] = expected;
          on[c] = expected != null;
        }
        case 5 -> {
          Long expected = model.ceiling(key);
          assertThat(numbers.seek(cursor, key, Seek.AT_LEAST)).isEqualTo(expected != null);
          places[c] = expected;
          on[c] = expected != null;
        }
        default -> {
          if (on[c]) {
            cursor.delete();
            long gone = places[c];
            model.remove(gone);
            for (int other = 0; other < 5; other++) {
              on[other] &= places[other] == null || places[other] != gone;
            }
          }
        }
      }
      int looked = random.nextInt(5);
      if (on[looked]) {
        assertThat(cursors.get(looked).onEntry()).isTrue();
        assertThat(numbers.number(cursors.get(looked))).isEqualTo(places[looked]);
      } else if (random.nextInt(3) == 0) {
        assertThat(cursors.get(looked).onEntry()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScanThatDeletesMeetsEachEntryOnce(boolean table) {
    Numbers numbers = new Numbers(table);
    TreeSet<Long> model = new TreeSet<>();
    try (Cursor cursor = numbers.tree.open(true)) {
      for (long i = 0; i < 3000; i++) {
        numbers.insert(cursor, i * 7 % 3001, (int) (i % 70));
        model.add(i * 7 % 3001);
      }
      List<Long> met = new ArrayList<>();
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        met.add(numbers.number(cursor));
        if (numbers.number(cursor) % 5 != 0) {
          cursor.delete();
        }
      }
      assertThat(met).isEqualTo(new ArrayList<>(model));
      model.removeIf(n -> n % 5 != 0);
      met.clear();
      for (boolean found = cursor.last(); found; found = cursor.previous()) {
        met.add(numbers.number(cursor));
        cursor.delete();
      }
      assertThat(met).isEqualTo(new ArrayList<>(model.descendingSet()));
      assertThat(cursor.first()).isFalse();
    }
    assertThat(numbers.pages.livePages()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScanGoesOnWhileAnotherCursorRewritesEachEntry(boolean table) {
    Numbers numbers = new Numbers(table);
    try (Cursor scan = numbers.tree.open(false);
        Cursor writer = numbers.tree.open(true)) {
      for (long i = 0; i < 1000; i++) {
        numbers.insert(writer, i, 10);
      }
      long expected = 0;
      for (boolean found = scan.first(); found; found = scan.next()) {
        assertThat(numbers.number(scan)).isEqualTo(expected);
        numbers.insert(writer, expected, 69);
        assertThat(numbers.number(scan)).isEqualTo(expected);
        expected++;
      }
      assertThat(expected).isEqualTo(1000);
    }
  }

  @Test
  void cursorsAreNowhereAfterPagesChangedBehindThem() {
    Numbers numbers = new Numbers(true);
    try (Cursor cursor = numbers.tree.open(true)) {
      for (long i = 0; i < 100; i++) {
        numbers.insert(cursor, i, 60);
      }
      assertThat(cursor.seek(50, Seek.EQUAL)).isTrue();
      numbers.tree.loseCursors();
      assertThat(cursor.onEntry()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.seek(50, Seek.EQUAL)).isTrue();
      assertThat(numbers.tree.clear()).isEqualTo(100);
      assertThat(cursor.onEntry()).isFalse();
      assertThat(cursor.previous()).isFalse();
    }
  }

  @Test
  void copyingARowFromItsOwnCursorWorks() {
    Numbers numbers = new Numbers(true);
    byte[] row = new byte[200];
    new Random(5).nextBytes(row);
    try (Cursor cursor = numbers.tree.open(true)) {
      cursor.insert(0, row, 0, row.length);
      for (long i = 1; i < 50; i++) {
        assertThat(cursor.seek(i - 1, Seek.EQUAL)).isTrue();
        cursor.insert(i, cursor.bytes(), cursor.offset(), row.length);
      }
      assertThat(cursor.first()).isTrue();
      do {
        int from = cursor.offset();
        assertThat(Arrays.copyOfRange(cursor.bytes(), from, from + row.length)).isEqualTo(row);
      } while (cursor.next());
    }
  }

  @Test
  void misuseIsRefused() {
    Numbers numbers = new Numbers(true);
    try (Cursor reader = numbers.tree.open(false)) {
      assertThatThrownBy(() -> numbers.insert(reader, 1, 1)).isInstanceOf(MisuseException.class);
      assertThatThrownBy(reader::rowid).isInstanceOf(MisuseException.class);
      reader.close();
      assertThatThrownBy(reader::first).isInstanceOf(MisuseException.class);
      assertThatThrownBy(reader::next).isInstanceOf(MisuseException.class);
    }
  }
}
