package org.braiddb.sql.bind;

import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;

/** Which types an expression can yield besides NULL, as far as its shape tells. */
final class PossibleTypes {
  static final int NUMBER = 1;
  static final int TEXT = 2;
  static final int BLOB = 4;
  private static final int ANY = NUMBER | TEXT | BLOB;

  private PossibleTypes() {}

  static int of(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant constant -> ofType(constant.value().type());
      case BoundExpr.Concatenate _ -> TEXT | BLOB;
      case BoundExpr.Collated collated -> of(collated.operand());
      case BoundExpr.Plus plus -> of(plus.operand());
      case BoundExpr.Column column -> ofAffinity(column.affinity().orElse(Affinity.BLOB));
      case BoundExpr.Cast cast -> ofAffinity(cast.affinity());
      case BoundExpr.Case cases -> ofCase(cases);
      case BoundExpr.Parameter _,
          BoundExpr.Output _,
          BoundExpr.Call _,
          BoundExpr.Aggregate _,
          BoundExpr.Raise _ ->
          ANY;
      case BoundExpr.ScalarQuery scalar ->
          ofAffinity(
              scalar.query().columns().get(scalar.column()).affinity().orElse(Affinity.BLOB));
      case BoundExpr.And _,
          BoundExpr.Or _,
          BoundExpr.Not _,
          BoundExpr.IsNull _,
          BoundExpr.IsTruth _,
          BoundExpr.Comparison _,
          BoundExpr.RowComparison _,
          BoundExpr.Between _,
          BoundExpr.Arithmetic _,
          BoundExpr.Negate _,
          BoundExpr.BitNot _,
          BoundExpr.InList _,
          BoundExpr.InQuery _,
          BoundExpr.Exists _ ->
          NUMBER;
    };
  }

  private static int ofType(byte type) {
    return switch (type) {
      case Cell.NULL -> 0;
      case Cell.TEXT -> TEXT;
      case Cell.BLOB -> BLOB;
      default -> NUMBER;
    };
  }

  private static int ofAffinity(Affinity affinity) {
    return switch (affinity) {
      case NUMERIC, INTEGER, REAL -> NUMBER | BLOB;
      case TEXT -> TEXT | BLOB;
      case BLOB -> ANY;
    };
  }

  private static int ofCase(BoundExpr.Case cases) {
    int types = cases.otherwise().map(PossibleTypes::of).orElse(0);
    for (BoundExpr.Case.When when : cases.whens()) {
      types |= of(when.result());
    }
    return types;
  }
}
