package org.braiddb.storage.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VarintTest {
  private static void assertRoundTrip(long value) {
    byte[] bytes = new byte[12];
    int length = Varint.write(bytes, 2, value);
    assertThat(length).isEqualTo(Varint.size(value)).isBetween(1, 9);
    assertThat(Varint.read(bytes, 2)).isEqualTo(value);
    assertThat(Varint.length(bytes, 2)).isEqualTo(length);
    assertThat(Varint.length(bytes, 2, 2 + length)).isEqualTo(length);
    assertThat(Varint.length(bytes, 2, 1 + length)).isEqualTo(-1);
  }

  @Test
  void valuesOfEveryLengthSurvive() {
    for (int bits = 0; bits < 64; bits++) {
      long power = 1L << bits;
      for (long value : new long[] {power - 1, power, power + 1, -power, -power - 1}) {
        assertRoundTrip(value);
      }
    }
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      assertRoundTrip(random.nextLong() >>> random.nextInt(64));
    }
  }

  @Test
  void theEncodingIsThatOfTheFileFormat() {
    byte[] bytes = new byte[9];
    assertThat(Varint.write(bytes, 0, 0x80)).isEqualTo(2);
    assertThat(bytes).startsWith(0x81, 0x00);
    assertThat(Varint.write(bytes, 0, -1)).isEqualTo(9);
    assertThat(bytes).containsOnly(0xff);
    assertThat(Varint.write(bytes, 0, 1L << 56)).isEqualTo(9);
    assertThat(bytes).startsWith(0x80, 0xc0, 0x80);
  }
}
