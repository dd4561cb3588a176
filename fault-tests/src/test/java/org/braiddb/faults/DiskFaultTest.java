package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.file.io.simulation.Unforced;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call of a scenario fails in turn, once or with all that follow, and the disk is as full as
 * it can be: the error says so, what was acknowledged stays, and the store goes on or says why not.
 */
class DiskFaultTest {
  static Stream<String> modes() {
    return Stream.of(SimulatedDisk.MODES);
  }

  private static SimulatedFileSystem undisturbed(String mode, long seed) {
    Trial calm = new Trial(mode, seed, new SimulatedFileSystem(seed), "undisturbed");
    assertThat(calm.run()).as("errors without faults").isFalse();
    return calm.disk;
  }

  /** A run against a planned fault; whether the store refused to be written afterwards. */
  private static boolean run(
      String mode, long seed, String fault, long number, Consumer<SimulatedFileSystem> plan) {
    SimulatedFileSystem disk = new SimulatedFileSystem(seed * 1_000_003 + number);
    plan.accept(disk);
    Trial trial = new Trial(mode, seed, disk, fault + " at " + number);
    if (trial.run()) {
      trial.useAgain();
    }
    disk.heal();
    trial.abandon();
    boolean killed = number % 2 == 0;
    SimulatedFileSystem found = killed ? disk.afterKill() : disk.afterPowerCut(Unforced.ANY);
    trial.check(
        found,
        killed ? trial.scenario.acknowledged : trial.scenario.durable,
        killed ? "after the process has ended" : "after a power cut");
    return trial.refused;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyFailureOfAnOperationLeavesWhatWasAcknowledged(String mode) {
    int faults = 0;
    int refused = 0;
    for (long seed = Trial.SEED; seed < Trial.SEED + Trial.SEEDS; seed++) {
      long operations = undisturbed(mode, seed).operations();
      for (Fault fault : new Fault[] {Fault.ERROR, Fault.ERRORS_FROM_NOW_ON, Fault.DISK_FULL}) {
        for (long at = 1; at <= operations; at++) {
          long operation = at;
          faults++;
          refused += run(mode, seed, fault.name(), at, disk -> disk.plan(fault, operation)) ? 1 : 0;
        }
      }
    }
    System.out.println(mode + ": " + faults + " failed operations");
    assertThat(refused).as("stores that a failed force has stopped").isBetween(1, faults / 2);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyFailureOfAReadLeavesWhatWasAcknowledged(String mode) {
    int faults = 0;
    for (long seed = Trial.SEED; seed < Trial.SEED + Trial.SEEDS; seed++) {
      long looks = undisturbed(mode, seed).looks();
      for (long at = 1; at <= looks; at++) {
        long look = at;
        boolean once = at % 3 != 0;
        run(mode, seed, "failed read", at, disk -> disk.planLook(look, !once));
        faults++;
      }
    }
    System.out.println(mode + ": " + faults + " failed reads");
    assertThat(faults).isGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void readsThatComeInPiecesChangeNothing(String mode) {
    for (long seed = Trial.SEED; seed < Trial.SEED + Trial.SEEDS; seed++) {
      SimulatedFileSystem calm = undisturbed(mode, seed);
      SimulatedFileSystem disk = new SimulatedFileSystem(seed);
      disk.shortReads();
      Trial trial = new Trial(mode, seed, disk, "short reads");
      assertThat(trial.run()).as(trial.which).isFalse();
      assertThat(disk.looks()).as("reads in pieces").isGreaterThan(calm.looks());
      trial.check(disk.afterKill(), trial.scenario.acknowledged, "after short reads");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aDiskOfAnySizeLeavesWhatWasAcknowledged(String mode) {
    int sizes = 0;
    for (long seed = Trial.SEED; seed < Trial.SEED + Trial.SEEDS; seed++) {
      SimulatedFileSystem calm = new SimulatedFileSystem(seed);
      long most = mostBytes(mode, seed, calm);
      for (long size = 0; size < most; size += most / 150 + 1) {
        long bytes = size;
        run(mode, seed, "disk of bytes, full", size, disk -> disk.setCapacity(bytes));
        sizes++;
      }
    }
    System.out.println(mode + ": " + sizes + " sizes of the disk");
    assertThat(sizes).isGreaterThan(100);
  }

  /** The most that the files of an undisturbed run have together when they are forced. */
  private static long mostBytes(String mode, long seed, SimulatedFileSystem calm) {
    long[] most = {0};
    calm.slowForces(() -> most[0] = Math.max(most[0], calm.size()));
    assertThat(new Trial(mode, seed, calm, "undisturbed").run()).isFalse();
    return most[0];
  }
}
