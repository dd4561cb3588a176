package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What was compiled for a table that rows are written to. Holds no state of a run but the image
 * that its expressions read.
 *
 * @param image what checks, index expressions and generated columns read
 * @param indexes all indexes of the table
 * @param checks the CHECK constraints, with what their violation is called
 * @param defaults for each column the program of its DEFAULT; null where it has none
 * @param generated for each column the program of its value; null where it is not generated
 */
record TableProgram(
    int database,
    String schema,
    TableDefinition table,
    RowImage image,
    List<IndexProgram> indexes,
    List<Check> checks,
    @Nullable RowExpression[] defaults,
    @Nullable RowExpression[] generated) {
  /** A CHECK constraint. */
  record Check(String label, RowExpression condition) {}

  /** Whether any column is generated. */
  boolean hasGenerated() {
    for (RowExpression expression : generated) {
      if (expression != null) {
        return true;
      }
    }
    return false;
  }
}
