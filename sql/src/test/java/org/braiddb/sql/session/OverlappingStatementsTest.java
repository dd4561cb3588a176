package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.TransactionMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random statements of overlapping concurrent transactions, beside autocommit ones, over tables
 * with unique and foreign keys, partial and expression indexes and a trigger, on small pages.
 * Serializable transactions are replayed on SQLite one after the other in the order of their
 * commits, and every answer must be the same; under snapshot isolation the declared constraints
 * must hold.
 */
class OverlappingStatementsTest {
  private static final int CONNECTIONS = 3;
  private static final int STEPS = 250;

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE p(id INTEGER PRIMARY KEY, k UNIQUE COLLATE NOCASE, v INTEGER, pad)",
          "CREATE TABLE c(id INTEGER PRIMARY KEY, pk REFERENCES p(k) ON UPDATE CASCADE, w, pad)",
          "CREATE TABLE d(a TEXT, b INTEGER, pid REFERENCES p(id) ON DELETE SET NULL DEFERRABLE"
              + " INITIALLY DEFERRED, PRIMARY KEY(a, b DESC)) WITHOUT ROWID",
          "CREATE UNIQUE INDEX cw ON c(w) WHERE w > 3",
          "CREATE UNIQUE INDEX pe ON p(id % 50, v / 1000)",
          "CREATE INDEX cp ON c(pk)",
          "CREATE TRIGGER ci AFTER INSERT ON c BEGIN"
              + " UPDATE p SET v = v + 1 WHERE k = NEW.pk; END");

  private static final List<String> DUMP =
      List.of(
          "SELECT id, k, v, length(pad) FROM p ORDER BY id",
          "SELECT id, pk, w, length(pad) FROM c ORDER BY id",
          "SELECT * FROM d ORDER BY a, b");

  @TempDir Path folder;

  static Stream<Arguments> regimes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().concurrentTransactions())
        .flatMap(engine ->
            engine.capabilities().isolationLevels().stream()
                .map(level -> Arguments.of(engine.journalMode(), level)));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void committedTransactionsCouldHaveRunOneAfterTheOther(String mode, IsolationLevel level) {
    long seed = Long.getLong("braid.seed", 20);
    int rounds = Integer.getInteger("braid.rounds", 4);
    for (int round = 0; round < rounds; round++) {
      String repeat = mode + " " + level + ": -Dbraid.rounds=1 -Dbraid.seed=" + (seed + round);
      System.out.println("OverlappingStatementsTest " + repeat);
      try (Round run = new Round(mode, level, seed + round, repeat, round)) {
        run.play();
      }
    }
  }

  /** A connection, and what its open transaction has done. */
  private static final class Client {
    final Connection db;
    final List<String> statements = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    long changesBefore;
    boolean undone;

    Client(Connection db) {
      this.db = db;
    }

    void begin() {
      db.begin(TransactionMode.CONCURRENT);
      statements.clear();
      outcomes.clear();
      changesBefore = db.totalChanges();
      undone = false;
    }

    boolean changed() {
      return db.totalChanges() > changesBefore;
    }
  }

  private final class Round implements AutoCloseable {
    private final Random random;
    private final String repeat;
    private final boolean serializable;
    private final List<Client> clients = new ArrayList<>();
    private final Sqlite sqlite = new Sqlite(":memory:");
    private final List<String> script = new ArrayList<>();
    private int committed;

    Round(String mode, IsolationLevel level, long seed, String repeat, int number) {
      this.random = new Random(seed);
      this.repeat = repeat;
      this.serializable = level == IsolationLevel.SERIALIZABLE;
      String place = folder.resolve(mode + level + number + ".db").toString();
      DatabaseOptions options =
          DatabaseOptions.builder()
              .journalMode(mode)
              .isolation(level)
              .synchronous(Durability.OFF)
              .pageSize(512)
              .foreignKeys(true)
              .build();
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(new Client(Database.at(place, options).connect()));
      }
      sqlite.run("PRAGMA foreign_keys = ON");
      for (String sql : SCHEMA) {
        clients.getFirst().db.execute(sql);
        assertThat(sqlite.run(sql)).isInstanceOf(Outcome.Rows.class);
      }
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        Client client = clients.get(random.nextInt(CONNECTIONS));
        if (client.db.autocommit()) {
          idle(client);
        } else {
          busy(client);
        }
      }
      clients.stream().filter(c -> !c.db.autocommit()).forEach(c -> c.db.rollback());
      check();
      assertThat(committed).as(repeat).isPositive();
    }

    private void idle(Client client) {
      if (random.nextInt(5) > 0) {
        client.begin();
        return;
      }
      String sql = statement();
      note(client, sql);
      Outcome outcome = run(client.db, sql);
      if (serializable) {
        compare(sql, sqlite.run(sql), outcome);
      }
    }

    private void busy(Client client) {
      int choice = random.nextInt(12);
      if (choice < 2) {
        commit(client);
      } else if (choice == 2 && random.nextBoolean()) {
        note(client, "ROLLBACK");
        client.db.rollback();
      } else {
        String sql = choice == 3 ? savepoint() : statement();
        note(client, sql);
        Outcome outcome = run(client.db, sql);
        if (outcome instanceof Outcome.Failure(int code, String message)
            && code == ResultCode.BUSY_SNAPSHOT.code()) {
          assertThat(message).contains("conflict");
          client.db.rollback();
          return;
        }
        client.undone |= sql.startsWith("ROLLBACK TO") || outcome instanceof Outcome.Failure;
        client.statements.add(sql);
        client.outcomes.add(outcome);
      }
    }

    private void commit(Client client) {
      note(client, "COMMIT");
      List<Outcome> before = dump();
      try {
        client.db.commit();
      } catch (SqlException e) {
        assertThat(e.code())
            .as("%s%n%s", repeat, e.getMessage())
            .isIn(ResultCode.BUSY_SNAPSHOT, ResultCode.CONSTRAINT_FOREIGNKEY);
        client.db.rollback();
        assertThat(dump()).as(repeat).isEqualTo(before);
        return;
      }
      script.add("-- committed");
      committed++;
      if (!serializable) {
        checkConstraints();
        return;
      }
      // What has changed nothing was not validated: its place is that of its snapshot.
      boolean replays = client.changed() && !(client.undone && dump().equals(before));
      if (replays) {
        replay(client);
      }
    }

    private void replay(Client client) {
      sqlite.run("BEGIN");
      for (int i = 0; i < client.statements.size(); i++) {
        String sql = client.statements.get(i);
        compare(sql, sqlite.run(sql), client.outcomes.get(i));
      }
      compare("COMMIT", sqlite.run("COMMIT"), new Outcome.Rows(List.of(), List.of()));
      assertThat(dump()).as("%s%n%s", repeat, this).isEqualTo(expectedDump());
    }

    private void compare(String sql, Outcome expected, Outcome actual) {
      if (expected instanceof Outcome.Failure failure
          && actual instanceof Outcome.Failure found
          && failure.extendedCode() == found.extendedCode()) {
        return;
      }
      assertThat(actual).as("%s%n%s%n%s", repeat, this, sql).isEqualTo(expected);
    }

    private List<Outcome> dump() {
      Client reader = clients.stream().filter(c -> c.db.autocommit()).findAny().orElse(null);
      if (reader != null) {
        return DUMP.stream().map(sql -> run(reader.db, sql)).toList();
      }
      try (Connection db = fresh()) {
        return DUMP.stream().map(sql -> run(db, sql)).toList();
      }
    }

    private Connection fresh() {
      return Database.at(clients.getFirst().db.databases().getFirst().file()).connect();
    }

    private List<Outcome> expectedDump() {
      return DUMP.stream().map(sqlite::run).toList();
    }

    private void checkConstraints() {
      try (Connection db = fresh()) {
        assertThat(run(db, "PRAGMA foreign_key_check"))
            .as("%s%n%s", repeat, this)
            .isInstanceOfSatisfying(Outcome.Rows.class, rows -> assertThat(rows.rows()).isEmpty());
        assertThat(run(db, "PRAGMA integrity_check").toString())
            .as("%s%n%s", repeat, this)
            .contains("'ok'");
      }
    }

    private void check() {
      checkConstraints();
      if (serializable) {
        assertThat(dump()).as("%s%n%s", repeat, this).isEqualTo(expectedDump());
      }
    }

    private void note(Client client, String sql) {
      script.add(clients.indexOf(client) + ": " + sql);
    }

    private static Outcome run(Connection db, String sql) {
      try (Statement statement = db.prepare(sql)) {
        List<List<String>> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < statement.columnCount(); i++) {
          columns.add(statement.columnName(i));
        }
        while (statement.step()) {
          List<String> row = new ArrayList<>();
          for (int i = 0; i < columns.size(); i++) {
            Object value = statement.columnValue(i);
            row.add(
                value instanceof String
                    ? "'" + value + "'"
                    : String.valueOf(value).replace("null", "NULL"));
          }
          rows.add(row);
        }
        return new Outcome.Rows(columns, rows);
      } catch (SqlException e) {
        return new Outcome.Failure(e.extendedCode(), String.valueOf(e.getMessage()));
      }
    }

    // ---- statements

    private String savepoint() {
      return switch (random.nextInt(4)) {
        case 0 -> "ROLLBACK TO s";
        case 1 -> "RELEASE s";
        default -> "SAVEPOINT s";
      };
    }

    private int key() {
      return 1 + random.nextInt(25);
    }

    private String word() {
      String word = Character.toString('a' + random.nextInt(20));
      return "'" + (random.nextBoolean() ? word : word.toUpperCase(Locale.ROOT)) + "'";
    }

    private String pad() {
      return "zeroblob(" + random.nextInt(120) + ")";
    }

    private String conflict() {
      return switch (random.nextInt(7)) {
        case 0 -> " OR IGNORE";
        case 1 -> " OR REPLACE";
        case 2 -> " OR FAIL";
        default -> "";
      };
    }

    private String statement() {
      return switch (random.nextInt(18)) {
        case 0, 1, 2 ->
            "INSERT"
                + conflict()
                + " INTO p VALUES("
                + key()
                + ","
                + word()
                + ","
                + key()
                + ","
                + pad()
                + "),("
                + key()
                + ","
                + word()
                + ","
                + key() * 1000
                + ","
                + pad()
                + ")";
        case 3 ->
            "INSERT INTO p VALUES("
                + key()
                + ","
                + word()
                + ",5,NULL) ON CONFLICT(k) DO UPDATE SET"
                + " v = v + 100";
        case 4, 5, 6 ->
            "INSERT"
                + conflict()
                + " INTO c VALUES("
                + key()
                + ","
                + word()
                + ","
                + key()
                + ","
                + pad()
                + ")";
        case 7, 8 ->
            "INSERT"
                + conflict()
                + " INTO d VALUES("
                + word()
                + ","
                + key() % 3
                + ","
                + key()
                + ")";
        case 9 -> "UPDATE" + conflict() + " p SET k = " + word() + " WHERE id = " + key();
        case 10 ->
            "UPDATE p SET v = v + 1, pad = "
                + pad()
                + " WHERE id BETWEEN "
                + key()
                + " AND "
                + key();
        case 11 ->
            "UPDATE"
                + conflict()
                + " c SET w = "
                + key()
                + ", pad = "
                + pad()
                + " WHERE id = "
                + key();
        case 12 -> "UPDATE d SET pid = " + key() + " WHERE b = " + key() % 3;
        case 13 -> "DELETE FROM p WHERE id = " + key();
        case 14 -> "DELETE FROM c WHERE w > " + key();
        case 15 -> "SELECT count(*), sum(v), max(id) FROM p WHERE id > " + key();
        case 16 ->
            "SELECT c.id, p.v FROM c JOIN p ON p.k = c.pk WHERE c.w < " + key() + " ORDER BY c.id";
        default -> "SELECT a, b, pid FROM d WHERE a >= " + word() + " ORDER BY a, b";
      };
    }

    @Override
    public String toString() {
      return String.join(";\n", script);
    }

    @Override
    public void close() {
      clients.forEach(client -> client.db.close());
      sqlite.close();
    }
  }
}
