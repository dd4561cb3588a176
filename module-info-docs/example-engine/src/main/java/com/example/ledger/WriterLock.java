package com.example.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import org.braiddb.storage.CallLimits;

/** One at a time, in the order they came. */
final class WriterLock {
  private final Gate gate = new Gate();
  private final Deque<Object> queue = new ArrayDeque<>(); // guarded by the gate
  private boolean taken; // guarded by the gate

  void acquire(CallLimits limits) {
    Object ticket = new Object();
    gate.locked(() -> {
      queue.add(ticket);
      try {
        gate.await(
            () -> !taken && queue.peek() == ticket, limits, "another transaction is writing");
        taken = true;
      } finally {
        queue.remove(ticket);
        gate.changed();
      }
    });
  }

  void release() {
    gate.locked(() -> {
      taken = false;
      gate.changed();
    });
  }
}
