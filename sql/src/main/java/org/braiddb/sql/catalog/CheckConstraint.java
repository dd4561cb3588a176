package org.braiddb.sql.catalog;

import java.util.Optional;
import org.braiddb.sql.ast.Expr;

/**
 * A CHECK constraint.
 *
 * @param name the name after CONSTRAINT
 * @param condition may name all columns of the table; spans count in the table's text
 * @param text the condition as written
 */
public record CheckConstraint(Optional<String> name, Expr condition, String text) {
  /** What the error of a violation calls it. */
  public String label() {
    return name.orElse(text);
  }
}
