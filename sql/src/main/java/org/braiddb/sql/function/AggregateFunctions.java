package org.braiddb.sql.function;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.value.Cell;

/** The built-in aggregates. */
final class AggregateFunctions {
  private static final Set<FunctionTrait> PLAIN = Set.of(FunctionTrait.INNOCUOUS);
  private static final Set<FunctionTrait> ORDERED =
      Set.of(FunctionTrait.INNOCUOUS, FunctionTrait.NEEDS_COLLATION);

  private AggregateFunctions() {}

  static List<FunctionDefinition> definitions() {
    Arity one = Arity.exactly(1);
    Arity two = Arity.exactly(2);
    return new Definitions()
        .aggregate("count", Arity.exactly(0), PLAIN, context -> new CountState())
        .aggregate("count", one, PLAIN, context -> new CountState())
        .aggregate("sum", one, PLAIN, context -> new SumState(SumState.Result.SUM))
        .aggregate("total", one, PLAIN, context -> new SumState(SumState.Result.TOTAL))
        .aggregate("avg", one, PLAIN, context -> new SumState(SumState.Result.AVERAGE))
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

  /** Rows, or rows with a value. */
  private static final class CountState implements AggregateState {
    private long rows;

    @Override
    public void step(Cell[] arguments, int count) {
      if (count == 0 || arguments[0].type != Cell.NULL) {
        rows++;
      }
    }

    @Override
    public void inverse(Cell[] arguments, int count) {
      if (count == 0 || arguments[0].type != Cell.NULL) {
        rows--;
      }
    }

    @Override
    public boolean canInvert() {
      return true;
    }

    @Override
    public void value(Cell result) {
      result.setInteger(rows);
    }
  }
}
