package org.braiddb.storage.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    1L << 53,
    (1L << 53) + 1,
    (1L << 53) - 1,
    -(1L << 53) - 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    (1L << 62) + 1
  };
  private static final double[] REALS = {
    0.0,
    -0.0,
    0.5,
    -0.5,
    0x1p53,
    -0x1p53,
    0x1p63,
    -0x1p63,
    0x1p62,
    1e300,
    -1e300,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final String[] PIECES = {
    "a",
    "A",
    "b",
    "B",
    "Z",
    "z",
    "[",
    " ",
    "  ",
    "\0",
    "\t",
    "é",
    "\uffff",
    "\ud83d\ude00",
    "\ud800"
  };

  private final long seed = Long.getLong("braid.seed", 20);
  private final Random random = new Random(seed);

  @Test
  void orderOfTheBytesIsTheOrderOfTheKeys() {
    System.out.println("KeyCodecTest seed " + seed);
    for (int round = 0; round < 400; round++) {
      KeyOrder order = randomOrder();
      RecordComparator comparator = new RecordComparator(order);
      KeyCodec codec = new KeyCodec(order);
      List<byte[]> records = new ArrayList<>();
      int columns = 1 + random.nextInt(4);
      for (int i = 0; i < 25; i++) {
        records.add(randomRecord(columns, order.encoding()));
      }
      for (byte[] left : records) {
        for (byte[] right : records) {
          int expected = compare(comparator, left, right);
          int actual = Arrays.compareUnsigned(encode(codec, left), encode(codec, right));
          assertThat(Integer.signum(actual))
              .as(
                  "seed %s: %s: %s and %s",
                  seed, order, Arrays.toString(left), Arrays.toString(right))
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void prefixesAndTheirUpperBoundsEncloseTheirKeys() {
    System.out.println("KeyCodecTest seed " + seed);
    for (int round = 0; round < 400; round++) {
      KeyOrder order = randomOrder();
      RecordComparator comparator = new RecordComparator(order);
      KeyCodec codec = new KeyCodec(order);
      byte[] whole = randomRecord(3, order.encoding());
      SearchKey prefix = new SearchKey(3);
      RecordComparator.unpack(whole, 0, whole.length, random.nextInt(4), prefix);
      codec.encode(prefix);
      byte[] low = codec.toByteArray();
      codec.addUpperBound();
      byte[] high = codec.toByteArray();
      for (int i = 0; i < 30; i++) {
        byte[] record = i == 0 ? whole : randomRecord(3, order.encoding());
        byte[] key = encode(codec, record);
        int expected = Integer.signum(comparator.compare(prefix, record, 0, record.length));
        int actual =
            Arrays.compareUnsigned(key, low) < 0
                ? 1
                : Arrays.compareUnsigned(key, high) < 0 ? 0 : -1;
        assertThat(actual)
            .as("seed %s: %s: %s", seed, order, Arrays.toString(record))
            .isEqualTo(expected);
      }
    }
  }

  private static int compare(RecordComparator comparator, byte[] left, byte[] right) {
    return Integer.signum(
        comparator.compare(left, 0, left.length, right, 0, right.length, Integer.MAX_VALUE));
  }

  private static byte[] encode(KeyCodec codec, byte[] record) {
    codec.encode(record, 0, record.length, Integer.MAX_VALUE);
    return codec.toByteArray();
  }

  private KeyOrder randomOrder() {
    List<KeyOrder.Column> columns = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Collations collation = Collations.values()[random.nextInt(Collations.values().length)];
      columns.add(new KeyOrder.Column(collation, random.nextBoolean()));
    }
    TextEncoding encoding = TextEncoding.values()[random.nextInt(TextEncoding.values().length)];
    return new KeyOrder(columns, encoding);
  }

  private byte[] randomRecord(int columns, TextEncoding encoding) {
    RecordWriter writer = new RecordWriter();
    for (int i = 0; i < columns; i++) {
      switch (random.nextInt(9)) {
        case 0 -> writer.addNull();
        case 1 -> writer.addInteger(INTEGERS[random.nextInt(INTEGERS.length)]);
        case 2 -> writer.addInteger(random.nextLong() >> random.nextInt(64));
        case 3 -> writer.addReal(REALS[random.nextInt(REALS.length)]);
        case 4 -> writer.addReal((double) INTEGERS[random.nextInt(INTEGERS.length)]);
        case 5 -> writer.addReal(random.nextGaussian());
        case 6 -> {
          byte[] blob = new byte[random.nextInt(4)];
          for (int b = 0; b < blob.length; b++) {
            blob[b] = (byte) (random.nextInt(3) - 1);
          }
          writer.addBlob(blob, 0, blob.length);
        }
        default -> {
          byte[] text = randomText(encoding);
          writer.addText(text, 0, text.length);
        }
      }
    }
    return writer.toByteArray();
  }

  private byte[] randomText(TextEncoding encoding) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString().getBytes(encoding.charset());
  }

  @Test
  void otherCollationsAreRefused() {
    Collation own =
        new Collation() {
          @Override
          public String name() {
            return "OWN";
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
            return 0;
          }
        };
    KeyOrder order = new KeyOrder(List.of(new KeyOrder.Column(own, false)), TextEncoding.UTF_8);
    assertThatThrownBy(() -> new KeyCodec(order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OWN");
  }
}
