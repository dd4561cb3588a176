package org.braiddb.blackbox.history;

import java.util.List;

/**
 * What one transaction did and when.
 *
 * @param id its place in the history, from 0
 * @param process the thread or connection that ran it
 * @param begin a time at or before its first statement
 * @param end a time at or after COMMIT or ROLLBACK returned; times are unique and totally ordered
 * @param outcome what became of it
 * @param operations what it did, in order
 */
public record RecordedTransaction(
    int id, int process, long begin, long end, Outcome outcome, List<Operation> operations) {

  /** How a transaction ended. */
  public enum Outcome {
    /** COMMIT returned. */
    COMMITTED,
    /** It was rolled back, or COMMIT was refused. */
    ABORTED
  }

  /** Copies the operations. */
  public RecordedTransaction {
    operations = List.copyOf(operations);
    if (begin >= end) {
      throw new IllegalArgumentException("T" + id + " ends before it begins");
    }
  }

  boolean committed() {
    return outcome == Outcome.COMMITTED;
  }

  /** Whether this one had ended when the other began. */
  boolean precedes(RecordedTransaction other) {
    return end < other.begin;
  }

  /** Whether there was a time at which both had begun and neither had ended. */
  public boolean overlaps(RecordedTransaction other) {
    return !precedes(other) && !other.precedes(this);
  }
}
