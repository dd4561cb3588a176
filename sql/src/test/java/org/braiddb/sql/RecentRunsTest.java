package org.braiddb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentRunsTest {
  private static final long LIMIT = 40_000;
  private static final long QUICK = 10_000;
  private static final long HELD_UP = 3_000_000;

  private final RecentRuns recent = new RecentRuns();

  private void turn(long nanos) {
    recent.worked(nanos, true, false, LIMIT);
  }

  private void turns(int count, long nanos) {
    for (int run = 0; run < count; run++) {
      turn(nanos);
    }
  }

  @Test
  void quickWorkIsBriefAfterSomeRuns() {
    assertThat(recent.brief()).isFalse();
    turn(QUICK);
    assertThat(recent.brief()).isFalse();
    turns(40, QUICK);
    assertThat(recent.brief()).isTrue();
  }

  @Test
  void workThatIsHeldUpNowAndThenIsBrief() {
    turns(40, QUICK);
    for (int round = 0; round < 50; round++) {
      turns(15, QUICK);
      turn(HELD_UP);
      assertThat(recent.brief()).isTrue();
    }
  }

  @Test
  void workThatIsHeldUpNowAndThenBecomesBrief() {
    for (int round = 0; round < 10; round++) {
      turns(15, QUICK);
      turn(HELD_UP);
    }
    assertThat(recent.brief()).isTrue();
  }

  @Test
  void workOfWhichAThirdWaitsIsNotBrief() {
    for (int round = 0; round < 200; round++) {
      turn(10_000_000);
      turns(2, QUICK);
      assertThat(recent.brief()).isFalse();
    }
  }

  @Test
  void oneRunOfAnHourChangesNothing() {
    turns(100, QUICK);
    turn(3_600_000_000_000L);
    assertThat(recent.brief()).isTrue();
  }

  @Test
  void workThatHasBecomeSlowIsNotBriefForLong() {
    turns(100, QUICK);
    turns(10, 10_000_000);
    assertThat(recent.brief()).isFalse();
  }

  @Test
  void briefWorkStaysSoUpToTwiceTheLimit() {
    turns(100, QUICK);
    turns(200, LIMIT + LIMIT / 2);
    assertThat(recent.brief()).isTrue();
    turns(200, 3 * LIMIT);
    assertThat(recent.brief()).isFalse();
    turns(200, LIMIT + LIMIT / 2);
    assertThat(recent.brief()).isFalse();
  }

  @Test
  void concurrentWorkIsTakenForSlowerThanItWouldBeInTurns() {
    for (int run = 0; run < 200; run++) {
      recent.worked(3 * LIMIT, true, true, LIMIT);
    }
    assertThat(recent.brief()).isTrue();
    for (int run = 0; run < 200; run++) {
      recent.worked(10 * LIMIT, true, true, LIMIT);
    }
    assertThat(recent.brief()).isFalse();
  }

  @Test
  void whoOnlyReadsIsNotBrief() {
    turns(100, QUICK);
    for (int run = 0; run < 100; run++) {
      recent.worked(QUICK, false, false, LIMIT);
    }
    assertThat(recent.brief()).isFalse();
  }

  @Test
  void noLimitMeansNoBriefWork() {
    for (int run = 0; run < 100; run++) {
      recent.worked(QUICK, true, false, 0);
    }
    assertThat(recent.brief()).isFalse();
  }
}
