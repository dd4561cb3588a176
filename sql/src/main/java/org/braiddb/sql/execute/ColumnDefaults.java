package org.braiddb.sql.execute;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.UnaryOperator;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;
import org.jspecify.annotations.Nullable;

/**
 * The value of a column in records written before the column was added: its default, which ALTER
 * TABLE then allows to be a literal only, signed or under CAST. Anything else, which a schema that
 * is written as rows may have, is NULL.
 */
final class ColumnDefaults {
  /** A real with at most one sign, which SQLite shows as it is written where it becomes text. */
  private static final Pattern REAL =
      Pattern.compile("[(\\s+]*(-?)[(\\s]*([0-9_.]+(?:[eE][+-]?[0-9_]+)?)[)\\s]*");

  private ColumnDefaults() {}

  /** Null where it is NULL. */
  static @Nullable Evaluator of(TableColumn column) {
    if (column.defaultValue().isEmpty()) {
      return null;
    }
    Cell cell = new Cell();
    if (!literal(column.defaultValue().get().value(), cell)) {
      return null; // as in SQLite, whatever the expression would say
    }
    Matcher real = REAL.matcher(column.defaultValue().get().text());
    if (column.affinity() == Affinity.TEXT && cell.type == Cell.REAL && real.matches()) {
      cell.setText((real.group(1) + real.group(2)).replace("_", "")); // as it is written
    }
    column.affinity().apply(cell);
    return new ConstantEvaluator(ConstantValue.of(cell));
  }

  private static boolean literal(Expr expr, Cell target) {
    switch (expr) {
      case Expr.NullLiteral _ -> target.setNull();
      case Expr.IntegerLiteral literal -> target.setInteger(literal.value());
      case Expr.RealLiteral literal -> target.setReal(literal.value());
      case Expr.StringLiteral literal -> target.setText(literal.value());
      case Expr.BlobLiteral literal -> target.setBlob(literal.bytes());
      case Expr.Column word when word.name().is("true") || word.name().is("false") ->
          target.setInteger(word.name().is("true") ? 1 : 0);
      case Expr.Cast cast -> {
        boolean known = literal(cast.operand(), target);
        if (known && !target.isNull()) {
          NumericText.cast(target, castAffinity(cast.type()));
        }
        return known;
      }
      case Expr.Unary unary
          when unary.operator() == UnaryOperator.NEGATE
              || unary.operator() == UnaryOperator.PLUS -> {
        return signed(unary, target);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Affinity castAffinity(String type) {
    return type.isEmpty() ? Affinity.NUMERIC : Affinity.ofDeclaredType(type);
  }

  private static boolean signed(Expr.Unary unary, Cell target) {
    if (!literal(unary.operand(), target)) {
      return false;
    }
    if (unary.operator() == UnaryOperator.NEGATE && !target.isNull()) {
      NumericText.convertToOperand(target);
      if (target.type == Cell.INTEGER && target.integer != Long.MIN_VALUE) {
        target.setInteger(-target.integer);
      } else {
        target.setReal(-target.toReal());
      }
    }
    return true;
  }
}
