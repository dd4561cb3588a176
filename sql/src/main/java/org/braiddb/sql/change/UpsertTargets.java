package org.braiddb.sql.change;

import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;

/** Tells whether the target of an ON CONFLICT clause means an index. */
final class UpsertTargets {
  private UpsertTargets() {}

  /** Whether a term of the target names a column of an index. */
  static boolean names(Expr term, IndexColumn column, TableDefinition table) {
    Expr value = term;
    Optional<String> collation = Optional.empty();
    while (value instanceof Expr.Collate collate) {
      collation = Optional.of(collate.collation().text());
      value = collate.operand();
    }
    if (collation.isPresent() && !collation.get().equalsIgnoreCase(column.collation())) {
      return false;
    }
    if (column.column() >= 0) {
      return value instanceof Expr.Column named
          && table
              .column(named.name().text())
              .map(found -> found.index() == column.column())
              .orElse(false);
    }
    return column.expression().isPresent() && SameExpression.test(column.expression().get(), value);
  }

  /**
   * Whether the WHERE of a target covers that of a partial index: the index has none, or they say
   * the same.
   */
  static boolean covers(IndexDefinition index, Optional<Expr> where) {
    if (index.where().isEmpty()) {
      return true;
    }
    return where.isPresent() && SameExpression.test(index.where().get(), where.get());
  }
}
