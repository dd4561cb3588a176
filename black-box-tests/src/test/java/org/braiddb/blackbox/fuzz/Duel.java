package org.braiddb.blackbox.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Runs a script on both engines. */
final class Duel {
  /**
   * SQLITE_CONSTRAINT_DATATYPE: within a transaction SQLite 3.54 keeps the rows that the statement
   * has inserted before, which Braid takes back.
   */
  private static final int DATATYPE_CONSTRAINT = 3091;

  /** SQLITE_INTERRUPT: a statement of the oracle took too long. */
  private static final int INTERRUPT = 9;

  /**
   * SQLite 3.54 does not rename a column of a WITHOUT ROWID table whose key is declared UNIQUE once
   * more.
   */
  private static final Pattern RENAMING =
      Pattern.compile("(?s)error in table .* after rename: no such column.*");

  private static final Pattern CHANGING =
      Pattern.compile("\\b(INSERT|REPLACE INTO|UPDATE|DELETE)\\b");

  private final String journalMode;
  private final String without;
  private final boolean bound;

  /**
   * @param without an optimization that Braid does without; empty for none
   * @param bound whether Braid is given queries with parameters
   */
  Duel(String journalMode, String without, boolean bound) {
    this.bound = bound;
    this.without = without;
    this.journalMode = journalMode;
  }

  /** The first statement that the engines disagree about. */
  record Difference(int index, String sql, Outcome expected, Outcome actual) {
    /** Tells kinds of differences apart, so that a reduction does not end at another one. */
    String kind() {
      return kind(expected) + " / " + kind(actual);
    }

    private static String kind(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Rows _ -> "rows";
        case Outcome.Failure failure ->
            failure.extendedCode() + failure.message().lines().findFirst().orElse("");
      };
    }
  }

  /**
   * @param ignored the places of statements whose outcomes are not compared
   */
  Optional<Difference> fight(List<String> script, Set<Integer> ignored) {
    try (Engine sqlite = new SqliteEngine();
        Engine braid = new BraidEngine(journalMode, without, bound)) {
      for (int i = 0; i < script.size(); i++) {
        String sql = script.get(i);
        Outcome expected = sqlite.run(sql);
        if (isUseless(expected)) {
          if (isQuery(sql)) {
            continue;
          }
          return Optional.empty();
        }
        Outcome actual = braid.run(sql);
        if (!ignored.contains(i) && !Agreement.of(sql, expected, actual)) {
          return Optional.of(new Difference(i, sql, expected, actual));
        }
        if (expected instanceof Outcome.Failure failure
            && failure.extendedCode() == DATATYPE_CONSTRAINT) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    }
  }

  /** Whether it changes nothing. */
  static boolean isQuery(String sql) {
    return sql.startsWith("SELECT") || sql.startsWith("WITH") && !CHANGING.matcher(sql).find();
  }

  /** Whether there is no telling what a statement should have done. */
  private static boolean isUseless(Outcome expected) {
    return expected instanceof Outcome.Failure failure
        && (failure.extendedCode() == INTERRUPT || RENAMING.matcher(failure.message()).matches());
  }
}
