package org.braiddb.storage.tck.naive;

import java.util.ArrayDeque;
import java.util.Deque;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;

/** Grants the right to write to one transaction at a time, in the order in which they asked. */
final class WriterQueue {
  private final Gate gate;
  private final Deque<Object> waiting = new ArrayDeque<>();
  private boolean held;

  WriterQueue(Gate gate) {
    this.gate = gate;
  }

  /** Waits for the right to write. */
  void acquire(CallLimits limits) {
    gate.locked(() -> {
      Object ticket = new Object();
      waiting.addLast(ticket);
      try {
        if (!gate.await(() -> !held && waiting.peekFirst() == ticket, limits)) {
          throw new BusyException("database is locked: another transaction is writing");
        }
        held = true;
      } finally {
        waiting.remove(ticket);
        gate.changed();
      }
    });
  }

  /** Gives it back. */
  void release() {
    gate.locked(() -> {
      held = false;
      gate.changed();
    });
  }
}
