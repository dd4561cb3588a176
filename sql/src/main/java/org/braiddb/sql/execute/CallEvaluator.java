package org.braiddb.sql.execute;

import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.TextEncoding;

/** A call of a scalar function. */
final class CallEvaluator extends Evaluator {
  private final ScalarFunction function;
  private final Evaluator[] arguments;
  private final Cell[] cells;
  private final CallContext context;

  CallEvaluator(ScalarFunction function, Evaluator[] arguments, CallContext context) {
    this.function = function;
    this.arguments = arguments;
    this.cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
    this.context = context;
  }

  @Override
  public byte eval(Frame frame) {
    for (int i = 0; i < arguments.length; i++) {
      arguments[i].eval(frame);
      cells[i].copyFrom(frame);
    }
    context.of(frame.context().functions());
    function.call(context, cells, cells.length, frame);
    return frame.type;
  }

  /** The context of the statement with the collation of one call. */
  static final class CallContext implements FunctionContext {
    private final Collation collation;
    private final TextEncoding encoding;
    private FunctionContext statement = NoContext.INSTANCE;

    CallContext(Collation collation, TextEncoding encoding) {
      this.collation = collation;
      this.encoding = encoding;
    }

    CallContext of(FunctionContext newStatement) {
      if (statement != newStatement) {
        statement = newStatement; // only where it changes: a reference stored costs a barrier
      }
      return this;
    }

    @Override
    public Collation collation() {
      return collation;
    }

    @Override
    public TextEncoding encoding() {
      return encoding;
    }

    @Override
    public long changes() {
      return statement.changes();
    }

    @Override
    public long totalChanges() {
      return statement.totalChanges();
    }

    @Override
    public long lastInsertRowid() {
      return statement.lastInsertRowid();
    }

    @Override
    public long statementTimeMillis() {
      return statement.statementTimeMillis();
    }

    @Override
    public RandomGenerator random() {
      return statement.random();
    }

    @Override
    public ZoneId timeZone() {
      return statement.timeZone();
    }

    @Override
    public int maximumLength() {
      return statement.maximumLength();
    }

    @Override
    public int maximumPatternLength() {
      return statement.maximumPatternLength();
    }

    @Override
    public boolean caseSensitiveLike() {
      return statement.caseSensitiveLike();
    }
  }

  /** Before the first run there is no statement to ask. */
  private enum NoContext implements FunctionContext {
    INSTANCE;

    private static IllegalStateException notRunning() {
      return new IllegalStateException("no run has begun");
    }

    @Override
    public long changes() {
      throw notRunning();
    }

    @Override
    public long totalChanges() {
      throw notRunning();
    }

    @Override
    public long lastInsertRowid() {
      throw notRunning();
    }

    @Override
    public long statementTimeMillis() {
      throw notRunning();
    }

    @Override
    public RandomGenerator random() {
      throw notRunning();
    }
  }
}
