package org.braiddb.blackbox.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether SQLite answers a statement differently when it visits rows in another order: then its
 * answer is one of several right ones.
 */
final class Ambiguity {
  private static final List<List<String>> SETTINGS =
      List.of(
          List.of("PRAGMA reverse_unordered_selects=1"),
          List.of("PRAGMA automatic_index=0"),
          List.of("PRAGMA automatic_index=0", "PRAGMA reverse_unordered_selects=1"));

  /** SQLite 3.54 converts a column that a FULL JOIN merges in some places and not in others. */
  private static final Pattern MERGED = Pattern.compile("(?s)FULL JOIN .*USING.*( IN |GROUP BY)");

  private Ambiguity() {}

  /** Whether the last statement of a script, or what it builds on, has several right answers. */
  static boolean of(List<String> script, Outcome expected, Outcome actual) {
    if (isOverflow(expected) != isOverflow(actual)) {
      return true; // depends on which rows are seen first, or at all
    }
    String sql = script.getLast();
    if (MERGED.matcher(sql).find()) {
      return true;
    }
    for (List<String> settings : SETTINGS) {
      for (boolean indexed : new boolean[] {true, false}) {
        if (!Agreement.of(sql, expected, lastOf(script, settings, indexed))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOverflow(Outcome outcome) {
    return outcome instanceof Outcome.Failure failure
        && failure.message().startsWith("integer overflow");
  }

  private static Outcome lastOf(List<String> script, List<String> settings, boolean indexed) {
    try (Engine sqlite = new SqliteEngine()) {
      settings.forEach(sqlite::run);
      Outcome last = new Outcome.Rows(List.of(), List.of());
      for (String sql : script) {
        if (indexed || !sql.toUpperCase(Locale.ROOT).startsWith("CREATE INDEX")) {
          last = sqlite.run(sql);
        }
      }
      return last;
    }
  }
}
