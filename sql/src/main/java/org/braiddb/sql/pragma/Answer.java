package org.braiddb.sql.pragma;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** The rows of an answer while they are put together. */
final class Answer {
  private final List<Cell[]> rows = new ArrayList<>();

  /** One row of one value. */
  static Answer of(@Nullable Object value) {
    return new Answer().add(value);
  }

  /** Adds a row: null, numbers, booleans as 0 and 1, and text. */
  Answer add(@Nullable Object... values) {
    rows.add(Cell.row(values));
    return this;
  }

  int size() {
    return rows.size();
  }

  Run run() {
    return new BufferedRun(rows);
  }
}
