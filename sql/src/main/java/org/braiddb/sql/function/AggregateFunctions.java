package org.braiddb.sql.function;

import java.util.List;
import java.util.Set;

/** The built-in aggregates. */
final class AggregateFunctions {
  private static final Set<FunctionTrait> PLAIN = Set.of(FunctionTrait.INNOCUOUS);
  private static final Set<FunctionTrait> BYTES =
      Set.of(FunctionTrait.INNOCUOUS, FunctionTrait.TAKES_BLOBS);
  private static final Set<FunctionTrait> ORDERED =
      Set.of(FunctionTrait.INNOCUOUS, FunctionTrait.NEEDS_COLLATION);

  private AggregateFunctions() {}

  static List<FunctionDefinition> definitions() {
    Arity one = Arity.exactly(1);
    Arity two = Arity.exactly(2);
    return new Definitions()
        .aggregate("count", Arity.exactly(0), PLAIN, BasicAggregate.COUNT)
        .aggregate("count", one, BYTES, BasicAggregate.COUNT)
        .aggregate("sum", one, PLAIN, BasicAggregate.SUM)
        .aggregate("total", one, PLAIN, BasicAggregate.TOTAL)
        .aggregate("avg", one, PLAIN, BasicAggregate.AVERAGE)
        .aggregate("min", one, ORDERED, context -> new ExtremumState(context.collation(), -1))
        .aggregate("max", one, ORDERED, context -> new ExtremumState(context.collation(), 1))
        .aggregate("group_concat", one, PLAIN, AggregateFunctions::join)
        .aggregate("group_concat", two, PLAIN, AggregateFunctions::join)
        .aggregate("string_agg", two, PLAIN, AggregateFunctions::join)
        .aggregate("median", one, PLAIN, context -> PercentileState.median())
        .aggregate("percentile", two, PLAIN, context -> PercentileState.percentile())
        .aggregate("percentile_cont", two, PLAIN, context -> PercentileState.continuous())
        .aggregate("percentile_disc", two, PLAIN, context -> PercentileState.discrete())
        .list();
  }

  private static AggregateState join(FunctionContext context) {
    return new JoinState(context.maximumLength());
  }
}
