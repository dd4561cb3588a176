package org.braiddb.faults;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs threads one at a time; whenever one yields, waits or is done, chance says who goes on. They
 * are virtual threads on a carrier of their own, so that every lock and every wait in the engine is
 * a place where another can take over, without the engine knowing of it. Waits with a timeout end
 * by the clock, so that a seed repeats a run but for those.
 */
final class SeededThreads implements Executor {
  private static final long GUARD_SECONDS = 100;

  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<Runnable> ready = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Throwable failure;
  private int live;
  private int steps;

  SeededThreads(RandomGenerator random) {
    this.random = random;
  }

  /** Work that may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Adds a thread, to be run by {@link #runAll}. */
  void add(String name, Work work) {
    live++;
    threads.add(
        builder()
            .name(name)
            .unstarted(() -> {
              try {
                work.run();
              } catch (Throwable e) {
                failure = failure == null ? e : failure;
              } finally {
                live--;
              }
            }));
  }

  /** The constructor is the JDK's own way to test virtual threads; there is no public one. */
  private Thread.Builder.OfVirtual builder() {
    try {
      Constructor<?> constructor =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      constructor.setAccessible(true);
      return (Thread.Builder.OfVirtual) constructor.newInstance(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK schedules virtual threads in another way", e);
    }
  }

  @Override
  public void execute(Runnable step) {
    lock.lock();
    try {
      ready.add(step);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs all threads to their ends.
   *
   * @return how often chance had a say
   */
  int runAll() throws InterruptedException {
    threads.forEach(Thread::start);
    while (live > 0) {
      next().run();
    }
    Throwable met = failure;
    if (met != null) {
      throw new AssertionError("a thread has failed: " + met, met);
    }
    return steps;
  }

  private Runnable next() throws InterruptedException {
    lock.lock();
    try {
      while (ready.isEmpty()) {
        if (!arrived.await(GUARD_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("all wait for each other: " + threads);
        }
      }
      steps += ready.size() > 1 ? 1 : 0;
      return ready.remove(random.nextInt(ready.size()));
    } finally {
      lock.unlock();
    }
  }
}
