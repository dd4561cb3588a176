package org.braiddb.blackbox.isolation;

import static org.braiddb.blackbox.isolation.Verdict.assertThatIt;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A scenario as data.
 *
 * @param name what holds
 * @param setup statements, each ended by a semicolon
 * @param script the steps
 * @param comparing the query by which ends are compared; empty for all tables
 * @param verdicts a line for each regime
 */
record Race(String name, String setup, String script, String comparing, String verdicts) {
  Race(String name, String setup, String script, String verdicts) {
    this(name, setup, script, "", verdicts);
  }

  /** Every regime with every race. */
  static Stream<Arguments> everywhere(Race... races) {
    return Regime.all()
        .flatMap(regime -> Arrays.stream(races).map(race -> Arguments.of(regime, race)));
  }

  /** Runs it and compares what came of it. */
  Scenario.Outcome run(Regime regime, Path directory) throws SQLException {
    String[] statements =
        Arrays.stream(setup.split(";"))
            .map(String::strip)
            .filter(sql -> !sql.isEmpty())
            .toArray(String[]::new);
    Scenario.Outcome outcome =
        new Scenario(regime, directory, statements).comparing(comparing).play(script);
    assertThatIt(outcome, regime, verdicts);
    return outcome;
  }

  @Override
  public String toString() {
    return name;
  }
}
