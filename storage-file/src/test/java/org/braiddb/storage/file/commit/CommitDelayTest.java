package org.braiddb.storage.file.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitDelayTest {
  private final CommitDelay delay = new CommitDelay();

  @Test
  void nobodyIsWaitedForBeforeAForceHasBeenSeen() {
    assertThat(delay.wanted()).isZero();
    assertThat(delay.longestNanos()).isZero();
  }

  @Test
  void whoCommitsAloneWaitsForNobody() {
    delay.afterBatch(1, 0);

    assertThat(delay.wanted()).isEqualTo(1);
  }

  @Test
  void twoWhoTakeTurnsAreBroughtTogether() {
    delay.afterBatch(1, 1);

    assertThat(delay.wanted()).isEqualTo(2);
  }

  @Test
  void ofManyMoreThanHalfAreEnough() {
    delay.afterBatch(9, 7);

    assertThat(delay.wanted()).isEqualTo(9);
  }

  @Test
  void nobodyIsExpectedAfterALeadersOwnCommitAlone() {
    delay.afterBatch(0, 0);

    assertThat(delay.wanted()).isZero();
  }

  @Test
  void aBatchThatWasNotForcedEndsTheWaiting() {
    delay.afterBatch(4, 4);
    delay.forget();

    assertThat(delay.wanted()).isZero();
  }

  @Test
  void nobodyIsWaitedForSomeTimeAfterALongWait() {
    delay.forced(1_600_000);
    delay.afterBatch(4, 4);
    delay.waited(2 * delay.longestNanos());
    assertThat(delay.wanted()).isEqualTo(5);

    delay.waited(3_000_000);
    int batches = 0;
    while (delay.wanted() == 0) {
      delay.afterBatch(4, 4);
      batches++;
    }
    assertThat(batches).isEqualTo(256);
  }

  @Test
  void aWaitTakesHalfOfAForceAndNeverLong() {
    for (int i = 0; i < 100; i++) {
      delay.forced(160_000);
    }
    assertThat(delay.longestNanos()).isBetween(79_000L, 80_000L);

    for (int i = 0; i < 100; i++) {
      delay.forced(50_000_000);
    }
    assertThat(delay.longestNanos()).isEqualTo(500_000);
  }
}
