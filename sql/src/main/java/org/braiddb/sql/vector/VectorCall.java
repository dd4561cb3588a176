package org.braiddb.sql.vector;

import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;
import org.braiddb.sql.value.TextBuilder;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * A function of values, called for one row after the other: built in and without effects, so that
 * it may be called for rows that nobody asks for in the end. Where a call fails, all are declined.
 */
final class VectorCall extends VectorExpr {
  /** What a number takes as a text, about. */
  private static final int NUMBER_BYTES = 20;

  private final ScalarFunction function;
  private final VectorExpr[] operands;
  private final Cell[] arguments;
  private final Cell result = new Cell();
  private final VectorFiller filler = new VectorFiller(values);
  private @Nullable FunctionContext context;

  VectorCall(ScalarFunction function, VectorExpr... operands) {
    this.function = function;
    this.operands = operands;
    arguments = new Cell[operands.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = new Cell();
    }
  }

  /** Whether a call can be had, if its arguments can: it needs no more than their values. */
  static boolean is(BoundExpr.Call call) {
    var definition = call.function();
    return definition.has(FunctionTrait.INNOCUOUS)
        && definition.isConstantInStatement()
        && !definition.has(FunctionTrait.SHORT_CIRCUIT)
        && !PatternFunctions.isPattern(definition.function())
        && call.collation() == Collations.BINARY;
  }

  /** CAST, to another type than BLOB. */
  static VectorCall ofCast(VectorExpr operand, Affinity affinity) {
    return new VectorCall(
        (_, cells, _, result) -> {
          result.copyFrom(cells[0]);
          if (result.type != Cell.NULL) {
            NumericText.cast(result, affinity);
          }
        },
        operand);
  }

  /** {@code ||} of two or more, from left to right. */
  static VectorCall ofConcatenation(VectorExpr... operands) {
    return new VectorCall(VectorCall::concatenate, operands);
  }

  private static void concatenate(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    int expected = 0;
    for (int i = 0; i < count; i++) {
      expected += arguments[i].type == Cell.TEXT ? arguments[i].length : NUMBER_BYTES;
    }
    TextBuilder joined = new TextBuilder(expected, context.maximumLength());
    for (int i = 0; i < count; i++) {
      if (arguments[i].type == Cell.NULL) {
        result.setNull();
        return;
      }
      arguments[i].convertToText();
      joined.append(arguments[i]);
    }
    joined.finishText(result);
  }

  /** Begins a run. */
  void begin(FunctionContext newContext) {
    context = newContext;
  }

  @Override
  boolean compute(Batch batch) {
    FunctionContext present = context;
    if (present == null) {
      return false;
    }
    for (VectorExpr operand : operands) {
      if (!operand.evaluate(batch)) {
        return false;
      }
    }
    try {
      return call(present, batch.count());
    } catch (StatementException _) {
      return false; // an error is one only where its row is reached
    }
  }

  private boolean call(FunctionContext present, int count) {
    filler.begin(count);
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < operands.length; i++) {
        operands[i].values.load(k, arguments[i]);
      }
      function.call(present, arguments, arguments.length, result);
      if (!filler.set(k, result)) {
        return false;
      }
    }
    filler.end();
    return true;
  }
}
