package org.braiddb.sql.change;

import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.error.StatementException;

/** Refuses queries inside expressions that may have none. */
final class Subqueries {
  private Subqueries() {}

  static void refuse(Expr expr, String message) {
    ExprChildren.walk(
        expr,
        node -> {
          switch (node) {
            case Expr.InQuery _, Expr.InTable _, Expr.Subquery _, Expr.Exists _ ->
                throw new StatementException(message, node.span().start());
            default -> {
              // All else may stand there.
            }
          }
        });
  }
}
