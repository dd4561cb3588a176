package org.braiddb.blackbox.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.braiddb.blackbox.history.RecordedTransaction.Outcome;

/** Collects the transactions of many threads, with one clock. Safe for use by any thread. */
public final class Recorder {
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger values = new AtomicInteger();
  private final List<RecordedTransaction> transactions = new ArrayList<>();

  /** A transaction that one thread is running. */
  public final class Running {
    private final int process;
    private final long begin = clock.incrementAndGet();
    private final List<Operation> operations = new ArrayList<>();

    private Running(int process) {
      this.process = process;
    }

    /** Notes an operation after it was done. */
    public void did(Operation operation) {
      operations.add(operation);
    }

    /** Notes the end, after the call that ended it has returned. */
    public void ended(Outcome outcome) {
      add(process, begin, clock.incrementAndGet(), outcome, operations);
    }
  }

  /** Notes the beginning, before the first call. */
  public Running begin(int process) {
    return new Running(process);
  }

  /** A value that nobody has written yet. */
  public int freshValue() {
    return values.incrementAndGet();
  }

  private synchronized void add(
      int process, long begin, long end, Outcome outcome, List<Operation> operations) {
    transactions.add(
        new RecordedTransaction(transactions.size(), process, begin, end, outcome, operations));
  }

  /** What has ended so far. */
  public synchronized List<RecordedTransaction> history() {
    return List.copyOf(transactions);
  }
}
