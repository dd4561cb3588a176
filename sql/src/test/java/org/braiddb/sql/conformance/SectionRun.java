package org.braiddb.sql.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;

/** Runs the cases of a section on Braid in one journal mode, beside what SQLite did. */
final class SectionRun {
  private static final String COUNTERS = "SELECT changes(), total_changes(), last_insert_rowid()";
  private static final Set<String> CHANGES = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE");

  private final String mode;
  private final Page.Section section;
  private final List<String> failures = new ArrayList<>();
  private int agreed;
  private int differing;

  private SectionRun(String mode, Page.Section section) {
    this.mode = mode;
    this.section = section;
  }

  /** What SQLite did: the outcome, then for a change the counters. */
  record Expected(Outcome outcome, Optional<Outcome> counters) {}

  /**
   * What came of it.
   *
   * @param agreed cases in which Braid did what SQLite does
   * @param differing cases in which it did not, as was meant
   * @param failures a text for every other
   */
  record Result(int agreed, int differing, List<String> failures) {}

  /** Runs the cases on SQLite. */
  static List<Expected> onSqlite(Page.Section section) {
    List<Expected> expected = new ArrayList<>();
    try (Sqlite sqlite = new Sqlite(":memory:")) {
      for (Page.Case single : section.cases()) {
        Outcome outcome = sqlite.run(single.sql());
        expected.add(
            new Expected(
                outcome,
                changes(single.sql()) ? Optional.of(sqlite.run(COUNTERS)) : Optional.empty()));
      }
    }
    return expected;
  }

  /** Runs the cases on Braid. */
  static Result of(String mode, Page.Section section, List<Expected> expected) {
    return new SectionRun(mode, section).run(expected);
  }

  private Result run(List<Expected> expected) {
    try (Braid braid = new Braid(":memory:", mode)) {
      for (int i = 0; i < expected.size(); i++) {
        run(section.cases().get(i), braid, expected.get(i));
      }
    }
    return new Result(agreed, differing, failures);
  }

  private void run(Page.Case single, Braid braid, Expected sqlite) {
    Outcome expected = sqlite.outcome();
    Outcome actual = outcome(braid, single.sql());
    boolean same = Comparison.agree(expected, actual, single.ordered());
    if (same && sqlite.counters().isPresent() && !braid.countsOtherwise()) {
      expected = sqlite.counters().get();
      actual = braid.run(COUNTERS);
      same = expected.equals(actual);
    }
    if (single.difference().isEmpty() == same) {
      agreed += same ? 1 : 0;
      differing += same ? 0 : 1;
    } else {
      failures.add(failure(single, expected, actual));
    }
  }

  private static Outcome outcome(Braid braid, String sql) {
    try {
      return braid.run(sql);
    } catch (RuntimeException e) {
      return new Outcome.Failure(-1, "internal error: " + e);
    }
  }

  private static boolean changes(String sql) {
    return CHANGES.contains(sql.split("\\W", 2)[0].toUpperCase(Locale.ROOT));
  }

  private String failure(Page.Case single, Outcome expected, Outcome actual) {
    String what =
        single.difference().isPresent() ? "no longer differs" : "SQLite " + shown(expected);
    return "["
        + mode
        + "] "
        + section.title()
        + ": "
        + single.sql()
        + "\n    "
        + what
        + "\n    Braid  "
        + shown(actual);
  }

  private static String shown(Outcome outcome) {
    String text = outcome.toString();
    return text.length() < 600 ? text : text.substring(0, 600) + "...";
  }
}
