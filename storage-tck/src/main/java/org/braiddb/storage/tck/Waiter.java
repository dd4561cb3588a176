package org.braiddb.storage.tck;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A call on a thread of its own that is expected to wait for others. */
final class Waiter<T> implements AutoCloseable {
  private final FutureTask<T> task;
  private final Thread thread;

  Waiter(Callable<T> call) {
    task = new FutureTask<>(call);
    thread = Thread.ofPlatform().daemon().name("waiter").start(task);
  }

  /** Returns when the call is waiting, seen twice so that a passing lock is not taken for it. */
  void awaitWaiting() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int seen = 0;
    while (seen < 2) {
      if (task.isDone() || System.nanoTime() > end) {
        throw new AssertionError("the call does not wait; its thread is " + thread.getState());
      }
      Thread.State state = thread.getState();
      boolean waits = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
      seen = waits ? seen + 1 : 0;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /** What the call returned. */
  T result() throws ExecutionException, TimeoutException, InterruptedException {
    return task.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (!task.isDone()) {
      thread.interrupt();
    }
  }
}
