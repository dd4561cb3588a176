package org.braiddb.sql.function;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.LengthLimit;
import org.braiddb.sql.value.NumericText;
import org.braiddb.sql.value.RealDigits;

/** abs, sign, round, random numbers and zero-filled BLOBs. */
final class NumberFunctions {
  private static final int MAXIMUM_PLACES = 30;

  /** From here on a double has no fraction to round. */
  private static final double INTEGRAL_FROM = 0x1p52;

  private static final int DIGIT_CEILING = 20;

  /** Shorter BLOBs of zeros are all the same bytes. */
  private static final byte[] ZEROS = new byte[4096];

  private NumberFunctions() {}

  static List<FunctionDefinition> definitions() {
    Set<FunctionTrait> volatileButHarmless = Set.of(FunctionTrait.INNOCUOUS);
    return new Definitions()
        .pure("abs", 1, NumberFunctions::abs)
        .total("sign", 1, NumberFunctions::sign)
        .total("round", 1, NumberFunctions::round)
        .total("round", 2, NumberFunctions::round)
        .pure("zeroblob", 1, NumberFunctions::zeroBlob)
        .scalar("random", Arity.exactly(0), volatileButHarmless, NumberFunctions::random)
        .scalar("randomblob", Arity.exactly(1), volatileButHarmless, NumberFunctions::randomBlob)
        .list();
  }

  private static void abs(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    switch (value.type) {
      case Cell.NULL -> result.setNull();
      case Cell.INTEGER -> {
        if (value.integer == Long.MIN_VALUE) {
          throw new StatementException("integer overflow");
        }
        result.setInteger(Math.abs(value.integer));
      }
      default -> result.setReal(Math.abs(value.toReal()));
    }
  }

  private static void sign(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (!isNumeric(value)) {
      result.setNull();
      return;
    }
    double real = value.toReal();
    result.setInteger(real < 0 ? -1 : real > 0 ? 1 : 0);
  }

  /** Makes text that is a number one; says whether the value is a number then. */
  static boolean isNumeric(Cell value) {
    if (value.type == Cell.TEXT) {
      NumericText.convertIfNumber(value);
    }
    return value.isNumber();
  }

  private static void round(FunctionContext context, Cell[] arguments, int count, Cell result) {
    if (arguments[0].type == Cell.NULL || (count == 2 && arguments[1].type == Cell.NULL)) {
      result.setNull();
      return;
    }
    int places = count == 2 ? (int) Math.clamp(arguments[1].toInteger(), 0, MAXIMUM_PLACES) : 0;
    result.setReal(round(arguments[0].toReal(), places));
  }

  private static double round(double value, int places) {
    if (value < -INTEGRAL_FROM || value > INTEGRAL_FROM) {
      return value;
    }
    if (places == 0) {
      return (double) (long) (value + (value < 0 ? -0.5 : 0.5));
    }
    double rounded = RealDigits.afterPoint(value, places, DIGIT_CEILING).toReal();
    return value < 0 ? -rounded : rounded;
  }

  private static void zeroBlob(FunctionContext context, Cell[] arguments, int count, Cell result) {
    long length = Math.max(0, arguments[0].toInteger());
    int size = LengthLimit.check(length, context.maximumLength());
    if (size < ZEROS.length) {
      result.setBlob(ZEROS, 0, size);
    } else {
      result.setBlob(new byte[size]);
    }
  }

  private static void random(FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setInteger(context.random().nextLong());
  }

  private static void randomBlob(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    long length = Math.max(1, arguments[0].toInteger());
    byte[] bytes = new byte[LengthLimit.check(length, context.maximumLength())];
    context.random().nextBytes(bytes);
    result.setBlob(bytes);
  }
}
