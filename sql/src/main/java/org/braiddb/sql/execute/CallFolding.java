package org.braiddb.sql.execute;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Computes calls of constants when the program is made: {@code date('1994-01-01', '+1 year')}. Only
 * of functions that are built in and constant within a statement, and only where they ask nothing
 * of the statement that runs.
 */
final class CallFolding {
  private CallFolding() {}

  /**
   * The value of a call; null where it must be left to the run.
   *
   * @param function is what computes it
   */
  static @Nullable Evaluator fold(
      BoundExpr.Call call, ScalarFunction function, Evaluator[] arguments, TextEncoding encoding) {
    if (!call.function().has(FunctionTrait.STATEMENT_CONSTANT)) {
      return null;
    }
    Cell[] cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      if (!(arguments[i] instanceof ConstantEvaluator constant)) {
        return null;
      }
      cells[i] = new Cell();
      constant.value().copyTo(cells[i]);
    }
    Asked asked = new Asked(encoding);
    Cell result = new Cell();
    try {
      function.call(asked, cells, cells.length, result);
    } catch (StatementException _) {
      return null; // an error is one only where the call is reached
    }
    return asked.anything ? null : new ConstantEvaluator(ConstantValue.of(result));
  }

  /** Knows nothing but whether it was asked for something. */
  private static final class Asked implements FunctionContext {
    private final TextEncoding encoding;
    private boolean anything;

    Asked(TextEncoding encoding) {
      this.encoding = encoding;
    }

    private <T> T asked(T answer) {
      anything = true;
      return answer;
    }

    @Override
    public TextEncoding encoding() {
      return encoding;
    }

    @Override
    public long changes() {
      return asked(0L);
    }

    @Override
    public long totalChanges() {
      return asked(0L);
    }

    @Override
    public long lastInsertRowid() {
      return asked(0L);
    }

    @Override
    public long statementTimeMillis() {
      return asked(0L);
    }

    @Override
    public RandomGenerator random() {
      return asked(RandomGenerator.getDefault());
    }

    @Override
    public ZoneId timeZone() {
      return asked(ZoneOffset.UTC);
    }

    @Override
    public int maximumLength() {
      return asked(FunctionContext.super.maximumLength());
    }

    @Override
    public int maximumPatternLength() {
      return asked(FunctionContext.super.maximumPatternLength());
    }

    @Override
    public boolean caseSensitiveLike() {
      return asked(false);
    }
  }
}
