package org.braiddb.blackbox.fuzz;

import java.util.List;

/** What came of a statement; values are written so that types can be told apart. */
sealed interface Outcome {
  /** It ran; a row is its values with bars between them. */
  record Rows(List<String> columns, List<String> rows) implements Outcome {
    @Override
    public String toString() {
      return rows.size() + " rows of " + columns + "\n    " + String.join("\n    ", rows);
    }
  }

  /** It failed. */
  record Failure(int extendedCode, String message) implements Outcome {}
}
