package org.braiddb.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.braiddb.storage.record.RecordWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each target over seeded inputs; {@code -Dbraid.test.seed=N} for others, {@code
 * -Dbraid.fuzz.runs=N} for more.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTargetsTest {
  private static final long SEED = Long.getLong("braid.test.seed", 4);
  private static final int RUNS = Integer.getInteger("braid.fuzz.runs", 200);

  private static void run(
      int runs, Consumer<byte[]> target, Function<SplittableRandom, byte[]> make) {
    for (int run = 0; run < runs; run++) {
      byte[] input = make.apply(new SplittableRandom(SEED + run));
      try {
        target.accept(input);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + (SEED + run), e);
      }
    }
  }

  @Test
  void recordsOfAnyBytesAreReadOrRefused() {
    run(RUNS * 100, RecordFuzz::fuzzerTestOneInput, FuzzTargetsTest::record);
  }

  /** A record with some bytes changed. */
  private static byte[] record(SplittableRandom random) {
    RecordWriter writer = new RecordWriter();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> writer.addNull();
        case 1 -> writer.addInteger(random.nextLong() >> random.nextInt(64));
        case 2 -> writer.addReal(random.nextDouble());
        case 3 -> writer.addText(new byte[200], 0, random.nextInt(200));
        default -> writer.addBlob(new byte[200], 0, random.nextInt(20));
      }
    }
    byte[] record = writer.toByteArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      record[random.nextInt(Math.min(12, record.length))] = (byte) random.nextInt(256);
    }
    return record;
  }

  @Test
  void filesWithAnyBytesChangedAreUsedOrRefused() {
    run(RUNS, FileFuzz::fuzzerTestOneInput, random -> changes(random));
  }

  @Test
  void logsWithAnyBytesChangedAreReadOrCutOff() {
    assertThat(FuzzedDatabase.LOG.length).isGreaterThan(1000);
    run(RUNS, LogFuzz::fuzzerTestOneInput, random -> changes(random));
  }

  private static byte[] changes(SplittableRandom random) {
    byte[] input = new byte[1 + 3 * random.nextInt(1, 9)];
    random.nextBytes(input);
    return input;
  }
}
