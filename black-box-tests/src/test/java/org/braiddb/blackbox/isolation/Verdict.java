package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the outcome of a scenario with a table that has a line for each regime. */
final class Verdict {
  private Verdict() {}

  /**
   * Fails unless the outcome is what the table says of the regime. A line is the mode, for mvcc the
   * level, and the fates of the parties in the order of their names; {@code anomalous} at its end
   * says that no serial order explains the outcome.
   */
  static void assertThatIt(Scenario.Outcome outcome, Regime regime, String table) {
    String expected = lines(table).get(regime);
    assertThat(expected).as("a line for %s in the table", regime).isNotNull();
    assertThat(text(outcome)).as("%s; errors %s", regime, outcome.errors()).isEqualTo(expected);
  }

  private static Map<Regime, String> lines(String table) {
    Map<Regime, String> lines = new HashMap<>();
    for (String line : table.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      for (Regime regime : Regime.values()) {
        String name = regime.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
        if (line.startsWith(name)) {
          lines.put(regime, line.substring(name.length()).strip());
        }
      }
    }
    return lines;
  }

  private static String text(Scenario.Outcome outcome) {
    String fates =
        new TreeMap<>(outcome.fates())
            .entrySet().stream()
                .map(each -> each.getKey() + " " + words(each.getValue()))
                .collect(Collectors.joining(", "));
    return outcome.anomalous() ? fates + ", anomalous" : fates;
  }

  private static String words(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
