package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTreeTest {
  /** An entry: a number, a text and a rowid, in an order of number descending, text ascending. */
  private record Entry(long number, byte[] text, long rowid) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int result = Long.compare(other.number, number);
      if (result == 0) {
        result = Arrays.compareUnsigned(text, other.text);
      }
      return result != 0 ? result : Long.compare(rowid, other.rowid);
    }

    byte[] record() {
      RecordWriter writer = new RecordWriter();
      writer.addInteger(number);
      writer.addText(text, 0, text.length);
      writer.addInteger(rowid);
      return Arrays.copyOf(writer.bytes(), writer.length());
    }

    static Entry first(long number) {
      return new Entry(number, new byte[0], Long.MIN_VALUE);
    }
  }

  private static final KeyOrder ORDER =
      new KeyOrder(
          List.of(
              new KeyOrder.Column(Collations.BINARY, true),
              new KeyOrder.Column(Collations.BINARY, false)),
          TextEncoding.UTF_8);

  private static Entry entry(Random random, int span, int usable) {
    int bound =
        switch (random.nextInt(10)) {
          case 0 -> 3 * usable;
          case 1 -> usable / 3;
          case 2, 3, 4 -> 95; // large beside small ones, so that dividers do not always fit
          default -> 20;
        };
    byte[] text = new byte[random.nextInt(bound + 1)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('a' + random.nextInt(3));
    }
    return new Entry(random.nextInt(span), text, random.nextInt(5));
  }

  private static byte[] record(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  private static void assertSame(BTree tree, NavigableSet<Entry> model) {
    try (Cursor cursor = tree.open(false)) {
      boolean found = cursor.first();
      for (Entry entry : model) {
        assertThat(found).isTrue();
        assertThat(record(cursor)).isEqualTo(entry.record());
        found = cursor.next();
      }
      assertThat(found).isFalse();
      found = cursor.last();
      for (Entry entry : model.descendingSet()) {
        assertThat(found).isTrue();
        assertThat(record(cursor)).isEqualTo(entry.record());
        found = cursor.previous();
      }
      assertThat(found).isFalse();
      for (int columns = 1; columns <= 3; columns++) {
        assertPassesEqual(cursor, columns, model);
      }
    }
    assertThat(tree.count()).isEqualTo(model.size());
  }

  /** Goes from each entry behind all those that begin as it does. */
  private static void assertPassesEqual(Cursor cursor, int columns, NavigableSet<Entry> model) {
    RecordComparator comparator = new RecordComparator(ORDER);
    SearchKey key = new SearchKey(columns);
    Entry expected = model.isEmpty() ? null : model.first();
    boolean found = cursor.first();
    while (expected != null) {
      assertThat(found).isTrue();
      assertThat(record(cursor)).isEqualTo(expected.record());
      byte[] record = expected.record();
      RecordComparator.unpack(record, 0, record.length, columns, key);
      Entry present = expected;
      expected = null;
      for (Entry entry : model.tailSet(present, false)) {
        byte[] next = entry.record();
        if (comparator.compare(key, next, 0, next.length) < 0) {
          expected = entry;
          break;
        }
      }
      found = cursor.seek(key, Seek.AFTER);
    }
    assertThat(found).isFalse();
  }

  private static void assertSound(MemoryPages pages, int root, int keyColumns) {
    IntegrityReport report = new IntegrityReport(10);
    PageReferences references = new PageReferences(pages);
    new TreeChecker(pages, references, report).checkIndex(root, ORDER, keyColumns);
    assertThat(report.messages()).isEmpty();
    for (int page : pages.livePages()) {
      assertThat(page == 1 || references.contains(page)).as("page %d is used", page).isTrue();
    }
  }

  private static void assertPrefixSeeks(Cursor cursor, long number, TreeSet<Entry> model) {
    Entry low = Entry.first(number);
    Entry high = Entry.first(number - 1); // the order of numbers is descending
    SearchKey key = new SearchKey(1);
    key.addInteger(number);
    Entry atLeast = model.ceiling(low);
    assertSeek(cursor, key, Seek.AT_LEAST, atLeast);
    assertSeek(
        cursor, key, Seek.EQUAL, atLeast != null && atLeast.number == number ? atLeast : null);
    assertSeek(cursor, key, Seek.AFTER, model.ceiling(high));
    assertSeek(cursor, key, Seek.AT_MOST, model.lower(high));
    assertSeek(cursor, key, Seek.BEFORE, model.lower(low));
  }

  private static void assertEntrySeeks(Cursor cursor, Entry entry, TreeSet<Entry> model) {
    byte[] record = entry.record();
    SearchKey key = new SearchKey(3);
    RecordComparator.unpack(record, 0, record.length, 3, key);
    assertSeek(cursor, key, Seek.EQUAL, model.contains(entry) ? entry : null);
    assertSeek(cursor, key, Seek.AT_LEAST, model.ceiling(entry));
    assertSeek(cursor, key, Seek.AFTER, model.higher(entry));
    assertSeek(cursor, key, Seek.AT_MOST, model.floor(entry));
    assertSeek(cursor, key, Seek.BEFORE, model.lower(entry));
  }

  private static void assertSeek(Cursor cursor, SearchKey key, Seek seek, Entry expected) {
    assertThat(cursor.seek(key, seek)).as("%s", seek).isEqualTo(expected != null);
    if (expected != null) {
      assertThat(record(cursor)).isEqualTo(expected.record());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 512, 0, 1200",
    "2, 512, 32, 1200",
    "3, 1024, 0, 1500",
    "4, 4096, 0, 2000",
    "5, 65536, 0, 1200",
    "6, 512, 0, 3000",
    "7, 512, 0, 3000",
  })
  void behavesLikeASetUnderRandomChanges(long seed, int pageSize, int reserved, int operations) {
    Random random = new Random(seed);
    MemoryPages pages =
        new MemoryPages(pageSize, reserved, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    TreeSet<Entry> model = new TreeSet<>();
    Cursor writer = tree.open(true);
    int span = operations / 4;
    SearchKey key = new SearchKey(3);
    for (int i = 0; i < operations; i++) {
      boolean shrinking = i / (operations / 4) % 2 == 1;
      Entry entry = entry(random, span, pages.usableSize());
      if (random.nextInt(10) < (shrinking ? 2 : 8)) {
        byte[] record = entry.record();
        writer.insert(record, 0, record.length);
        model.add(entry);
        assertThat(record(writer)).isEqualTo(record);
      } else {
        byte[] record = entry.record();
        RecordComparator.unpack(record, 0, record.length, 3, key);
        Entry next = model.ceiling(entry);
        assertSeek(writer, key, Seek.AT_LEAST, next);
        if (next != null) {
          model.remove(next);
          writer.delete();
          if (random.nextInt(3) == 0) {
            Entry after = model.higher(next);
            assertThat(writer.next()).isEqualTo(after != null);
            if (after != null) {
              assertThat(record(writer)).isEqualTo(after.record());
            }
          } else if (random.nextBoolean()) {
            Entry before = model.lower(next);
            assertThat(writer.previous()).isEqualTo(before != null);
            if (before != null) {
              assertThat(record(writer)).isEqualTo(before.record());
            }
          }
        }
      }
      assertSound(pages, root, IndexTree.ALL_COLUMNS);
      if (i % 20 == 0) {
        assertPrefixSeeks(writer, random.nextInt(span), model);
        assertEntrySeeks(writer, entry(random, span, 40), model);
        if (!model.isEmpty()) {
          assertEntrySeeks(writer, model.first(), model);
          assertEntrySeeks(writer, model.last(), model);
        }
      }
      if (i % 200 == 0) {
        assertSame(tree, model);
      }
    }
    assertSame(tree, model);
    assertThat(tree.clear()).isEqualTo(model.size());
    assertSame(tree, new TreeSet<>());
    assertThat(pages.livePages()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1, 512, 900", "2, 1024, 1500", "3, 4096, 4000"})
  void entriesInsertedLaterAreMetByWhoeverLooks(long seed, int pageSize, int operations) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    TreeSet<Entry> model = new TreeSet<>();
    Cursor writer = tree.open(true);
    Cursor other = tree.open(true);
    boolean placed = false;
    for (int i = 0; i < operations; i++) {
      Entry any = entry(random, 50, pages.usableSize());
      Entry entry = new Entry(any.number, any.text, i + 10); // there is none like it
      byte[] record = entry.record();
      switch (random.nextInt(i < operations / 2 ? 40 : 8)) {
        case 0 -> {
          assertEntrySeeks(other, any, model);
          placed = false;
        }
        case 1 -> {
          placed = other.first();
          assertThat(placed).isEqualTo(!model.isEmpty());
        }
        case 2 -> {
          if (placed) {
            Entry next = model.higher(model.first());
            assertThat(other.next()).isEqualTo(next != null);
            if (next != null) {
              assertThat(record(other)).isEqualTo(next.record());
            }
            placed = false;
          }
        }
        case 3 -> {
          if (!model.isEmpty()) {
            other.last();
            other.delete();
            model.remove(model.last());
          }
          placed = false;
        }
        case 4 -> {
          other.insert(record, 0, record.length);
          assertThat(record(other)).isEqualTo(record);
          model.add(entry);
          placed = false;
        }
        case 5 -> {
          insertLater(writer, entry);
          writer.takeBack();
        }
        default -> {
          // Whoever is on the first entry is on it still: this one sorts behind it.
          if (placed && entry.compareTo(model.first()) < 0) {
            placed = false;
          }
          insertLater(writer, entry);
          model.add(entry);
        }
      }
      if (i % 100 == 0) {
        tree.settle();
        assertSound(pages, root, IndexTree.ALL_COLUMNS);
        assertSame(tree, model);
      }
    }
    assertSame(tree, model);
    assertSound(pages, root, IndexTree.ALL_COLUMNS);
  }

  @ParameterizedTest
  @CsvSource({"1, 512, 600", "2, 1024, 2000", "3, 4096, 6000", "4, 512, 3000"})
  void entriesDeletedLaterAreGoneWhoeverLooks(long seed, int pageSize, int entries) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    TreeSet<Entry> model = new TreeSet<>();
    Cursor writer = tree.open(true);
    Cursor other = tree.open(false);
    int mark = 0;
    for (int round = 0; round < 12; round++) {
      boolean growing = round % 4 < 2;
      for (Entry present : model.stream().toList()) {
        if (random.nextInt(growing ? 4 : 2) == 0) {
          deleteLater(writer, present);
          model.remove(present);
        }
      }
      for (int i = 0; i < entries / (growing ? 3 : 20); i++) {
        Entry any = entry(random, 50, pages.usableSize());
        Entry entry = new Entry(any.number, any.text, ++mark);
        insertLater(writer, entry);
        if (random.nextInt(6) == 0) {
          deleteLater(writer, entry);
        } else {
          model.add(entry);
        }
      }
      if (random.nextBoolean()) {
        writer.settle();
      } else {
        assertThat(other.first()).isEqualTo(!model.isEmpty());
      }
      assertSound(pages, root, IndexTree.ALL_COLUMNS);
      assertSame(tree, model);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 512, 600", "2, 1024, 2000", "3, 4096, 6000", "4, 512, 3000", "5, 512, 12"})
  void entriesReplacedLaterAreWhereTheyBelong(long seed, int pageSize, int entries) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    TreeSet<Entry> model = new TreeSet<>();
    Cursor writer = tree.open(true);
    for (int i = 0; i < entries; i++) {
      Entry any = entry(random, 50, pages.usableSize());
      Entry entry = new Entry(any.number, any.text, i);
      writer.insert(entry.record(), 0, entry.record().length);
      model.add(entry);
    }
    for (int round = 0; round < 20; round++) {
      int oneIn = 1 + random.nextInt(1 + round);
      int step = random.nextInt(3) - 1;
      for (Entry present : model.stream().toList()) {
        if (random.nextInt(oneIn) == 0) {
          deleteLater(writer, present);
          Entry moved = new Entry(present.number + step, text(random, present), present.rowid);
          insertLater(writer, moved);
          if (random.nextInt(20) == 0) {
            deleteLater(writer, moved);
            insertLater(writer, moved);
          }
          model.remove(present);
          model.add(moved);
        }
      }
      writer.settle();
      assertSound(pages, root, IndexTree.ALL_COLUMNS);
      assertSame(tree, model);
    }
  }

  /** Mostly the same, else another length. */
  private static byte[] text(Random random, Entry entry) {
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(entry.text, entry.text.length / 2);
      case 1 -> "a longer text than most".getBytes(StandardCharsets.UTF_8);
      default -> entry.text;
    };
  }

  private static void insertLater(Cursor writer, Entry entry) {
    assertThat(writer.insertLater(entry.record(), 0, entry.record().length)).isTrue();
  }

  private static void deleteLater(Cursor writer, Entry entry) {
    assertThat(writer.deleteLater(entry.record(), 0, entry.record().length)).isTrue();
  }

  @Test
  void aLeafIsWrittenOnceForAllEntriesThatChange() {
    MemoryPages pages = new MemoryPages(4096, 0, false, false);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    Cursor writer = tree.open(true);
    Random random = new Random(5);
    TreeSet<Entry> model = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      Entry entry = new Entry(random.nextInt(), new byte[4], i);
      insertLater(writer, entry);
      model.add(entry);
    }
    tree.settle();
    List<Entry> before = model.stream().toList();
    model.clear();
    for (Entry entry : before) {
      Entry moved = new Entry(entry.number + 1, entry.text, entry.rowid);
      deleteLater(writer, entry);
      insertLater(writer, moved);
      model.add(moved);
    }
    int writes = pages.writes();
    tree.settle();
    assertThat(pages.writes() - writes).isLessThan(8 * pages.livePages().size());
    assertSame(tree, model);
    assertSound(pages, root, IndexTree.ALL_COLUMNS);
  }

  @ParameterizedTest
  @CsvSource({"1, 512", "2, 1024", "3, 4096", "4, 4096", "5, 65536"})
  void entriesOfABlockArePutInLikeSingleOnes(long seed, int pageSize) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    Cursor writer = tree.open(true);
    Cursor reader = tree.open(false);
    TreeSet<Entry> model = new TreeSet<>();
    for (int round = 0; round < 12; round++) {
      List<Entry> entries = entriesBehind(random, model, pages.usableSize());
      reader.last();
      Entry last = model.isEmpty() ? null : model.last();
      writer.insertEntries(block(entries));
      model.addAll(entries);
      assertThat(record(writer)).isEqualTo(entries.getLast().record());
      assertThat(last == null || Arrays.equals(record(reader), last.record())).isTrue();
      assertSound(pages, root, IndexTree.ALL_COLUMNS);
      assertSame(tree, model);
      boolean more = random.nextBoolean() && writer.last();
      while (more && random.nextInt(9) > 0) { // leaves gaps in the last leaf
        model.pollLast();
        writer.delete();
        more = writer.previous();
      }
    }
  }

  @Test
  void aLeafIsWrittenOnceForAllEntriesOfABlock() {
    MemoryPages pages = new MemoryPages(4096, 0, false, false);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    Cursor writer = tree.open(true);
    for (int round = 0; round < 100; round++) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        entries.add(new Entry(-100 * round - i, new byte[10], i));
      }
      writer.insertEntries(block(entries));
    }
    // Once to its end, once for the first of the next block, and the pages above.
    assertThat(pages.writes()).isLessThan(8 * pages.livePages().size());
  }

  @Test
  void whatIsNoRecordIsRefused() {
    MemoryPages pages = new MemoryPages(4096, 0, false, false);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    Cursor writer = tree.open(true);
    byte[] first = new Entry(2, new byte[] {1}, 1).record();
    byte[] second = new Entry(1, new byte[] {1}, 1).record();
    RowBlock block = new RowBlock();
    block.begin(Arrays.copyOf(first, 100));
    System.arraycopy(second, 0, block.bytes(), 50, second.length);
    block.bytes()[90] = 9; // a header longer than the record
    block.add(0, first.length, 0);
    block.add(50, second.length, 0);
    block.add(90, 3, 0);
    assertThatThrownBy(() -> writer.insertEntries(block)).isInstanceOf(CorruptException.class);
    assertThat(tree.count()).isEqualTo(2);
  }

  /** Entries that mostly come behind each other and those that are there. */
  private static List<Entry> entriesBehind(Random random, TreeSet<Entry> model, int usable) {
    List<Entry> entries = new ArrayList<>();
    long number = model.isEmpty() ? 1_000_000 : model.last().number;
    int count = 1 + random.nextInt(RowBlock.CAPACITY);
    for (int i = 0; i < count; i++) {
      number -= random.nextInt(40) == 0 ? -random.nextInt(9) : random.nextInt(300);
      byte[] text = entry(random, 1, random.nextInt(30) == 0 ? usable : 10).text;
      entries.add(new Entry(number, text, i));
    }
    return entries;
  }

  private static RowBlock block(List<Entry> entries) {
    RowBlock block = new RowBlock();
    block.begin(new byte[entries.stream().mapToInt(entry -> entry.record().length).sum() + 7]);
    int end = 7;
    for (Entry entry : entries) {
      byte[] record = entry.record();
      System.arraycopy(record, 0, block.bytes(), end, record.length);
      block.add(end, record.length, 0);
      end += record.length;
    }
    return block;
  }

  @ParameterizedTest
  @CsvSource({"1, 512, 600", "2, 1024, 2000", "3, 4096, 6000", "4, 512, 3000", "5, 512, 40"})
  void entriesDeletedTogetherAreGoneAndOthersStay(long seed, int pageSize, int entries) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    TreeSet<Entry> model = new TreeSet<>();
    Cursor writer = tree.open(true);
    Cursor reader = tree.open(false);
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < entries / 4; i++) {
        Entry entry = entry(random, entries, pages.usableSize());
        byte[] record = entry.record();
        writer.insert(record, 0, record.length);
        model.add(entry);
      }
      TreeSet<Entry> leaving = leaving(random, entries, model);
      int before = model.size();
      model.removeAll(leaving);
      reader.first();
      assertThat(writer.deleteEach(keys(leaving))).isEqualTo(before - model.size());
      assertSound(pages, root, IndexTree.ALL_COLUMNS);
      assertSame(tree, model);
      assertEntrySeeks(writer, entry(random, entries, 40), model);
    }
    assertThat(writer.deleteEach(keys(model))).isEqualTo(model.size());
    assertSame(tree, new TreeSet<>());
    assertThat(pages.livePages()).hasSize(2);
  }

  /** Entries in a row, every third, or any, some of which are not there. */
  private static TreeSet<Entry> leaving(Random random, int entries, TreeSet<Entry> model) {
    int some = random.nextInt(3);
    int place = 0;
    TreeSet<Entry> leaving = new TreeSet<>();
    int from = random.nextInt(entries);
    for (Entry entry : model) {
      boolean leaves =
          switch (some) {
            case 0 -> place >= from / 2 && place < from;
            case 1 -> place % 3 == 0;
            default -> random.nextInt(4) == 0;
          };
      if (leaves) {
        leaving.add(entry);
      }
      if (random.nextInt(20) == 0) {
        leaving.add(new Entry(entry.number, entry.text, entry.rowid + 100));
      }
      place++;
    }
    return leaving;
  }

  private static Cursor.Keys keys(NavigableSet<Entry> entries) {
    Iterator<Entry> next = entries.iterator();
    return key -> {
      if (!next.hasNext()) {
        return false;
      }
      Entry entry = next.next();
      key.clear();
      key.addInteger(entry.number);
      key.addText(entry.text, 0, entry.text.length);
      key.addInteger(entry.rowid);
      return true;
    };
  }

  @Test
  void anEntryToBeDeletedThatIsNotThereIsAContradiction() {
    MemoryPages pages = new MemoryPages(512, 0, false, false);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, new Tree.Index(root, "by_n", ORDER, 0, "numbers"));
    Cursor writer = tree.open(true);
    byte[] record = new Entry(1, new byte[] {1}, 1).record();
    writer.insert(record, 0, record.length);
    byte[] missing = new Entry(2, new byte[] {1}, 1).record();
    assertThat(writer.deleteLater(missing, 0, missing.length)).isTrue();
    assertThatThrownBy(writer::settle)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("index by_n of table numbers");
  }

  @Test
  void entriesInsertedLaterFillLeavesFromLeftToRight() {
    MemoryPages pages = new MemoryPages(4096, 0, false, false);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    Cursor writer = tree.open(true);
    Random random = new Random(4);
    TreeSet<Entry> model = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      Entry entry = new Entry(random.nextInt(), "text".getBytes(StandardCharsets.UTF_8), i);
      model.add(entry);
      if (i < 16) { // as those of the first rows of a table
        writer.insert(entry.record(), 0, entry.record().length);
      } else {
        assertThat(writer.insertLater(entry.record(), 0, entry.record().length)).isTrue();
      }
    }
    tree.settle();
    int bytes = model.stream().mapToInt(entry -> entry.record().length + 3).sum();
    assertThat(pages.livePages().size()).isLessThan(bytes / 4096 * 11 / 10);
    assertSame(tree, model);
    assertSound(pages, root, IndexTree.ALL_COLUMNS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void entriesThatCouldNotBePutInAreMissedUntilTheyAreForgotten(boolean error) {
    MemoryPages pages = new MemoryPages(512, 0, false, false);
    int root = BTree.create(pages, TreeKind.INDEX);
    IndexTree tree = new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
    Cursor writer = tree.open(true);
    for (int i = 0; i < 100; i++) {
      byte[] record = new Entry(i, new byte[0], i).record();
      writer.insertLater(record, 0, record.length);
    }
    pages.failToAllocate(() -> {
      if (error) {
        throw new OutOfMemoryError("no room for a page");
      }
      throw new StoreFullException("no room for a page");
    });
    assertThatThrownBy(tree::settle).hasMessage("no room for a page");
    pages.failToAllocate(() -> {});

    assertThatThrownBy(tree::settle).hasMessageContaining("no room for a page");
    assertThatThrownBy(() -> writer.insertLater(new byte[2], 0, 2))
        .hasMessageContaining("no room for a page");
    assertThatThrownBy(writer::first).hasMessageContaining("no room for a page");

    tree.loseCursors(); // as a rollback does it
    tree.settle();
  }
}
