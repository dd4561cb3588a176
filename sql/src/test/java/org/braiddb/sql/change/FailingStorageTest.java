package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.tck.checked.CheckedModeEngine;
import org.braiddb.storage.tck.faulty.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes on a storage engine whose calls fail now and then, beside the same changes on one
 * that works: a statement that fails has done nothing, or its whole transaction has. The seed is
 * printed; {@code -Dbraid.tck.checked=MODE} chooses the engine, {@code -Dbraid.seed=N} gives
 * another, {@code -Dbraid.rounds=N} makes more rounds.
 */
class FailingStorageTest {
  private static final Faults FAULTS = CheckedModeEngine.FAULTS;
  private static final String WORKING = System.getProperty(CheckedModeEngine.MODE_PROPERTY, "wal");
  private static final String ROWS = "SELECT k, a, b, c, typeof(a), typeof(c) FROM t ORDER BY k, a";

  /** The primary codes of statements that have met a failure. */
  private static final Set<Integer> FAILED =
      Set.of(ResultCode.IOERR.primary(), ResultCode.NOMEM.primary());

  @AfterEach
  void failNoMore() {
    FAULTS.restart(0, 0);
    FAULTS.setHeapFull(false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailedStatementLeavesNoTrace(boolean heapFull) {
    FAULTS.setHeapFull(heapFull);
    long seed = Long.getLong("braid.seed", 20_261_121);
    int rounds = Integer.getInteger("braid.rounds", 40);
    System.out.println("FailingStorageTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    long before = FAULTS.failed();
    for (int round = 0; round < rounds; round++) {
      run(seed + round);
    }
    assertThat(FAULTS.failed() - before).isGreaterThan(rounds);
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    FAULTS.restart(seed, random.nextInt(3) == 0 ? 0.1 : 0.01);
    FAULTS.setEnabled(false);
    try (Braid failing = new Braid(":memory:", "checked");
        Braid working = new Braid(":memory:", WORKING)) {
      String schema = RandomChangesTest.SCHEMAS[random.nextInt(RandomChangesTest.SCHEMAS.length)];
      failing.run(schema);
      working.run(schema);
      for (String index : RandomChangesTest.INDEXES) {
        if (random.nextInt(3) == 0) {
          failing.run(index);
          working.run(index);
        }
      }
      for (int i = 0; i < 60; i++) {
        step(failing, working, RandomChangesTest.statement(random), "seed " + seed + ", step " + i);
      }
      assertThat(failing.run("PRAGMA integrity_check")).as("seed " + seed).isEqualTo(OK);
    }
  }

  private static final Outcome OK = new Braid(":memory:", WORKING).run("PRAGMA integrity_check");

  private static void step(Braid failing, Braid working, String sql, String where) {
    FAULTS.setEnabled(true);
    Outcome outcome = failing.run(sql);
    FAULTS.setEnabled(false);
    if (outcome instanceof Outcome.Failure failure
        && FAILED.contains(failure.extendedCode() & 0xff)) {
      if (failing.connection().autocommit() && !working.connection().autocommit()) {
        working.run("ROLLBACK");
      }
    } else {
      assertThat(outcome).as(where + ": " + sql).isEqualTo(working.run(sql));
    }
    assertThat(failing.connection().autocommit())
        .as(where + ": autocommit after " + sql + ": " + outcome)
        .isEqualTo(working.connection().autocommit());
    assertThat(failing.run(ROWS))
        .as(where + ": rows after " + sql + ": " + outcome)
        .isEqualTo(working.run(ROWS));
  }
}
