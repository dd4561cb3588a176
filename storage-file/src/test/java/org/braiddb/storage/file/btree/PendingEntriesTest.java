package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingEntriesTest {
  private static byte[] record(Random random, int kinds, int values) {
    RecordWriter writer = new RecordWriter();
    addValue(writer, random, kinds, values);
    addValue(writer, random, 5, 200);
    addValue(writer, random, values < 10 ? 1 : 6, values);
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  private static void addValue(RecordWriter writer, Random random, int kinds, int most) {
    switch (kinds == 1 ? 0 : random.nextInt(kinds)) {
      case 0, 1 -> {
        String text = "a shared beginning " + Integer.toString(random.nextInt(most), 36);
        byte[] bytes =
            (random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT) + "\0")
                .getBytes(StandardCharsets.UTF_8);
        writer.addText(bytes, 0, bytes.length);
      }
      case 2 -> {
        switch (random.nextInt(4)) {
          case 0 -> writer.addInteger(random.nextInt(Math.min(most, 20)) - 10);
          case 1 -> writer.addInteger(Long.MAX_VALUE - random.nextInt(3000));
          case 2 -> writer.addInteger(Long.MIN_VALUE + random.nextInt(3000));
          default -> writer.addInteger(random.nextLong());
        }
      }
      case 3 -> {
        double[] values = {-0.0, 0.5, 9.3e18, -9.3e18, 1e300, -1e-300, 3};
        writer.addReal(values[random.nextInt(values.length)]);
      }
      case 4 -> {
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        writer.addBlob(bytes, 0, bytes.length);
      }
      default -> writer.addNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void entriesComeInTheOrderOfTheIndexAndEqualOnesAsTheyCame(long seed) {
    Random random = new Random(seed);
    Collation collation = random.nextInt(3) == 0 ? Collations.NOCASE : Collations.BINARY;
    KeyOrder order =
        new KeyOrder(
            List.of(
                new KeyOrder.Column(collation, random.nextBoolean()),
                new KeyOrder.Column(Collations.BINARY, random.nextBoolean())),
            TextEncoding.UTF_8);
    RecordComparator comparator = new RecordComparator(order);
    PendingEntries pending = new PendingEntries(order);
    for (int round = 0; round < 3; round++) {
      int kinds = random.nextBoolean() ? 1 : 6;
      List<byte[]> expected = new ArrayList<>();
      int values = random.nextBoolean() ? 200 : 3;
      int entries = 1 + random.nextInt(3000);
      for (int i = 0; i < entries; i++) {
        byte[] record = random.nextInt(500) == 0 ? large(random) : record(random, kinds, values);
        pending.add(record, 0, record.length);
        if (random.nextInt(10) == 0) {
          pending.removeLast();
        } else {
          expected.add(record);
        }
      }
      expected.sort((a, b) -> comparator.compare(a, 0, a.length, b, 0, b.length, 3));
      pending.sort();
      assertThat(pending.size()).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        int from = pending.offset(i);
        assertThat(Arrays.copyOfRange(pending.bytes(i), from, from + pending.length(i)))
            .as("seed %d, rank %d", seed, i)
            .isEqualTo(expected.get(i));
      }
      pending.clear();
    }
  }

  private static byte[] large(Random random) {
    RecordWriter writer = new RecordWriter();
    byte[] text = "a shared b".repeat(random.nextInt(9000)).getBytes(StandardCharsets.UTF_8);
    writer.addText(text, 0, text.length);
    writer.addInteger(random.nextInt());
    return Arrays.copyOf(writer.bytes(), writer.length());
  }
}
