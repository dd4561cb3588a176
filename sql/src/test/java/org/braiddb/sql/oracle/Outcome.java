package org.braiddb.sql.oracle;

import java.util.List;

/**
 * What came of a statement: rows, or an error. Values are written so that types can be told apart.
 */
public sealed interface Outcome {
  /** It ran. */
  record Rows(List<String> columns, List<List<String>> rows) implements Outcome {}

  /** It failed. */
  record Failure(int extendedCode, String message) implements Outcome {}
}
