package org.braiddb.sql.function;

import java.util.List;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;

/** Functions that choose among their arguments or tell what one is. */
final class ChoiceFunctions {
  private ChoiceFunctions() {}

  static List<FunctionDefinition> definitions() {
    Definitions definitions = new Definitions();
    return definitions
        .pure(
            "coalesce", Arity.atLeast(2), FunctionTrait.SHORT_CIRCUIT, ChoiceFunctions::firstValue)
        .pure("ifnull", Arity.exactly(2), FunctionTrait.SHORT_CIRCUIT, ChoiceFunctions::firstValue)
        .pure("iif", Arity.atLeast(2), FunctionTrait.SHORT_CIRCUIT, ChoiceFunctions::branch)
        .pure("if", Arity.atLeast(2), FunctionTrait.SHORT_CIRCUIT, ChoiceFunctions::branch)
        .pure("nullif", Arity.exactly(2), FunctionTrait.NEEDS_COLLATION, ChoiceFunctions::nullIf)
        .totalOfBytes(
            "typeof",
            1,
            ChoiceFunctions::typeOf,
            FunctionTrait.BLOBS_BY_LENGTH,
            FunctionTrait.TEXTS_BY_LENGTH)
        .pure("subtype", 1, ChoiceFunctions::subtype)
        .pure("likely", Arity.exactly(1), FunctionTrait.TRANSPARENT, ChoiceFunctions::first)
        .pure("unlikely", Arity.exactly(1), FunctionTrait.TRANSPARENT, ChoiceFunctions::first)
        .pure("likelihood", Arity.exactly(2), FunctionTrait.TRANSPARENT, ChoiceFunctions::first)
        .pure("min", Arity.atLeast(2), FunctionTrait.NEEDS_COLLATION, ChoiceFunctions::least)
        .pure("max", Arity.atLeast(2), FunctionTrait.NEEDS_COLLATION, ChoiceFunctions::greatest)
        .list();
  }

  private static void first(FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.copyFrom(arguments[0]);
  }

  /** Values have a subtype where a function has given them one, which none here does. */
  private static void subtype(FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setInteger(0);
  }

  private static void firstValue(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setNull();
    for (int i = 0; i < count && result.type == Cell.NULL; i++) {
      result.copyFrom(arguments[i]);
    }
  }

  private static void branch(FunctionContext context, Cell[] arguments, int count, Cell result) {
    for (int i = 0; i + 1 < count; i += 2) {
      if (arguments[i].isTrue()) {
        result.copyFrom(arguments[i + 1]);
        return;
      }
    }
    if (count % 2 == 1) {
      result.copyFrom(arguments[count - 1]);
    } else {
      result.setNull();
    }
  }

  private static void nullIf(FunctionContext context, Cell[] arguments, int count, Cell result) {
    if (ValueComparator.equal(arguments[0], arguments[1], context.collation())) {
      result.setNull();
    } else {
      result.copyFrom(arguments[0]);
    }
  }

  private static void typeOf(FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setText(TypeNames.of(arguments[0].type));
  }

  /** The smallest; the last of several that are equal. */
  private static void least(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell best = arguments[0];
    for (int i = 0; i < count; i++) {
      if (arguments[i].type == Cell.NULL) {
        result.setNull();
        return;
      }
      if (ValueComparator.compare(arguments[i], best, context.collation()) <= 0) {
        best = arguments[i];
      }
    }
    result.copyFrom(best);
  }

  /** The largest; the first of several that are equal. */
  private static void greatest(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell best = arguments[0];
    for (int i = 0; i < count; i++) {
      if (arguments[i].type == Cell.NULL) {
        result.setNull();
        return;
      }
      if (ValueComparator.compare(arguments[i], best, context.collation()) > 0) {
        best = arguments[i];
      }
    }
    result.copyFrom(best);
  }
}
