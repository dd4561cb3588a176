package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.file.io.simulation.Unforced;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power is cut at every operation of a scenario, and what was not forced is lost, kept, torn
 * and mixed: all that was acknowledged as durable is there, and what is there is a prefix of the
 * commits.
 */
class PowerCutTest {
  @TempDir Path directory;

  static Stream<String> modes() {
    return Stream.of(SimulatedDisk.MODES);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyCutLeavesAPrefixWithAllThatWasAcknowledgedAsDurable(String mode) throws Exception {
    int cuts = 0;
    for (long seed = Trial.SEED; seed < Trial.SEED + Trial.SEEDS; seed++) {
      Trial calm = new Trial(mode, seed, new SimulatedFileSystem(seed), "undisturbed");
      assertThat(calm.run()).as("errors without faults").isFalse();
      assertThat(calm.scenario.states).hasSizeGreaterThan(5);
      for (long cut = 1; cut <= calm.disk.operations(); cut++) {
        for (Unforced unforced : Unforced.values()) {
          cut(mode, seed, cut, unforced, cuts++);
        }
      }
    }
    System.out.println(mode + ": " + cuts + " power cuts");
    assertThat(cuts).isGreaterThan(200);
  }

  private void cut(String mode, long seed, long cut, Unforced unforced, int count)
      throws Exception {
    SimulatedFileSystem disk = new SimulatedFileSystem(seed * 1_000_003 + cut);
    disk.plan(Fault.POWER_CUT, cut);
    Trial trial = new Trial(mode, seed, disk, "cut at " + cut + ", unforced " + unforced);
    trial.run();
    assertThat(disk.isOff()).as(trial.which).isTrue();
    SimulatedFileSystem found = disk.afterPowerCut(unforced);
    if (count % 3 == 0) {
      found.shortReads();
    }
    trial.abandon();
    int atLeast = unforced == Unforced.KEPT ? trial.scenario.acknowledged : trial.scenario.durable;
    if (count % 97 == 0) {
      trial.checkWithSqlite(found, atLeast, directory, "after the cut");
    }
    trial.check(found, atLeast, "after the cut");
    if (count % 5 == 0) {
      trial.check(found.afterPowerCut(unforced), atLeast, "after a second cut");
    }
  }
}
