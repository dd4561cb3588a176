package org.braiddb.blackbox.slt;

import java.util.List;
import java.util.Optional;

/** One record of a test file; {@code line} is where it begins, counted from 1. */
sealed interface TestRecord {

  int line();

  /** Which engines run the record. */
  List<Condition> conditions();

  /** A statement that is expected to work, or to fail. */
  record Statement(int line, List<Condition> conditions, boolean succeeds, String sql)
      implements TestRecord {}

  /**
   * A query. {@code types} has one of I (integer), R (real), T (text) for each result column;
   * {@code expected} are the lines below the separator: the values, or their count and hash.
   */
  record Query(
      int line,
      List<Condition> conditions,
      String types,
      SortMode sortMode,
      Optional<String> label,
      String sql,
      List<String> expected)
      implements TestRecord {}

  /** Results with more values than this are compared by hash; 0 means never. */
  record HashThreshold(int line, List<Condition> conditions, int values) implements TestRecord {}

  /** Ends the file. */
  record Halt(int line, List<Condition> conditions) implements TestRecord {}

  /** How a result is ordered before it is compared. */
  enum SortMode {
    NOSORT,
    ROWSORT,
    VALUESORT
  }

  /** {@code skipif engine} ({@code only} is false) or {@code onlyif engine}. */
  record Condition(boolean only, String engine) {

    boolean allows(String running) {
      return engine.equals(running) == only;
    }

    @Override
    public String toString() {
      return (only ? "onlyif " : "skipif ") + engine;
    }
  }
}
