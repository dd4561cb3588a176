package org.braiddb.sql.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;

/** The functions that compute only the arguments they need, as the CASE that they are. */
final class ShortCircuit {
  private ShortCircuit() {}

  /** A call of coalesce, ifnull, iif or if. */
  static BoundExpr.Case asCase(BoundExpr.Call call) {
    return switch (call.function().name()) {
      case "coalesce", "ifnull" -> firstValue(call.arguments());
      case "iif", "if" -> branches(call.arguments());
      default -> throw new IllegalStateException("unknown: " + call.function().name());
    };
  }

  private static BoundExpr.Case firstValue(List<BoundExpr> arguments) {
    int last = arguments.size() - 1;
    List<BoundExpr.Case.When> whens = new ArrayList<>();
    for (BoundExpr each : arguments.subList(0, last)) {
      whens.add(new BoundExpr.Case.When(new BoundExpr.IsNull(each, true), Optional.empty(), each));
    }
    return new BoundExpr.Case(Optional.empty(), whens, Optional.of(arguments.get(last)));
  }

  private static BoundExpr.Case branches(List<BoundExpr> arguments) {
    int pairs = arguments.size() / 2;
    List<BoundExpr.Case.When> whens = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      whens.add(
          new BoundExpr.Case.When(
              arguments.get(2 * i), Optional.empty(), arguments.get(2 * i + 1)));
    }
    boolean odd = arguments.size() % 2 == 1;
    return new BoundExpr.Case(
        Optional.empty(), whens, odd ? Optional.of(arguments.getLast()) : Optional.empty());
  }
}
