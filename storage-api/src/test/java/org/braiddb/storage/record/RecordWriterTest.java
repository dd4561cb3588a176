package org.braiddb.storage.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordWriterTest {
  private final RecordWriter writer = new RecordWriter();

  private String hex(Consumer<RecordWriter> columns) {
    writer.clear();
    columns.accept(writer);
    return HexFormat.of().formatHex(writer.bytes(), 0, writer.length());
  }

  @Test
  void valuesTakeTheirSmallestSerialType() {
    assertThat(hex(w -> w.addNull())).isEqualTo("0200");
    assertThat(hex(w -> w.addInteger(0))).isEqualTo("0208");
    assertThat(hex(w -> w.addInteger(1))).isEqualTo("0209");
    assertThat(hex(w -> w.addInteger(-1))).isEqualTo("0201ff");
    assertThat(hex(w -> w.addInteger(127))).isEqualTo("02017f");
    assertThat(hex(w -> w.addInteger(128))).isEqualTo("02020080");
    assertThat(hex(w -> w.addInteger(-32768))).isEqualTo("02028000");
    assertThat(hex(w -> w.addInteger(32768))).isEqualTo("0203008000");
    assertThat(hex(w -> w.addInteger(1 << 23))).isEqualTo("020400800000");
    assertThat(hex(w -> w.addInteger(1L << 31))).isEqualTo("0205000080000000");
    assertThat(hex(w -> w.addInteger(1L << 47))).isEqualTo("02060000800000000000");
    assertThat(hex(w -> w.addInteger(Long.MIN_VALUE))).isEqualTo("02068000000000000000");
    assertThat(hex(w -> w.addReal(1.5))).isEqualTo("02073ff8000000000000");
    assertThat(hex(w -> w.addReal(Double.NaN))).isEqualTo("0200");
    assertThat(hex(w -> w.addText("ab".getBytes(UTF_8), 0, 2))).isEqualTo("02116162");
    assertThat(hex(w -> w.addBlob(new byte[] {0, 7, 8}, 1, 2))).isEqualTo("02100708");
    assertThat(hex(w -> w.addZeroBlob(2))).isEqualTo("02100000");
    assertThat(hex(w -> {})).isEqualTo("01");
  }

  @Test
  void compactRealsAreIntegersOfAtMostSixBytes() {
    assertThat(hex(w -> w.addRealCompact(2))).isEqualTo("020102");
    assertThat(hex(w -> w.addRealCompact(-0.0))).isEqualTo("0208");
    assertThat(hex(w -> w.addRealCompact(0.5))).isEqualTo("02073fe0000000000000");
    assertThat(hex(w -> w.addRealCompact(0x1p47 - 1))).isEqualTo("02057fffffffffff");
    assertThat(hex(w -> w.addRealCompact(0x1p47))).isEqualTo("020742e0000000000000");
    assertThat(hex(w -> w.addRealCompact(-0x1p47))).isEqualTo("0205800000000000");
    assertThat(hex(w -> w.addRealCompact(Double.POSITIVE_INFINITY)))
        .isEqualTo("02077ff0000000000000");
  }

  @Test
  void headerLengthCountsItself() {
    for (int columns : new int[] {0, 1, 5, 125, 126, 127, 128, 16380, 16381, 16382, 16383, 16384}) {
      writer.clear();
      for (int i = 0; i < columns; i++) {
        writer.addInteger(i & 3);
      }
      RecordReader reader = new RecordReader();
      reader.read(writer.bytes(), 0, writer.length());
      assertThat(reader.columnCount()).isEqualTo(columns);
      for (int i = 0; i < columns; i++) {
        assertThat(reader.integer(i)).isEqualTo(i & 3);
      }
    }
  }

  @Test
  void aFirstRecordWithoutBytesIsWhole() {
    for (int columns = 0; columns < 20; columns++) {
      RecordWriter fresh = new RecordWriter();
      for (int i = 0; i < columns; i++) {
        fresh.addNull();
      }
      assertThat(fresh.length()).isEqualTo(columns + 1);
      RecordReader reader = new RecordReader();
      reader.read(fresh.bytes(), 0, fresh.length());
      assertThat(reader.columnCount()).isEqualTo(columns);
    }
  }

  @Test
  void shrunkWriterWritesAsANewOne() {
    RecordWriter writer = new RecordWriter();
    for (int size : new int[] {10, 100_000, 3}) {
      RecordWriter fresh = new RecordWriter();
      for (RecordWriter each : new RecordWriter[] {writer, fresh}) {
        each.addInteger(size);
        each.addBlob(new byte[size], 0, size);
      }
      assertThat(writer.toByteArray()).isEqualTo(fresh.toByteArray());
      writer.shrink();
    }
    assertThat(writer.bytes()).hasSizeLessThan(1000);
  }

  @Test
  void addingToARecordThatWasReadIsRefused() {
    writer.addInteger(5);
    assertThat(writer.length()).isEqualTo(3);
    assertThatThrownBy(() -> writer.addInteger(6)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void columnsOfTheSameTypesTakeTheirPlacesInAnotherRecord() {
    long seed = Long.getLong("braid.seed", 41);
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      int columns = 1 + random.nextInt(12);
      int from = random.nextInt(columns);
      int to = from + 1 + random.nextInt(columns - from);
      boolean alike = random.nextInt(4) > 0;
      int[] kinds = random.ints(columns, 0, 4).toArray();
      RecordWriter old = new RecordWriter();
      RecordWriter expected = new RecordWriter();
      RecordWriter replaced = random.nextBoolean() ? writer : new RecordWriter();
      replaced.clear();
      for (int i = 0; i < columns; i++) {
        byte[] value = new byte[kinds[i] == 3 ? 100 : kinds[i]];
        random.nextBytes(value);
        old.addBlob(value, 0, value.length);
        if (from <= i && i < to) {
          random.nextBytes(value);
          if (!alike && i == to - 1) {
            value = new byte[value.length + 1];
          }
          replaced.addBlob(value, 0, value.length);
        }
        expected.addBlob(value, 0, value.length);
      }
      RecordReader reader = new RecordReader();
      byte[] around = new byte[old.length() + 20];
      System.arraycopy(old.bytes(), 0, around, 7, old.length());
      reader.read(around, 7, old.length());
      assertThat(replaced.replaceIn(reader, from)).as("seed %d", seed).isEqualTo(alike);
      if (alike) {
        assertThat(replaced.toByteArray()).as("seed %d", seed).isEqualTo(expected.toByteArray());
      }
      if (random.nextInt(10) == 0) {
        replaced.shrink();
      }
    }
  }

  @Test
  void columnsTakeNoPlaceWhereAnotherRecordEnds() {
    RecordWriter old = new RecordWriter();
    old.addNull();
    RecordReader reader = new RecordReader();
    reader.read(old.bytes(), 0, old.length());
    writer.clear();
    writer.addNull();
    writer.addNull();
    assertThat(writer.replaceIn(reader, 0)).isFalse();
    assertThat(writer.toByteArray()).isEqualTo(new byte[] {3, 0, 0});
  }
}
