package org.braiddb.sql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.braiddb.storage.StorageEngines;

/**
 * The same statements on Braid and on SQLite, each with a fresh in-memory database: after every one
 * their outcomes and the connection's counters must be equal.
 */
public final class Comparison implements AutoCloseable {
  private static final String COUNTERS = "SELECT changes(), total_changes(), last_insert_rowid()";

  private final String journalMode;
  private final Braid braid;
  private final Sqlite sqlite;
  private final StringBuilder script = new StringBuilder();

  /** In one of the {@link #journalModes()}. */
  public Comparison(String journalMode) {
    this.journalMode = journalMode;
    braid = new Braid(":memory:", journalMode);
    sqlite = new Sqlite(":memory:");
  }

  /**
   * The installed journal modes, and those with concurrent transactions once more with all done in
   * such ({@link Braid}): what tests of SQL are parameterised by.
   */
  public static Stream<String> journalModes() {
    return StorageEngines.installed().all().stream()
        .flatMap(engine -> {
          String mode = engine.journalMode();
          return engine.capabilities().concurrentTransactions()
              ? Stream.of(mode, mode + Braid.CONCURRENT)
              : Stream.of(mode);
        });
  }

  /** The installed journal modes, each once: for what is not allowed in concurrent transactions. */
  public static Stream<String> plainModes() {
    return StorageEngines.installed().journalModes().stream();
  }

  /** Braid's side. */
  public Braid braid() {
    return braid;
  }

  /** SQLite's side. */
  public Sqlite sqlite() {
    return sqlite;
  }

  /** Runs statements, one after the other, on both; every outcome must be the same. */
  public Comparison same(String... statements) {
    for (String sql : statements) {
      Outcome expected = sqlite.run(sql);
      Outcome actual = braid.run(sql);
      compare(sql, expected, actual);
      script.append(sql).append(";\n");
      if (braid.countsOtherwise()) {
        continue;
      }
      assertThat(braid.run(COUNTERS))
          .as("[%s] changes after %s%n%s", journalMode, sql, script)
          .isEqualTo(sqlite.run(COUNTERS));
    }
    return this;
  }

  /** As {@link #same}, where the order of the rows is not promised. */
  public Comparison sameInAnyOrder(String sql) {
    compare(sql, sorted(sqlite.run(sql)), sorted(braid.run(sql)));
    return this;
  }

  private static Outcome sorted(Outcome outcome) {
    return outcome instanceof Outcome.Rows(List<String> columns, List<List<String>> rows)
        ? new Outcome.Rows(
            columns, rows.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList())
        : outcome;
  }

  private void compare(String sql, Outcome expected, Outcome actual) {
    if (!agree(expected, actual, true)) {
      assertThat(actual).as("[%s] %s%nafter%n%s", journalMode, sql, script).isEqualTo(expected);
    }
  }

  /**
   * Whether Braid did what SQLite does. The text of an error may say more: where in the statement.
   *
   * @param ordered whether the rows must come in the same order
   */
  public static boolean agree(Outcome expected, Outcome actual, boolean ordered) {
    if (expected instanceof Outcome.Failure failure && actual instanceof Outcome.Failure found) {
      return found.extendedCode() == failure.extendedCode()
          && found.message().startsWith(failure.message());
    }
    return ordered ? expected.equals(actual) : sorted(expected).equals(sorted(actual));
  }

  @Override
  public void close() {
    braid.close();
    sqlite.close();
  }
}
