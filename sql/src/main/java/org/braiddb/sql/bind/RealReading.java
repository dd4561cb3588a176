package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.function.Arity;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;

/** Turns integers to reals, as reading a REAL column does. */
final class RealReading {
  private static final FunctionDefinition.Scalar FUNCTION =
      new FunctionDefinition.Scalar(
          "real",
          Arity.exactly(1),
          EnumSet.of(
              FunctionTrait.DETERMINISTIC,
              FunctionTrait.INNOCUOUS,
              FunctionTrait.TAKES_BLOBS,
              FunctionTrait.TOTAL,
              FunctionTrait.COMPARED_AS_FIRST),
          (_, arguments, _, result) -> read(arguments[0], result));

  private RealReading() {}

  private static void read(Cell value, Cell result) {
    if (value.type == Cell.INTEGER) {
      result.setReal((double) value.integer);
    } else {
      result.copyFrom(value);
    }
  }

  /** The values, those at the places marked read as reals. */
  static List<BoundExpr> of(List<BoundExpr> values, List<Boolean> reals) {
    List<BoundExpr> read = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      read.add(reals.get(i) ? of(values.get(i)) : values.get(i));
    }
    return read;
  }

  private static BoundExpr of(BoundExpr value) {
    return switch (value) {
      case BoundExpr.Constant(ConstantValue constant) when constant.type() != Cell.INTEGER -> value;
      case BoundExpr.Constant(ConstantValue constant) ->
          new BoundExpr.Constant(ConstantValue.ofReal((double) constant.integer()));
      case BoundExpr.Column column when isReal(column.affinity()) -> value;
      case BoundExpr.Cast cast when cast.affinity() == Affinity.REAL -> value;
      default -> new BoundExpr.Call(FUNCTION, List.of(value), Collations.BINARY);
    };
  }

  private static boolean isReal(Optional<Affinity> affinity) {
    return affinity.isPresent() && affinity.get() == Affinity.REAL;
  }
}
