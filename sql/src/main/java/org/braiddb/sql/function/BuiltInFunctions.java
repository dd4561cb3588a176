package org.braiddb.sql.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.braiddb.sql.function.datetime.DateTimeFunctions;
import org.braiddb.sql.value.AsciiCase;

/**
 * All built-in functions, put together from their families: when the first call of one is looked
 * up, since that is some hundred classes, and a first statement mostly has none.
 */
final class BuiltInFunctions {
  /** By names in lower case. */
  static final Map<String, List<FunctionDefinition>> BY_NAME = byName();

  private BuiltInFunctions() {}

  /** Those of a name in lower case, for different numbers of arguments; empty for none. */
  static List<FunctionDefinition> named(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  private static Map<String, List<FunctionDefinition>> byName() {
    Map<String, List<FunctionDefinition>> map = new HashMap<>();
    for (FunctionDefinition definition : all()) {
      map.computeIfAbsent(AsciiCase.lower(definition.name()), name -> new ArrayList<>())
          .add(definition);
    }
    map.replaceAll((name, list) -> List.copyOf(list));
    return Map.copyOf(map);
  }

  private static List<FunctionDefinition> all() {
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
