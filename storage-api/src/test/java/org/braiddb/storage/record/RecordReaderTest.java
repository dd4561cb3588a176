package org.braiddb.storage.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private final RecordReader reader = new RecordReader();

  /** Gives out only what was asked for, in a fresh array at another offset each time. */
  private static final class PiecemealSource implements RecordSource {
    private final byte[] record;
    private byte[] held = new byte[0];
    private int offset;
    private int available;

    PiecemealSource(byte[] record, int available) {
      this.record = record;
      fetch(Math.min(record.length, available));
    }

    @Override
    public int payloadSize() {
      return record.length;
    }

    @Override
    public byte[] bytes() {
      return held;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int available() {
      return available;
    }

    @Override
    public void fetch(int size) {
      assertThat(size).isLessThanOrEqualTo(record.length);
      offset = size % 7;
      available = size;
      Arrays.fill(held, (byte) 0xaa);
      held = new byte[offset + size];
      System.arraycopy(record, 0, held, offset, size);
    }
  }

  @Test
  void randomRecordsReadBackWhateverIsFetchedWhen() {
    long seed = Long.getLong("braid.seed", 20);
    System.out.println("RecordReaderTest seed " + seed);
    Random random = new Random(seed);
    RecordWriter writer = new RecordWriter();
    for (int round = 0; round < 3000; round++) {
      writer.clear();
      List<Object> values = new ArrayList<>();
      for (int columns = random.nextInt(random.nextInt(4) == 0 ? 200 : 8); columns > 0; columns--) {
        values.add(addRandom(writer, random));
      }
      byte[] record = writer.toByteArray();
      if (random.nextBoolean()) {
        reader.read(record, 0, record.length);
      } else {
        reader.read(new PiecemealSource(record, random.nextInt(20)));
      }
      for (int probe = 0; probe < 10 && !values.isEmpty(); probe++) {
        int column = random.nextInt(values.size());
        assertThat(value(column)).as("seed %s", seed).isEqualTo(values.get(column));
      }
      assertThat(reader.columnCount()).isEqualTo(values.size());
      assertThat(reader.has(values.size())).isFalse();
      assertThat(reader.type(values.size())).isEqualTo(SerialType.NULL);
      assertThat(reader.isNull(values.size() + 3)).isTrue();
    }
  }

  private static Object addRandom(RecordWriter writer, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> {
        writer.addNull();
        return "null";
      }
      case 1 -> {
        long value = random.nextLong() >> random.nextInt(64);
        writer.addInteger(value);
        return value;
      }
      case 2 -> {
        double value = random.nextGaussian();
        writer.addReal(value);
        return value;
      }
      case 3 -> {
        String text = "x".repeat(random.nextInt(random.nextInt(9) == 0 ? 9000 : 90));
        writer.addText(text.getBytes(UTF_8), 0, text.length());
        return text;
      }
      default -> {
        byte[] blob = new byte[random.nextInt(90)];
        random.nextBytes(blob);
        writer.addBlob(blob, 0, blob.length);
        return List.of(Arrays.toString(blob));
      }
    }
  }

  private Object value(int column) {
    int type = reader.type(column);
    if (reader.isNull(column)) {
      return "null";
    } else if (SerialType.isInteger(type)) {
      return reader.integer(column);
    } else if (type == SerialType.REAL) {
      return reader.real(column);
    }
    int offset = reader.offset(column);
    byte[] bytes = Arrays.copyOfRange(reader.bytes(), offset, offset + reader.length(column));
    return SerialType.isText(type) ? new String(bytes, UTF_8) : List.of(Arrays.toString(bytes));
  }

  /** What a reader kept of the header before must never show in the record that it reads now. */
  @Test
  void recordsReadOneAfterTheOtherAreReadAsByAFreshReader() {
    long seed = Long.getLong("braid.seed", 21);
    System.out.println("RecordReaderTest seed " + seed);
    Random random = new Random(seed);
    byte[][] shapes = new byte[8][];
    for (int round = 0; round < 200_000; round++) {
      int which = random.nextInt(shapes.length);
      byte[] header = shapes[which];
      if (header == null || random.nextInt(4) == 0) {
        header = header == null || random.nextBoolean() ? randomHeader(random) : header.clone();
        header[random.nextInt(header.length)] = (byte) random.nextInt(random.nextInt(256) + 1);
        shapes[which] = header;
      }
      int around = random.nextInt(3) * 10;
      byte[] record = new byte[around + header.length + random.nextInt(80) + around];
      random.nextBytes(record);
      System.arraycopy(header, 0, record, around, header.length);
      int whole = record.length - 2 * around;
      int length = random.nextInt(10) == 0 ? 1 + random.nextInt(whole) : whole;
      int columns = random.nextInt(24);
      if (random.nextInt(8) == 0) {
        reader.leave();
      }
      assertThat(types(reader, record, around, length, columns))
          .as("seed %s round %s: %s", seed, round, Arrays.toString(record))
          .isEqualTo(types(new RecordReader(), record, around, length, columns));
    }
  }

  private static byte[] randomHeader(Random random) {
    byte[] header = new byte[1 + random.nextInt(24)];
    for (int i = 1; i < header.length; i++) {
      header[i] = (byte) random.nextInt(20);
    }
    header[0] = (byte) header.length;
    return header;
  }

  /** The types and places of some columns, or what is wrong with the record. */
  private static String types(
      RecordReader reader, byte[] record, int offset, int length, int columns) {
    StringBuilder found = new StringBuilder();
    try {
      reader.read(record, offset, length);
      for (int column = 0; column < columns; column += 1 + column % 3) {
        int type = reader.locate(column);
        found.append(column).append(':').append(type);
        if (type != SerialType.NULL) {
          found.append('@').append(reader.located()).append('+').append(reader.length(column));
        }
        found.append(' ');
      }
    } catch (MalformedRecordException e) {
      found.append(e.getMessage());
    }
    return found.toString();
  }

  @Test
  void damagedRecordsAreMalformedAndNeverReadOutside() {
    long seed = Long.getLong("braid.seed", 20);
    System.out.println("RecordReaderTest seed " + seed);
    Random random = new Random(seed);
    RecordWriter writer = new RecordWriter();
    for (int round = 0; round < 20_000; round++) {
      writer.clear();
      for (int columns = random.nextInt(5); columns > 0; columns--) {
        addRandom(writer, random);
      }
      byte[] record = Arrays.copyOf(writer.bytes(), random.nextInt(writer.length() + 1));
      for (int changes = random.nextInt(4); changes > 0 && record.length > 0; changes--) {
        record[random.nextInt(Math.min(record.length, 12))] = (byte) random.nextInt(256);
      }
      assertThatCode(
              () -> {
                try {
                  reader.read(record, 0, record.length);
                  int columns = reader.columnCount();
                  for (int i = 0; i < columns; i++) {
                    value(i);
                  }
                } catch (MalformedRecordException e) {
                  assertThat(e.getMessage()).isNotBlank();
                }
              })
          .as("seed %s round %s: %s", seed, round, Arrays.toString(record))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void reservedTypesAndNotANumberAreNull() {
    byte[] record = {4, 10, 11, 7, 0x7f, (byte) 0xf8, 0, 0, 0, 0, 0, 0};
    reader.read(record, 0, record.length);
    assertThat(reader.isNull(0)).isTrue();
    assertThat(reader.isNull(1)).isTrue();
    assertThat(reader.isNull(2)).isTrue();
    assertThat(reader.columnCount()).isEqualTo(3);
  }

  @Test
  void everyValueCastsToAnInteger() {
    assertThat(cast("50")).isEqualTo(50);
    assertThat(cast("\n  -60abc")).isEqualTo(-60);
    assertThat(cast("+7e3")).isEqualTo(7);
    assertThat(cast("abc")).isZero();
    assertThat(cast("")).isZero();
    assertThat(cast("-")).isZero();
    assertThat(cast("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(cast("9223372036854775808")).isEqualTo(Long.MAX_VALUE);
    assertThat(cast("99999999999999999999")).isEqualTo(Long.MAX_VALUE);
    assertThat(cast("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(cast("-9223372036854775809")).isEqualTo(Long.MIN_VALUE);
    RecordWriter writer = new RecordWriter();
    writer.addNull();
    writer.addReal(-50.7);
    writer.addReal(1e30);
    writer.addBlob("42x".getBytes(UTF_8), 0, 3);
    writer.addInteger(-8);
    reader.read(writer.bytes(), 0, writer.length());
    long[] expected = {0, -50, Long.MAX_VALUE, 42, -8, 0};
    for (int i = 0; i < expected.length; i++) {
      assertThat(reader.castToInteger(i, TextEncoding.UTF_8)).isEqualTo(expected[i]);
    }
  }

  private long cast(String text) {
    RecordWriter writer = new RecordWriter();
    byte[] bytes = text.getBytes(TextEncoding.UTF_16LE.charset());
    writer.addText(bytes, 0, bytes.length);
    reader.read(writer.bytes(), 0, writer.length());
    return reader.castToInteger(0, TextEncoding.UTF_16LE);
  }

  @Test
  void offsetOfAMissingColumnIsRefused() {
    reader.read(new byte[] {2, 8}, 0, 2);
    assertThatThrownBy(() -> reader.offset(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
