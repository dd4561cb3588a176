package org.braiddb.blackbox.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.braiddb.blackbox.history.Promise;
import org.braiddb.blackbox.isolation.Regime;
import org.braiddb.blackbox.stress.ModelTransaction.Ending;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Overlapping transactions on pages of 512 bytes against a model. One thread runs the statements of
 * several transactions in turns and commits them in random order, so that nothing depends on luck.
 *
 * <p>What is held: a transaction reads its snapshot and its own changes; what commits leaves its
 * changes on top of what others have committed; a transaction that nobody has overtaken commits;
 * with conflicts by rows, one fails exactly where it changes a row that was changed since its
 * snapshot; a serializable one has read nothing that has changed.
 */
class ModelTest {
  private static final int ROUNDS = 150;
  private static final int MOST_TRANSACTIONS = 7;

  @TempDir Path directory;

  private final ModelState state = new ModelState();
  private final List<ModelTransaction> open = new ArrayList<>();
  private int overlappingCommits;
  private int conflicts;

  static Stream<Regime> regimes() {
    return Regime.all();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void overlappingTransactionsLeaveWhatTheModelSays(Regime regime) throws SQLException {
    long seed = Stress.seed("ModelTest in " + regime);
    SplittableRandom random = new SplittableRandom(seed);
    Path file = directory.resolve("model.db");
    try (Connection connection = regime.connect(file, 0, "&page_size=512&synchronous=off");
        Statement statement = connection.createStatement()) {
      create(statement);
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < MOST_TRANSACTIONS; i++) {
        connections.add(regime.connect(file, 0, "&synchronous=off"));
      }
      int rounds = Stress.scaled(ROUNDS);
      for (int round = 0; round < rounds; round++) {
        try {
          round(regime, connections, random);
          compare(statement, round % 10 == 0 || round == rounds - 1);
          if (random.nextInt(10) == 0) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
          }
        } catch (SQLException | AssertionError e) {
          throw new AssertionError("round " + round + ", seed " + seed + " in " + regime, e);
        }
      }
      for (Connection each : connections) {
        each.close();
      }
      System.out.printf(
          "%s: %d commits, %d of them overtaken before, %d conflicts%n",
          regime, state.commits(), overlappingCommits, conflicts);
      assertThat(overlappingCommits > 0).isEqualTo(regime.concurrent());
    }
    StockSqlite.assertIntact(file);
  }

  private void create(Statement statement) throws SQLException {
    statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER, v TEXT)");
    statement.execute("CREATE INDEX t_k ON t(k)");
    statement.execute("CREATE INDEX t_v ON t(v, k)");
    statement.execute("CREATE TABLE w(k INTEGER PRIMARY KEY, c INTEGER, v TEXT) WITHOUT ROWID");
    statement.execute("CREATE INDEX w_c ON w(c)");
    statement.execute("BEGIN");
    for (long key = 1; key <= ModelTransaction.KEYS; key += 2) {
      String value = "v".repeat((int) (1 + key % 50));
      for (ModelTable table : List.of(ModelTable.ROWID, ModelTable.CLUSTERED)) {
        state.rows(table).put(key, value);
        statement.execute(
            "INSERT INTO "
                + table.sqlName
                + " VALUES("
                + key
                + ", "
                + ModelTable.columns(value)
                + ")");
      }
    }
    statement.execute("COMMIT");
  }

  private void round(Regime regime, List<Connection> connections, SplittableRandom random)
      throws SQLException {
    int count = 2 + random.nextInt(MOST_TRANSACTIONS - 1);
    boolean plain = random.nextInt(4) == 0;
    for (int i = 0; i < count; i++) {
      String begin = plain && i == 0 ? "BEGIN IMMEDIATE" : regime.begin();
      open.add(new ModelTransaction(connections.get(i), begin, state, random));
    }
    int steps = count * (1 + random.nextInt(6));
    for (int i = 0; i < steps && !open.isEmpty(); i++) {
      ModelTransaction transaction = open.get(random.nextInt(open.size()));
      transaction.step();
      if (transaction.failed()) {
        statementFailed(regime, transaction);
        open.remove(transaction);
      } else if (random.nextInt(20) == 0) {
        end(regime, transaction);
      }
    }
    while (!open.isEmpty()) {
      end(regime, open.get(random.nextInt(open.size())));
    }
  }

  private void statementFailed(Regime regime, ModelTransaction transaction) throws SQLException {
    if (regime.concurrent()) {
      conflicts++;
      assertThat(transaction.overtaken()).as("%s", transaction.log()).isTrue();
      if (regime != Regime.PAGELOCK) {
        assertThat(transaction.touchedClash()).as("%s", transaction.log()).isTrue();
      }
    }
    transaction.rollBack();
  }

  private void end(Regime regime, ModelTransaction transaction) throws SQLException {
    boolean overtaken = transaction.overtaken();
    Ending ending = transaction.commit();
    switch (ending) {
      case BUSY -> assertThat(open.size()).as("others, one of them writing").isGreaterThan(1);
      case CONFLICT -> {
        conflicts++;
        open.remove(transaction);
        assertThat(overtaken).as("conflict without a cause: %s", transaction.log()).isTrue();
        assertThat(transaction.writes()).as("a reader failed: %s", transaction.log()).isTrue();
        if (regime == Regime.MVCC_SNAPSHOT) {
          assertThat(transaction.touchedClash())
              .as("conflict without a row: %s", transaction.log())
              .isTrue();
        }
      }
      case COMMITTED -> {
        open.remove(transaction);
        if (transaction.writes()) {
          assertThat(transaction.changedClash()).as("lost update: %s", transaction.log()).isFalse();
          if (regime.promise() == Promise.SERIALIZABLE) {
            assertThat(transaction.staleReads()).as("stale reads: %s", transaction.log()).isEmpty();
          }
          overlappingCommits += overtaken ? 1 : 0;
        }
        transaction.applyToModel();
      }
    }
  }

  private void compare(Statement statement, boolean thoroughly) throws SQLException {
    for (ModelTable table : List.of(ModelTable.ROWID, ModelTable.CLUSTERED)) {
      Map<Long, String> found = new TreeMap<>();
      String sql = "SELECT " + table.keyColumn + ", v FROM " + table.sqlName;
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          found.put(rows.getLong(1), rows.getString(2));
        }
      }
      assertThat(found).isEqualTo(state.rows(table));
    }
    List<Long> scratch = new ArrayList<>();
    String names = "SELECT substr(name, 8) FROM sqlite_schema WHERE name GLOB 'scratch*'";
    try (ResultSet rows = statement.executeQuery(names + " ORDER BY name")) {
      while (rows.next()) {
        scratch.add(rows.getLong(1));
      }
    }
    assertThat(scratch).isEqualTo(List.copyOf(state.rows(ModelTable.DEFINITIONS).keySet()));
    if (thoroughly) {
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        check.next();
        assertThat(check.getString(1)).isEqualTo("ok");
      }
    }
  }
}
