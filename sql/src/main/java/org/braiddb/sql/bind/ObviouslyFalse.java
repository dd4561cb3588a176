package org.braiddb.sql.bind;

import org.braiddb.sql.ast.BinaryOperator;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;

/**
 * Expressions that are seen to be false as they are read: the literal 0, IN with an empty list, and
 * AND with one of those, where no function is called in them. As in SQLite the rest of them is not
 * looked at, whatever it names; functions are, since an aggregate makes groups even so.
 */
final class ObviouslyFalse {
  private ObviouslyFalse() {}

  /** Whether a chain of AND has anything in it that is false; quick, where most have not. */
  static boolean isPossible(Expr.Binary chain) {
    return chain.operator() == BinaryOperator.AND
        && (isPossible(chain.right()) || isPossible(chain.left()));
  }

  private static boolean isPossible(Expr expr) {
    return expr instanceof Expr.Binary binary ? isPossible(binary) : isFalseByItself(expr);
  }

  private static boolean isFalseByItself(Expr expr) {
    return expr instanceof Expr.IntegerLiteral literal && literal.value() == 0
        || expr instanceof Expr.InList in
            && in.list().isEmpty()
            && !in.negated()
            && !calls(in.value());
  }

  /** Whether it is one. */
  static boolean is(Expr expr) {
    if (expr instanceof Expr.Binary binary) {
      return binary.operator() == BinaryOperator.AND
          && (is(binary.right()) || is(binary.left()))
          && !calls(binary.left())
          && !calls(binary.right());
    }
    return isFalseByItself(expr);
  }

  /** Whether a function is called in it, subqueries and what is not looked at aside. */
  static boolean calls(Expr expr) {
    return switch (expr) {
      case Expr.FunctionCall _, Expr.Like _, Expr.CurrentTime _ -> true;
      case Expr.Binary arrow
          when arrow.operator() == BinaryOperator.ARROW
              || arrow.operator() == BinaryOperator.DOUBLE_ARROW ->
          true;
      default -> !is(expr) && ExprChildren.of(expr).stream().anyMatch(ObviouslyFalse::calls);
    };
  }
}
