package org.braiddb.storage.file.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommittersFirstTest {
  private long now = Long.MAX_VALUE - 10; // clocks may begin anywhere
  private long yieldTakes = 2_000;
  private int yields;

  private final CommittersFirst committers =
      new CommittersFirst(
          () -> now,
          () -> {
            now += yieldTakes;
            yields++;
          },
          2);

  /** Reads for a millisecond, at each microsecond anew. */
  private int readForAMillisecond() {
    int before = yields;
    long begun = now;
    while (now - begun < 1_000_000) {
      committers.readerRuns();
      now += 1_000;
    }
    return yields - before;
  }

  @Test
  void nobodyYieldsWhileNobodyCommits() {
    assertThat(readForAMillisecond()).isZero();
  }

  @Test
  void readersYieldAfterEachIntervalWhileSomebodyCommits() {
    committers.committerWaits();

    assertThat(readForAMillisecond()).isEqualTo(19);
  }

  @Test
  void readersYieldUntilTheLastCommitIsOver() {
    committers.committerWaits();
    committers.committerWaits();
    committers.committerRuns();
    assertThat(readForAMillisecond()).isPositive();

    committers.committerRuns();
    assertThat(readForAMillisecond()).isZero();
  }

  @Test
  void oneLongYieldAmongShortOnesChangesNothing() {
    committers.committerWaits();
    readForAMillisecond();
    yieldTakes = 1_000_000;
    committers.readerRuns();
    yieldTakes = 2_000;

    assertThat(readForAMillisecond()).isGreaterThan(10);
  }

  @Test
  void whereOthersComputeMeanwhileReadersKeepAThirdOfTheTime() {
    committers.committerWaits();
    yieldTakes = 3_000_000;
    for (int turn = 0; turn < 200; turn++) {
      readForAMillisecond();
    }
    int before = yields;
    long begun = now;
    while (now - begun < 1_000_000_000) {
      readForAMillisecond();
    }
    assertThat(yields - before).isBetween(200, 240);
  }

  @Test
  void readersYieldMoreOftenOnceThatTakesLittle() {
    committers.committerWaits();
    yieldTakes = 3_000_000;
    for (int turn = 0; turn < 200; turn++) {
      readForAMillisecond();
    }
    yieldTakes = 2_000;
    for (int turn = 0; turn < 200; turn++) {
      readForAMillisecond();
    }
    assertThat(readForAMillisecond()).isBetween(19, 20);
  }

  @Test
  void whatOtherReadersTakeMeanwhileIsNoReasonToYieldLess() {
    Thread first = Thread.currentThread();
    CommittersFirst[] shared = new CommittersFirst[1];
    shared[0] =
        new CommittersFirst(
            () -> now,
            () -> {
              yields++;
              if (Thread.currentThread() == first) {
                readByOthers(shared[0]);
              }
            },
            2);
    shared[0].committerWaits();

    for (int turn = 0; turn < 40; turn++) {
      now += CommittersFirst.SHORTEST_INTERVAL_NANOS;
      int before = yields;
      shared[0].readerRuns();
      assertThat(yields).isGreaterThan(before);
    }
  }

  /** Sixty readers on two processors, each of whom keeps one for an interval. */
  private void readByOthers(CommittersFirst committers) {
    for (int i = 0; i < 60; i++) {
      now += CommittersFirst.SHORTEST_INTERVAL_NANOS / 2;
      Thread reader = Thread.ofPlatform().start(committers::readerRuns);
      boolean interrupted = false;
      while (reader.isAlive()) {
        try {
          reader.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      assertThat(interrupted).isFalse();
    }
  }
}
