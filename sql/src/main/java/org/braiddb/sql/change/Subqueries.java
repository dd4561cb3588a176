package org.braiddb.sql.change;

import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.error.StatementException;

/** Refuses queries inside expressions that may have none. */
final class Subqueries {
  private Subqueries() {}

  static void refuse(Expr expr, String message) {
    switch (expr) {
      case Expr.InQuery _, Expr.InTable _, Expr.Subquery _, Expr.Exists _ ->
          throw new StatementException(message, expr.span().start());
      case Expr.Unary unary -> refuse(unary.operand(), message);
      case Expr.Binary binary -> {
        refuse(binary.left(), message);
        refuse(binary.right(), message);
      }
      case Expr.IsNull isNull -> refuse(isNull.operand(), message);
      case Expr.Like like -> {
        refuse(like.value(), message);
        refuse(like.pattern(), message);
        like.escape().ifPresent(e -> refuse(e, message));
      }
      case Expr.Between between -> {
        refuse(between.value(), message);
        refuse(between.low(), message);
        refuse(between.high(), message);
      }
      case Expr.InList list -> {
        refuse(list.value(), message);
        list.list().forEach(e -> refuse(e, message));
      }
      case Expr.Case choice -> {
        choice.operand().ifPresent(e -> refuse(e, message));
        choice
            .whens()
            .forEach(when -> {
              refuse(when.condition(), message);
              refuse(when.result(), message);
            });
        choice.otherwise().ifPresent(e -> refuse(e, message));
      }
      case Expr.Cast cast -> refuse(cast.operand(), message);
      case Expr.Collate collate -> refuse(collate.operand(), message);
      case Expr.FunctionCall call -> call.arguments().forEach(e -> refuse(e, message));
      case Expr.Row row -> row.values().forEach(e -> refuse(e, message));
      case Expr.NullLiteral _,
          Expr.IntegerLiteral _,
          Expr.RealLiteral _,
          Expr.StringLiteral _,
          Expr.BlobLiteral _,
          Expr.CurrentTime _,
          Expr.Parameter _,
          Expr.Column _,
          Expr.Raise _ -> {
        // Nothing is inside.
      }
    }
  }
}
