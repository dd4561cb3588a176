package org.braiddb.storage.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollationsTest {
  private static final byte[] BYTES = {
    0, ' ', '@', 'A', 'Z', '[', '`', 'a', 'z', '{', 127, -63, -31, -1
  };

  private final long seed = Long.getLong("braid.seed", 5);
  private final Random random = new Random(seed);

  /** What SQLite does: byte by byte, up to a NUL that both have. */
  private static int expected(byte[] left, byte[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int a = left[i] >= 'A' && left[i] <= 'Z' ? left[i] + 32 : left[i] & 0xff;
      int b = right[i] >= 'A' && right[i] <= 'Z' ? right[i] + 32 : right[i] & 0xff;
      if (a != b) {
        return Integer.signum(a - b);
      }
      if (a == 0) {
        break;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private byte[] text() {
    byte[] text = new byte[random.nextInt(40)];
    for (int i = 0; i < text.length; i++) {
      text[i] = BYTES[random.nextInt(8) == 0 ? random.nextInt(BYTES.length) : 2 + i % 8];
    }
    return text;
  }

  /** A text that differs in few places, and in letter case. */
  private byte[] like(byte[] text) {
    byte[] other = Arrays.copyOf(text, Math.max(0, text.length + random.nextInt(3) - 1));
    for (int i = 0; i < other.length; i++) {
      if (other[i] >= 'A' && other[i] <= 'Z' && random.nextBoolean()) {
        other[i] += 32;
      }
      if (random.nextInt(30) == 0) {
        other[i] = (byte) random.nextInt(256);
      }
    }
    return other;
  }

  @Test
  void textsWithoutCaseCompareAsByteByByte() {
    System.out.println("texts without case: repeat with -Dbraid.seed=" + seed);
    int equal = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] left = text();
      byte[] right = random.nextInt(3) == 0 ? text() : like(left);
      int before = random.nextInt(3);
      byte[] shifted = new byte[right.length + before];
      System.arraycopy(right, 0, shifted, before, right.length);
      int order =
          Collations.NOCASE.compare(
              left, 0, left.length, shifted, before, right.length, TextEncoding.UTF_8);
      assertThat(Integer.signum(order))
          .as("%s %s", Arrays.toString(left), Arrays.toString(right))
          .isEqualTo(expected(left, right));
      equal += order == 0 ? 1 : 0;
    }
    assertThat(equal).isGreaterThan(1000);
  }
}
