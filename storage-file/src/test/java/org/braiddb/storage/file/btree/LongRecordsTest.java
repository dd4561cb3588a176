package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records with overflow pages: what is read and written of them. */
class LongRecordsTest {
  private static final int PAGE_SIZE = 1024;

  private final MemoryPages pages = new MemoryPages(PAGE_SIZE, 0, false, false);
  private final TableTree tree = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
  private final Cursor writer = tree.open(true);

  private static byte[] record(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    bytes[0] |= 2; // as a record's header size begins
    return bytes;
  }

  private static byte[] read(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  @Test
  void pagesInWhichNothingDiffersAreNotWritten() {
    byte[] bytes = record(new Random(1), 10 * PAGE_SIZE);
    writer.insert(1, bytes, 0, bytes.length);
    Set<Integer> live = new HashSet<>(pages.livePages());
    pages.changed.clear();
    writer.insert(1, bytes, 0, bytes.length);
    assertThat(pages.changed).isEmpty();
    bytes[6 * PAGE_SIZE]++;
    writer.insert(1, bytes, 0, bytes.length);
    assertThat(pages.changed).hasSize(1);
    bytes[0] ^= 4;
    writer.insert(1, bytes, 0, bytes.length);
    assertThat(pages.changed).hasSize(2);
    assertThat(pages.livePages()).containsExactlyInAnyOrderElementsOf(live);
    assertThat(read(writer)).isEqualTo(bytes);
  }

  @Test
  void shortRecordsThatStayAsTheyAreAreNotWritten() {
    byte[] bytes = record(new Random(2), 40);
    for (int key = 1; key < 100; key++) {
      writer.insert(key, bytes, 0, bytes.length);
    }
    pages.changed.clear();
    for (int key = 1; key < 100; key++) {
      writer.insert(key, bytes, 0, bytes.length);
      assertThat(writer.overwrite(7, bytes, 7, 20)).isTrue();
    }
    assertThat(pages.changed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "3, true", "4, false"})
  void anyPartIsWrittenOver(long seed, boolean hostile) {
    Random random = new Random(seed);
    MemoryPages own = new MemoryPages(PAGE_SIZE, 0, hostile, hostile);
    TableTree table = new TableTree(own, BTree.create(own, TreeKind.TABLE));
    Cursor change = table.open(true);
    Cursor beside = table.open(false);
    byte[][] records = new byte[6][];
    for (int i = 0; i < records.length; i++) {
      records[i] = record(random, 1 + random.nextInt(6 * PAGE_SIZE));
      change.insert(i, records[i], 0, records[i].length);
    }
    for (int round = 0; round < 300; round++) {
      int key = random.nextInt(records.length);
      byte[] bytes = records[key];
      assertThat(change.seek(key, Seek.EQUAL)).isTrue();
      assertThat(beside.seek(random.nextInt(records.length), Seek.EQUAL)).isTrue();
      if (random.nextBoolean()) {
        change.fetch(random.nextInt(bytes.length + 1)); // what is assembled does not stay stale
      }
      int at = random.nextInt(bytes.length);
      int length = random.nextInt(bytes.length - at + 1);
      byte[] part = record(random, length + 3);
      if (random.nextInt(4) == 0) {
        System.arraycopy(bytes, at, part, 3, length);
      }
      assertThat(change.overwrite(at, part, 3, length)).isTrue();
      System.arraycopy(part, 3, bytes, at, length);
      assertThat(change.rowid()).isEqualTo(key);
      assertThat(read(change)).isEqualTo(bytes);
      assertThat(read(beside)).isEqualTo(records[(int) beside.rowid()]);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5"})
  void columnsAreReadInAnyOrderAndStayWhereTheyWereShown(long seed) {
    Random random = new Random(seed);
    Cursor cursor = tree.open(false);
    RecordReader reader = new RecordReader();
    for (int key = 0; key < 40; key++) {
      byte[][] columns = new byte[1 + random.nextInt(9)][];
      RecordWriter record = new RecordWriter();
      for (int i = 0; i < columns.length; i++) {
        columns[i] =
            switch (random.nextInt(4)) {
              case 0 -> new byte[0];
              case 1 -> record(random, 1 + random.nextInt(20));
              default -> record(random, 1 + random.nextInt(5000));
            };
        record.addBlob(columns[i], 0, columns[i].length);
      }
      writer.insert(key, record.bytes(), 0, record.length());
      assertThat(cursor.seek(key, Seek.EQUAL)).isTrue();
      reader.read(cursor);
      List<Runnable> shown = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int column = random.nextInt(columns.length);
        int length = SerialType.size(reader.locate(column));
        byte[] bytes = reader.bytes();
        int from = random.nextInt(5) > 0 ? reader.located() : reader.offset(column);
        byte[] array = from == reader.located() ? bytes : reader.bytes();
        shown.add(() ->
            assertThat(Arrays.copyOfRange(array, from, from + length)).isEqualTo(columns[column]));
        shown.forEach(Runnable::run);
      }
    }
  }

  @Test
  void chainThatBreaksOffIsFoundOnTheWayToWhatIsBehindAndOnlyThere() {
    RecordWriter record = new RecordWriter();
    for (int i = 0; i < 3; i++) {
      byte[] column = record(new Random(i), 3 * PAGE_SIZE);
      record.addBlob(column, 0, column.length);
    }
    writer.insert(1, record.bytes(), 0, record.length());
    int third = pages.livePages().stream().sorted().skip(4).findFirst().orElseThrow();
    for (int link : new int[] {0, 1, 999, third}) {
      PageBytes.putI32(pages.write(third), 0, link);
      Cursor cursor = tree.open(false);
      cursor.first();
      RecordReader reader = new RecordReader();
      reader.read(cursor);
      assertThat(SerialType.size(reader.locate(0))).isEqualTo(3 * PAGE_SIZE);
      assertThatThrownBy(() -> reader.locate(2)).isInstanceOf(CorruptException.class);
      byte[] other = record.toByteArray();
      other[8 * PAGE_SIZE]++;
      assertThatThrownBy(() -> writer.insert(1, other, 0, other.length))
          .isInstanceOf(CorruptException.class);
    }
  }
}
