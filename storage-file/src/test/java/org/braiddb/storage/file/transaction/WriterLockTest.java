package org.braiddb.storage.file.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.junit.jupiter.api.Test;

class WriterLockTest {
  private static final CallLimits AT_ONCE = new CallLimits();

  private final WriterLock lock = new WriterLock();

  @Test
  void whoHasNoPatienceIsRefusedWhileAWriterHoldsIt() {
    lock.acquire(AT_ONCE);
    assertThatThrownBy(() -> lock.acquire(AT_ONCE)).isInstanceOf(BusyException.class);
    assertThatThrownBy(() -> lock.acquireBriefly(AT_ONCE)).isInstanceOf(BusyException.class);
    lock.release();
    lock.acquire(AT_ONCE);
  }

  @Test
  void whoHasNoPatienceWaitsForOneWhoIsOnlyCommitting() throws Exception {
    for (int round = 0; round < 20; round++) {
      lock.acquireBriefly(AT_ONCE);
      CountDownLatch begun = new CountDownLatch(1);
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                begun.countDown();
                lock.acquire(AT_ONCE);
                lock.release();
              });
      begun.await();
      lock.release();
      other.join();
    }
    lock.acquire(AT_ONCE);
  }

  @Test
  void committersWithoutPatienceAllGetTheirTurn() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int turn = 0; turn < 200; turn++) {
                  acquireInTheEnd();
                  if (inside.incrementAndGet() == 1) {
                    turns.incrementAndGet();
                  }
                  inside.decrementAndGet();
                  lock.release();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(turns).hasValue(16 * 200);
  }

  /** A moment may be too short where the holder gets no processor. */
  private void acquireInTheEnd() {
    while (true) {
      try {
        lock.acquireBriefly(AT_ONCE);
        return;
      } catch (BusyException e) {
        Thread.yield();
      }
    }
  }

  @Test
  void patienceEndsWhereAWriterKeepsIt() {
    lock.acquire(AT_ONCE);
    assertThatThrownBy(() -> lock.acquire(CallLimits.waiting(Duration.ofMillis(20))))
        .isInstanceOf(BusyException.class);
  }
}
