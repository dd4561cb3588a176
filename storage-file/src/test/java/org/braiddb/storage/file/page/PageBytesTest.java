package org.braiddb.storage.file.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageBytesTest {
  private static final int LEAST = 300;

  private static byte[] numbers(Random random, int count) {
    byte[] bytes = new byte[2 * count + 3];
    random.nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      PageBytes.putU16(bytes, 1 + 2 * i, random.nextInt(LEAST, Short.MAX_VALUE - LEAST));
    }
    return bytes;
  }

  @Test
  void numbersUpToALimitAreChangedAndNoOthers() {
    Random random = new Random(1);
    for (int round = 0; round < 5000; round++) {
      int count = random.nextInt(12);
      byte[] bytes = numbers(random, count);
      int limit =
          count > 0 && random.nextBoolean()
              ? PageBytes.u16(bytes, 1 + 2 * random.nextInt(count))
              : random.nextInt(LEAST, Short.MAX_VALUE);
      int added = random.nextInt(-LEAST, LEAST);
      byte[] expected = bytes.clone();
      for (int at = 1; at < 1 + 2 * count; at += 2) {
        int number = PageBytes.u16(bytes, at);
        PageBytes.putU16(expected, at, number <= limit ? number + added : number);
      }
      assertThat(PageBytes.addUpTo(bytes, 1, 1 + 2 * count, LEAST, limit, added)).isTrue();
      assertThat(bytes).isEqualTo(expected);
    }
  }

  @Test
  void numbersOutOfBoundsAreRefused() {
    Random random = new Random(2);
    for (int round = 0; round < 1000; round++) {
      int count = random.nextInt(1, 12);
      byte[] bytes = numbers(random, count);
      int bad = random.nextBoolean() ? random.nextInt(LEAST) : random.nextInt(0x8000, 0x10000);
      PageBytes.putU16(bytes, 1 + 2 * random.nextInt(count), bad);
      assertThat(PageBytes.addUpTo(bytes, 1, 1 + 2 * count, LEAST, 5000, -20)).isFalse();
    }
  }
}
