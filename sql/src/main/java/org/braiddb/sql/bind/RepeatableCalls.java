package org.braiddb.sql.bind;

import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.storage.record.TextEncoding;

/**
 * Makes the calls in an expression of the schema fail where they ask what time it is, or where on
 * earth: what an index or a generated column stores must be what is computed when it is read.
 */
public final class RepeatableCalls extends BoundRewriter {
  private final String place;

  private RepeatableCalls(String place) {
    this.place = place;
  }

  /** Of an index, or of the rows that it covers. */
  public static BoundExpr inIndex(BoundExpr expr) {
    return new RepeatableCalls("an index").expr(expr);
  }

  /** Of a generated column. */
  public static BoundExpr inGeneratedColumn(BoundExpr expr) {
    return new RepeatableCalls("a generated column").expr(expr);
  }

  /** Of a CHECK constraint. */
  public static BoundExpr inCheck(BoundExpr expr) {
    return new RepeatableCalls("a CHECK constraint").expr(expr);
  }

  @Override
  public BoundExpr expr(BoundExpr expr) {
    BoundExpr inner = super.expr(expr);
    return inner instanceof BoundExpr.Call call
            && call.function().has(FunctionTrait.STATEMENT_CONSTANT)
            && call.function().arity().maximum() != 0 // CHECK may know CURRENT_TIMESTAMP
        ? new BoundExpr.Call(guarded(call.function()), call.arguments(), call.collation())
        : inner;
  }

  private FunctionDefinition.Scalar guarded(FunctionDefinition.Scalar function) {
    return new FunctionDefinition.Scalar(
        function.name(),
        function.arity(),
        function.traits(),
        (context, arguments, count, result) ->
            function
                .function()
                .call(new Guard(context, function.name(), place), arguments, count, result));
  }

  private record Guard(FunctionContext context, String function, String place)
      implements FunctionContext {
    private StatementException refusal() {
      return new StatementException("non-deterministic use of " + function + "() in " + place);
    }

    @Override
    public long statementTimeMillis() {
      throw refusal();
    }

    @Override
    public ZoneId timeZone() {
      throw refusal();
    }

    @Override
    public TextEncoding encoding() {
      return context.encoding();
    }

    @Override
    public long changes() {
      return context.changes();
    }

    @Override
    public long totalChanges() {
      return context.totalChanges();
    }

    @Override
    public long lastInsertRowid() {
      return context.lastInsertRowid();
    }

    @Override
    public RandomGenerator random() {
      return context.random();
    }
  }
}
