package org.braiddb.storage.file.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryFileTest {
  private static final int MOST = 300_000;

  /** Writes and cuts at random places, around the sizes of chunks, against an array. */
  @Test
  void holdsWhatWasWrittenAndZerosBetween() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      MemoryFile file = new MemoryFile("f");
      byte[] model = new byte[MOST];
      int size = 0;
      for (int step = 0; step < 60; step++) {
        int position = place(random);
        if (random.nextInt(4) == 0) {
          file.truncate(position);
          Arrays.fill(model, Math.min(position, size), size, (byte) 0);
          size = position;
        } else {
          byte[] bytes = new byte[1 + random.nextInt(9000)];
          random.nextBytes(bytes);
          file.write(bytes, 0, bytes.length, position);
          System.arraycopy(bytes, 0, model, position, bytes.length);
          size = Math.max(size, position + bytes.length);
        }
        byte[] found = new byte[size];
        assertThat(file.size()).isEqualTo(size);
        assertThat(file.readSome(found, 0, size, 0)).isEqualTo(size);
        assertThat(found).as("seed %d, step %d", seed, step).isEqualTo(Arrays.copyOf(model, size));
      }
    }
  }

  private static int place(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(10_000);
      case 1 -> (1 << 16) - 100 + random.nextInt(200);
      default -> random.nextInt(MOST - 10_000);
    };
  }
}
