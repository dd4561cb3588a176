package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts are searched by their beginnings first, among values of other types and of any length. */
class TextKeysTest {
  private static final int ENTRIES = 1500;
  private static final int KEYS = 500;
  private static final int SEEKS = 8000;

  /** Entries of a key and a rowid. */
  private static KeyOrder order(Collation first, boolean descending) {
    return order(first, descending, TextEncoding.UTF_8);
  }

  private static KeyOrder order(Collation first, boolean descending, TextEncoding encoding) {
    return new KeyOrder(
        List.of(
            new KeyOrder.Column(first, descending), new KeyOrder.Column(Collations.BINARY, false)),
        encoding);
  }

  private static IndexTree tree(MemoryPages pages, KeyOrder order) {
    return new IndexTree(pages, BTree.create(pages, TreeKind.INDEX), order, IndexTree.ALL_COLUMNS);
  }

  private static TreeSet<byte[]> model(RecordComparator comparator) {
    return new TreeSet<>((a, b) -> comparator.compare(a, 0, a.length, b, 0, b.length, 2));
  }

  private static byte[] record(Random random, boolean onlyText, long rowid) {
    RecordWriter writer = new RecordWriter();
    byte[] bytes = bytes(random);
    switch (onlyText ? 9 : random.nextInt(10)) {
      case 0 -> writer.addNull();
      case 1 -> writer.addInteger(random.nextInt(1000) - 500);
      case 2 -> writer.addBlob(bytes, 0, bytes.length);
      case 3 -> writer.addReal(random.nextInt(1000) - 500);
      default -> writer.addText(bytes, 0, bytes.length);
    }
    if (rowid >= 0) {
      writer.addInteger(rowid);
    }
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  private static byte[] bytes(Random random) {
    byte[] alphabet = {0, 'a', 'b', (byte) 0xc3};
    int length = random.nextInt(20) == 0 ? 40 + random.nextInt(300) : random.nextInt(12);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = alphabet[random.nextInt(alphabet.length)];
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({"1, 512, false", "2, 512, true", "3, 4096, false", "4, 4096, true"})
  void seeksFindWhatAComparisonOfWholeRecordsFinds(long seed, int pageSize, boolean descending) {
    Random random = new Random(seed);
    KeyOrder order = order(Collations.BINARY, descending);
    RecordComparator comparator = new RecordComparator(order);
    MemoryPages pages = new MemoryPages(pageSize, 0, false, false);
    IndexTree tree = tree(pages, order);
    TreeSet<byte[]> model = model(comparator);
    try (Cursor cursor = tree.open(true)) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] record = record(random, false, i);
        cursor.insert(record, 0, record.length);
        model.add(record);
      }
      for (int i = 0; i < ENTRIES; i++) {
        byte[] wanted = record(random, i % 4 > 0, -1);
        SearchKey key = new SearchKey(1);
        RecordComparator.unpack(wanted, 0, wanted.length, 1, key);
        for (Seek seek : Seek.values()) {
          assertThat(cursor.seek(key, seek) ? of(cursor) : null)
              .as("%s %s", seek, Arrays.toString(wanted))
              .isEqualTo(expected(model, comparator, key, seek));
        }
      }
    }
  }

  /** What is remembered of keys that were found before must not be believed. */
  @ParameterizedTest
  @CsvSource({
    "5, 512, BINARY, false, UTF_8",
    "6, 512, BINARY, true, UTF_8",
    "7, 1024, NOCASE, false, UTF_8",
    "8, 512, RTRIM, true, UTF_8",
    "9, 4096, BINARY, false, UTF_8",
    "10, 512, BINARY, false, UTF_16LE",
    "11, 1024, BINARY, true, UTF_16BE"
  })
  void keysAreFoundAgainWhereTheyHaveMoved(
      long seed, int pageSize, String collation, boolean descending, TextEncoding encoding) {
    Random random = new Random(seed);
    Collation first =
        switch (collation) {
          case "NOCASE" -> Collations.NOCASE;
          case "RTRIM" -> Collations.RTRIM;
          default -> Collations.BINARY;
        };
    KeyOrder order = order(first, descending, encoding);
    RecordComparator comparator = new RecordComparator(order);
    MemoryPages pages = new MemoryPages(pageSize, 0, false, true);
    IndexTree tree = tree(pages, order);
    TreeSet<byte[]> model = model(comparator);
    List<byte[]> wanted = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      wanted.add(record(random, i % 3 == 0, -1));
    }
    try (Cursor writing = tree.open(true);
        Cursor reading = tree.open(false)) {
      for (int i = 0; i < SEEKS; i++) {
        byte[] key = wanted.get(random.nextInt(KEYS));
        if (random.nextInt(4) == 0) {
          change(writing, model, withRowid(key, random.nextInt(3)));
        }
        SearchKey sought = new SearchKey(1);
        RecordComparator.unpack(key, 0, key.length, 1, sought);
        for (Seek seek : Seek.values()) {
          assertThat(reading.seek(sought, seek) ? of(reading) : null)
              .as("%s %s, step %d of seed %d", seek, Arrays.toString(key), i, seed)
              .isEqualTo(expected(model, comparator, sought, seek));
        }
      }
    }
  }

  /** The row that a key led to before must not be taken for the one that it leads to now. */
  @ParameterizedTest
  @CsvSource({"12, 512", "13, 512", "14, 4096"})
  void keysLeadToTheirRowsThoughTheyLedToOthers(long seed, int pageSize) {
    Random random = new Random(seed);
    KeyOrder order = order(Collations.BINARY, false);
    RecordComparator comparator = new RecordComparator(order);
    MemoryPages pages = new MemoryPages(pageSize, 0, false, true);
    IndexTree index = tree(pages, order);
    TableTree table = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
    TreeSet<byte[]> entries = model(comparator);
    TreeMap<Long, byte[]> rows = new TreeMap<>();
    List<byte[]> wanted = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      wanted.add(record(random, true, -1));
    }
    try (Cursor writing = index.open(true);
        Cursor reading = index.open(false);
        Cursor changing = table.open(true)) {
      Cursor looking = table.open(false);
      for (int i = 0; i < SEEKS; i++) {
        byte[] key = wanted.get(random.nextInt(KEYS));
        if (random.nextInt(4) == 0) {
          change(writing, entries, withRowid(key, random.nextInt(KEYS)));
        }
        if (random.nextInt(4) == 0) {
          change(changing, rows, random.nextInt(KEYS), record(random, true, -1));
        }
        if (random.nextInt(100) == 0) {
          looking.close();
          Cursor closed = looking;
          looking = table.open(false);
          reading.leadsTo(random.nextBoolean() ? closed : looking);
        }
        SearchKey sought = new SearchKey(1);
        RecordComparator.unpack(key, 0, key.length, 1, sought);
        byte[] entry = expected(entries, comparator, sought, Seek.AT_LEAST);
        assertThat(reading.seek(sought, Seek.AT_LEAST) ? of(reading) : null).isEqualTo(entry);
        if (entry != null) {
          SearchKey found = new SearchKey(2);
          RecordComparator.unpack(entry, 0, entry.length, 2, found);
          long rowid = found.integer(1);
          assertThat(looking.seek(rowid, Seek.EQUAL) ? of(looking) : null)
              .as("row %d, step %d of seed %d", rowid, i, seed)
              .isEqualTo(rows.get(rowid));
        }
      }
      looking.close();
    }
  }

  /** Puts a row in, or takes it out where it is there. */
  private static void change(
      Cursor cursor, TreeMap<Long, byte[]> model, long rowid, byte[] record) {
    if (model.remove(rowid) == null) {
      cursor.insert(rowid, record, 0, record.length);
      model.put(rowid, record);
    } else {
      assertThat(cursor.seek(rowid, Seek.EQUAL)).isTrue();
      cursor.delete();
    }
  }

  /** Puts a record in, or takes it out where it is there. */
  private static void change(Cursor cursor, TreeSet<byte[]> model, byte[] record) {
    if (model.add(record)) {
      cursor.insert(record, 0, record.length);
    } else {
      model.remove(record);
      SearchKey key = new SearchKey(2);
      RecordComparator.unpack(record, 0, record.length, 2, key);
      assertThat(cursor.seek(key, Seek.EQUAL)).isTrue();
      cursor.delete();
    }
  }

  private static byte[] withRowid(byte[] record, long rowid) {
    SearchKey key = new SearchKey(1);
    RecordComparator.unpack(record, 0, record.length, 1, key);
    RecordWriter writer = new RecordWriter();
    switch (key.type(0)) {
      case SearchKey.NULL -> writer.addNull();
      case SearchKey.INTEGER -> writer.addInteger(key.integer(0));
      case SearchKey.REAL -> writer.addReal(key.real(0));
      case SearchKey.TEXT -> writer.addText(key.bytes(0), key.offset(0), key.length(0));
      default -> writer.addBlob(key.bytes(0), key.offset(0), key.length(0));
    }
    writer.addInteger(rowid);
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  private static byte[] of(Cursor cursor) {
    cursor.fetch(cursor.payloadSize());
    return Arrays.copyOfRange(
        cursor.bytes(), cursor.offset(), cursor.offset() + cursor.payloadSize());
  }

  /** By looking at every entry. */
  private static byte[] expected(
      TreeSet<byte[]> model, RecordComparator comparator, SearchKey key, Seek seek) {
    byte[] last = null;
    for (byte[] record : model) {
      int order = comparator.compare(key, record, 0, record.length);
      boolean found =
          switch (seek) {
            case EQUAL -> order == 0;
            case AT_LEAST -> order <= 0;
            case AFTER -> order < 0;
            case AT_MOST, BEFORE -> false;
          };
      if (found) {
        return record;
      }
      if (seek == Seek.AT_MOST && order >= 0 || seek == Seek.BEFORE && order > 0) {
        last = record;
      }
    }
    return last;
  }
}
