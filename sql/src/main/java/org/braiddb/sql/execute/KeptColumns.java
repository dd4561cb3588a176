package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;

/** Values of sources kept as a record of the executor's own, and how they are read back from it. */
final class KeptColumns {
  private final RecordRow.InMemory row = new RecordRow.InMemory();
  private final List<BoundExpr> values = new ArrayList<>();

  RecordRow.InMemory row() {
    return row;
  }

  /** Keeps one more value, unless it is kept already. */
  void add(BoundExpr value) {
    if (!values.contains(value)) {
      values.add(value);
    }
  }

  List<BoundExpr> values() {
    return values;
  }

  /** Reads a kept value back. */
  Evaluator reader(BoundExpr value) {
    int place = values.indexOf(value);
    if (place < 0) {
      throw new IllegalStateException("not kept: " + value);
    }
    return row.column(place);
  }

  /** A source whose columns are kept. */
  SourceAccess access() {
    return column -> {
      if (values.contains(column)) {
        return reader(column);
      }
      // The same column may be described differently where a subquery was merged.
      for (BoundExpr value : values) {
        if (value instanceof BoundExpr.Column kept
            && kept.source() == column.source()
            && kept.column() == column.column()) {
          return reader(kept);
        }
      }
      throw new IllegalStateException("column " + column.name() + " is not kept");
    };
  }
}
