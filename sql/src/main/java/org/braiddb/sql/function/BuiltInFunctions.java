package org.braiddb.sql.function;

import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.function.datetime.DateTimeFunctions;

/** The list of all built-in functions, put together from their families. */
final class BuiltInFunctions {
  private BuiltInFunctions() {}

  static List<FunctionDefinition> all() {
    return Stream.of(
            TextFunctions.definitions(),
            TrimFunctions.definitions(),
            HexFunctions.definitions(),
            QuoteFunctions.definitions(),
            PatternFunctions.definitions(),
            ChoiceFunctions.definitions(),
            NumberFunctions.definitions(),
            MathFunctions.definitions(),
            ConnectionFunctions.definitions(),
            AggregateFunctions.definitions(),
            FormatFunction.definitions(),
            DateTimeFunctions.definitions())
        .flatMap(List::stream)
        .toList();
  }
}
