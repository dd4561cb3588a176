package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SessionLockTest {
  private static final int ROUNDS = 2000;

  private final SessionLock lock = new SessionLock();
  private int inside;
  private int most;
  private int entered;

  @Test
  void oneThreadIsInsideHoweverOftenItHasEntered() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Runnable work = this::enterAndLeave;
      threads.add(i % 2 == 0 ? Thread.ofPlatform().start(work) : Thread.ofVirtual().start(work));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most).isEqualTo(1);
    assertThat(entered).isEqualTo(4 * ROUNDS);
  }

  private void enterAndLeave() {
    for (int i = 0; i < ROUNDS; i++) {
      lock.enter();
      inside++;
      lock.enter();
      most = Math.max(most, inside);
      lock.leave();
      entered++;
      Thread.yield();
      inside--;
      lock.leave();
    }
  }

  @Test
  void whoHasNotEnteredCannotLeave() throws InterruptedException {
    assertThatThrownBy(lock::leave).isInstanceOf(IllegalMonitorStateException.class);
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              lock.enter();
              within.countDown();
              awaitQuietly(tried);
              lock.leave();
            });
    within.await();
    assertThatThrownBy(lock::leave).isInstanceOf(IllegalMonitorStateException.class);
    tried.countDown();
    other.join();
    lock.enter();
    lock.leave();
    assertThatThrownBy(lock::leave).isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void whoIsInterruptedWaitsOnAndIsToldAfterwards() throws InterruptedException {
    AtomicBoolean told = new AtomicBoolean();
    lock.enter();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              lock.enter();
              entered++;
              told.set(Thread.currentThread().isInterrupted());
              lock.leave();
            });
    waiting.interrupt();
    while (waiting.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    assertThat(entered).isZero();
    lock.leave();
    waiting.join();
    assertThat(entered).isEqualTo(1);
    assertThat(told).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
