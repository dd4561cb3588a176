package org.braiddb.sql.function;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.braiddb.sql.value.Cell;

/**
 * The mathematical functions. An argument that is neither a number nor text that is one gives NULL,
 * and so does a result that is not a number. Results may differ from SQLite's in the last digit,
 * which there depends on the C library.
 */
final class MathFunctions {
  private static final double LN_2 = Math.log(2);

  private MathFunctions() {}

  static List<FunctionDefinition> definitions() {
    return new Definitions()
        .pure("acos", 1, unary(Math::acos))
        .pure("acosh", 1, unary(MathFunctions::acosh))
        .pure("asin", 1, unary(Math::asin))
        .pure("asinh", 1, unary(MathFunctions::asinh))
        .pure("atan", 1, unary(Math::atan))
        .pure("atan2", 2, binary(Math::atan2))
        .pure("atanh", 1, unary(MathFunctions::atanh))
        .pure("ceil", 1, integral(Math::ceil))
        .pure("ceiling", 1, integral(Math::ceil))
        .pure("cos", 1, unary(Math::cos))
        .pure("cosh", 1, unary(Math::cosh))
        .pure("degrees", 1, unary(x -> x * (180.0 / Math.PI)))
        .pure("exp", 1, unary(Math::exp))
        .pure("floor", 1, integral(Math::floor))
        .pure("ln", 1, unary(logarithm(Math::log)))
        .pure("log", 1, unary(logarithm(Math::log10)))
        .pure("log", 2, MathFunctions::logarithmTo)
        .pure("log10", 1, unary(logarithm(Math::log10)))
        .pure("log2", 1, unary(logarithm(MathFunctions::log2)))
        .pure("mod", 2, binary((x, y) -> x % y))
        .pure("pi", 0, (context, cells, n, result) -> result.setReal(Math.PI))
        .pure("pow", 2, binary(MathFunctions::power))
        .pure("power", 2, binary(MathFunctions::power))
        .pure("radians", 1, unary(x -> x * (Math.PI / 180.0)))
        .pure("sin", 1, unary(Math::sin))
        .pure("sinh", 1, unary(Math::sinh))
        .pure("sqrt", 1, unary(Math::sqrt))
        .pure("tan", 1, unary(Math::tan))
        .pure("tanh", 1, unary(Math::tanh))
        .pure("trunc", 1, integral(x -> x < 0 ? Math.ceil(x) : Math.floor(x)))
        .list();
  }

  private static ScalarFunction unary(DoubleUnaryOperator operator) {
    return (context, arguments, count, result) -> {
      if (NumberFunctions.isNumeric(arguments[0])) {
        result.setReal(operator.applyAsDouble(arguments[0].toReal()));
      } else {
        result.setNull();
      }
    };
  }

  private static ScalarFunction binary(DoubleBinaryOperator operator) {
    return (context, arguments, count, result) -> {
      if (NumberFunctions.isNumeric(arguments[0]) && NumberFunctions.isNumeric(arguments[1])) {
        result.setReal(operator.applyAsDouble(arguments[0].toReal(), arguments[1].toReal()));
      } else {
        result.setNull();
      }
    };
  }

  /** An integer stays as it is. */
  private static ScalarFunction integral(DoubleUnaryOperator operator) {
    return (context, arguments, count, result) -> {
      Cell value = arguments[0];
      if (!NumberFunctions.isNumeric(value)) {
        result.setNull();
      } else if (value.type == Cell.INTEGER) {
        result.setInteger(value.integer);
      } else {
        result.setReal(operator.applyAsDouble(value.real));
      }
    };
  }

  private static DoubleUnaryOperator logarithm(DoubleUnaryOperator operator) {
    return x -> x > 0 ? operator.applyAsDouble(x) : Double.NaN;
  }

  /** Only the base must be a number; of anything else, as in SQLite, the numeric prefix counts. */
  private static void logarithmTo(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setNull();
    if (!NumberFunctions.isNumeric(arguments[0])) {
      return;
    }
    double base = arguments[0].toReal();
    double x = arguments[1].toReal();
    if (x > 0 && base > 1) {
      result.setReal(Math.log(x) / Math.log(base));
    }
  }

  private static double log2(double x) {
    int exponent = Math.getExponent(x);
    boolean powerOfTwo =
        exponent >= Double.MIN_EXPONENT
            && exponent <= Double.MAX_EXPONENT
            && x == Math.scalb(1.0, exponent);
    return powerOfTwo ? exponent : Math.log(x) / LN_2;
  }

  /** As C has it: 1 to any power, and a base of -1 to an infinite one, is 1. */
  private static double power(double base, double exponent) {
    if (base == 1.0 || (base == -1.0 && Double.isInfinite(exponent))) {
      return 1.0;
    }
    return Math.pow(base, exponent);
  }

  private static double asinh(double x) {
    double magnitude = Math.abs(x);
    double result;
    if (magnitude > 0x1p28) {
      result = Math.log(magnitude) + LN_2;
    } else {
      double square = magnitude * magnitude;
      result = Math.log1p(magnitude + square / (1 + Math.sqrt(square + 1)));
    }
    return Math.copySign(result, x);
  }

  private static double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    if (x > 0x1p28) {
      return Math.log(x) + LN_2;
    }
    double above = x - 1;
    return Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  private static double atanh(double x) {
    double magnitude = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * magnitude / (1 - magnitude)), x);
  }
}
