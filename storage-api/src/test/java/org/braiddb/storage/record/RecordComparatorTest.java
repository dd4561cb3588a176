package org.braiddb.storage.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordComparatorTest {
  private static final KeyOrder ORDER =
      new KeyOrder(
          List.of(
              new KeyOrder.Column(Collations.NOCASE, false),
              new KeyOrder.Column(Collations.BINARY, true)),
          TextEncoding.UTF_8);

  private final RecordComparator comparator = new RecordComparator(ORDER);

  private static byte[] record(Object... values) {
    RecordWriter writer = new RecordWriter();
    for (Object value : values) {
      switch (value) {
        case Long number -> writer.addInteger(number);
        case Double number -> writer.addReal(number);
        case String text -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          writer.addText(bytes, 0, bytes.length);
        }
        default -> writer.addNull();
      }
    }
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  private static SearchKey key(byte[] record) {
    SearchKey key = new SearchKey(1);
    RecordComparator.unpack(record, 0, record.length, 9, key);
    return key;
  }

  private int compare(byte[] left, byte[] right) {
    int result = Integer.signum(comparator.compare(key(left), right, 0, right.length));
    assertThat(Integer.signum(comparator.compare(left, 0, left.length, right, 0, right.length, 9)))
        .isEqualTo(result);
    return result;
  }

  @Test
  void directionsAndCollationsAreThoseOfTheOrder() {
    assertThat(compare(record("a", 1L), record("B", 1L))).isNegative();
    assertThat(compare(record("a", 1L), record("A", 1L))).isZero();
    assertThat(compare(record("a", 1L), record("A", 2L))).isPositive();
    assertThat(compare(record("a", 1L, "x"), record("A", 1L, "X"))).isPositive();
    assertThat(compare(record("a", 1L, 4L), record("A", 1L, 5L))).isNegative();
  }

  @Test
  void aPrefixEqualsWhatBeginsWithIt() {
    assertThat(compare(record("a"), record("A", 7L, 8L))).isZero();
    assertThat(compare(record("a", 7L, 8L), record("A"))).isZero();
  }

  @Test
  void beginningsThatDifferAreOrderedAsTheTextsAre() {
    String[] texts = {
      "", "\0", "\0\0", "a", "a\0", "ab", "abcdefg", "abcdefgh", "abcdefgi", "ä", "\uffff"
    };
    for (String left : texts) {
      for (String right : texts) {
        int order = order(beginning(left), beginning(right));
        int whole =
            Integer.signum(
                Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));
        assertThat(order == 0 || order == whole).as("%s and %s", left, right).isTrue();
        if (left.length() < 9 && !(left + right).contains("\0")) {
          assertThat(order).as("%s and %s", left, right).isEqualTo(whole);
        }
      }
    }
  }

  private static int order(long left, long right) {
    return Integer.signum(Long.compareUnsigned(left, right));
  }

  /** In the middle of an array and at its end: they are read in different ways. */
  private static long beginning(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] within = new byte[bytes.length + 20];
    Arrays.fill(within, (byte) 0x77);
    System.arraycopy(bytes, 0, within, 5, bytes.length);
    long beginning = RecordComparator.beginning(within, 5, bytes.length);
    SearchKey key = new SearchKey(1);
    key.addText(bytes, 0, bytes.length);
    assertThat(key.beginning(0)).isEqualTo(beginning);
    return beginning;
  }

  /** In place where both begin with short INTEGERs and texts, by a key where they do not. */
  @Test
  void recordsCompareInPlaceAsByAKey() {
    Object[] values = {
      Boolean.FALSE, 0L, 1L, -7L, 300L, 1L << 40, 1.5, "", "a", "ab", "B", "longer than eight"
    };
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      boolean descends = random.nextBoolean();
      RecordComparator binary =
          new RecordComparator(
              new KeyOrder(
                  List.of(
                      new KeyOrder.Column(Collations.BINARY, descends),
                      new KeyOrder.Column(Collations.NOCASE, !descends)),
                  TextEncoding.UTF_8));
      byte[] left = anyRecord(values, random);
      byte[] right = anyRecord(values, random);
      int columns = 1 + random.nextInt(4);
      SearchKey key = new SearchKey(1);
      RecordComparator.unpack(left, 0, left.length, columns, key);
      byte[] within = new byte[left.length + 9];
      System.arraycopy(left, 0, within, 5, left.length);
      assertThat(
              Integer.signum(
                  binary.compare(within, 5, left.length, right, 0, right.length, columns)))
          .as("%s with %s", Arrays.toString(left), Arrays.toString(right))
          .isEqualTo(Integer.signum(binary.compare(key, right, 0, right.length)));
    }
  }

  private static byte[] anyRecord(Object[] values, Random random) {
    Object[] row = new Object[random.nextInt(4)];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[random.nextInt(values.length)];
    }
    return record(row);
  }

  @Test
  void integersAndRealsCompareExactly() {
    long large = (1L << 53) + 1;
    assertThat(compare(record(large), record((double) (1L << 53)))).isPositive();
    assertThat(compare(record(Long.MAX_VALUE), record(0x1p63))).isNegative();
    assertThat(compare(record(Long.MIN_VALUE), record(-0x1p63))).isZero();
    assertThat(compare(record(1L), record(1.5))).isNegative();
    assertThat(compare(record(-1.5), record(-1L))).isNegative();
    assertThat(compare(record(0.0), record(-0.0))).isZero();
  }

  private static int compareValues(Object left, Object right) {
    if (left instanceof Long a && right instanceof Long b) {
      return Long.compare(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return Integer.signum(a.compareTo(b)); // of ASCII
    }
    return Integer.compare(rank(left), rank(right));
  }

  private static int rank(Object value) {
    return value instanceof Long ? 1 : value instanceof String ? 2 : 0;
  }

  private static Object value(Random random) {
    int number = random.nextInt(3);
    return switch (random.nextInt(5)) {
      case 0 -> "absent";
      case 1 -> number + " is the beginning of a text";
      case 2 -> "t".repeat(number * 40);
      default -> number == 0 ? (Object) (1L << 40) : Long.valueOf(number);
    };
  }

  @Test
  void columnsDecideOneAfterTheOther() {
    Random random = new Random(18);
    int equal = 0;
    for (int i = 0; i < 30_000; i++) {
      boolean[] descending = {random.nextBoolean(), random.nextBoolean()};
      RecordComparator columns =
          new RecordComparator(
              new KeyOrder(
                  List.of(
                      new KeyOrder.Column(Collations.BINARY, descending[0]),
                      new KeyOrder.Column(Collations.BINARY, descending[1])),
                  TextEncoding.UTF_8));
      Object[] record = {value(random), value(random), value(random)};
      Object[] key = Arrays.copyOf(record, 1 + random.nextInt(3));
      key[random.nextInt(key.length)] = value(random);
      int expected = 0;
      for (int k = 0; expected == 0 && k < key.length; k++) {
        int order = compareValues(key[k], record[k]);
        expected = k < 2 && descending[k] ? -order : order;
      }
      byte[] bytes = record(record);
      int order = columns.compare(key(record(key)), bytes, 0, bytes.length);
      assertThat(Integer.signum(order))
          .as("%s %s", Arrays.toString(key), Arrays.toString(record))
          .isEqualTo(expected);
      equal += expected == 0 ? 1 : 0;
    }
    assertThat(equal).isGreaterThan(1000);
  }

  @Test
  void anyBytesGiveAnOrderOrAreNoRecord() {
    Random random = new Random(17);
    byte[] sound = record("abc", 5L, 2.5, "x", 1L << 40);
    SearchKey key = key(sound);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 1));
      for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        comparator.compare(key, bytes, 0, bytes.length);
        key(bytes);
      } catch (MalformedRecordException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aValueBeyondTheRecordIsRefused() {
    byte[] record = {2, 99};
    assertThatThrownBy(() -> key(record))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("value of 43 bytes where the record has 0 left");
  }
}
