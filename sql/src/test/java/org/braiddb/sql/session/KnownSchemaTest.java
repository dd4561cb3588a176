package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braiddb.sql.session.Sessions.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaText;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection knows of a schema without having read it is what it would have read. */
class KnownSchemaTest {
  @TempDir Path folder;

  private SplittableRandom random = new SplittableRandom(0);

  static Iterable<String> modes() {
    return StorageEngines.installed().journalModes();
  }

  private Session open(String mode) {
    Settings settings = new Settings();
    settings.setBusyTimeout(java.time.Duration.ZERO);
    return Sessions.open(mode, folder.resolve(mode + ".db"), Durability.OFF, settings);
  }

  private static SchemaCatalog known(Session session) {
    return session.database(0).schema().catalog();
  }

  // ---- what others have changed

  /** BEGIN IMMEDIATE begins a transaction before anything is known of the schema that it sees. */
  @ParameterizedTest
  @MethodSource("modes")
  void aTransactionThatHasBegunFindsWhatIsNewToTheConnection(String mode) {
    if (mode.equals("naive")) {
      return; // whose connections share nothing
    }
    try (Session one = open(mode);
        Session other = open(mode)) {
      run(one, "CREATE TABLE t(x)", "CREATE VIEW v AS SELECT 1");
      run(other, "SELECT * FROM t");
      run(one, "ALTER TABLE t ADD COLUMN y", "CREATE TABLE n(x)", "DROP VIEW v");
      run(other, "BEGIN IMMEDIATE", "SELECT * FROM n", "INSERT INTO t(y) VALUES (1)");
      run(other, "CREATE VIEW v AS SELECT 2", "COMMIT");
      check(other, mode);
    }
  }

  /** The commit that a writer stands on may fail, and another get its cookie. */
  @ParameterizedTest
  @MethodSource("modes")
  void whatWasReadOfACommitThatMayFailIsForgotten(String mode) {
    try (Session session = open(mode)) {
      run(session, "CREATE TABLE t(x)");
      SchemaCatalog read = readStaged(session);
      assertThat(known(session)).isSameAs(read);
      run(session, "ROLLBACK");
      assertThat(known(session)).isNull();

      readStaged(session);
      run(session, "CREATE TABLE d(x)", "ROLLBACK");
      assertThat(known(session)).isNull();

      readStaged(session);
      run(session, "SAVEPOINT s", "CREATE TABLE d(x)", "ROLLBACK TO s", "COMMIT");
      assertThat(known(session)).isNull();

      readStaged(session);
      run(session, "CREATE TABLE d(x)", "COMMIT"); // which is only where the other is
      assertThat(known(session) == null).isEqualTo(mode.equals("naive")); // which reads it anew
      check(session, mode);
    }
  }

  private static SchemaCatalog readStaged(Session session) {
    run(session, "BEGIN IMMEDIATE");
    SessionDatabase database = session.database(0);
    Transaction transaction =
        java.util.Objects.requireNonNull(session.explicitScope()).find(database);
    assertThat(transaction).isNotNull();
    database.handle().forgetSharedCatalog();
    database.schema().forgetMeaning();
    return database.schema().read(transaction, KnownSchema.State.STAGED, database.handle());
  }

  // ---- random definitions

  /** Compares what is known of each database, where it is for what its transaction sees. */
  private static void check(Session session, String when) {
    for (SessionDatabase database : List.copyOf(session.databases())) {
      TransactionScope explicit = session.explicitScope();
      Transaction present = explicit == null ? null : explicit.find(database);
      if (present != null) {
        compare(session, database, present, when);
        continue;
      }
      TransactionOptions options =
          TransactionOptions.of(TransactionMode.READ_ONLY).withAtLeast(database.atLeast());
      try (Transaction reading = database.handle().begin(engine -> options, session.limits())) {
        compare(session, database, reading, when);
      }
    }
  }

  private static void compare(
      Session session, SessionDatabase database, Transaction transaction, String when) {
    SchemaCatalog known = database.schema().catalog();
    if (known != null
        && known.cookie() == transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE)) {
      SchemaCatalog read = SchemaReader.read(transaction, session.collations());
      assertThat(SchemaText.of(known)).as(when).isEqualTo(SchemaText.of(read));
      assertThat(known.format()).isEqualTo(read.format());
    }
  }

  private String table() {
    return "t" + random.nextInt(6);
  }

  private String statement(boolean concurrent) {
    String name = "n" + random.nextInt(12);
    return switch (random.nextInt(26)) {
      case 0, 1, 2 -> "CREATE TABLE " + table() + "(a, b UNIQUE, c REFERENCES t1(a))";
      case 3 -> "CREATE TABLE " + table() + "(a INTEGER PRIMARY KEY AUTOINCREMENT, b, c)";
      case 4 -> "CREATE TABLE " + table() + "(a PRIMARY KEY, b, c) WITHOUT ROWID";
      case 5 -> "CREATE TEMP TABLE " + table() + "(a, b)";
      case 6 -> "CREATE TABLE " + table() + " AS SELECT a, b, 1 AS c FROM " + table();
      case 7, 8 -> "CREATE INDEX " + name + " ON " + table() + "(b, a DESC)";
      case 9 -> "CREATE VIEW " + table() + " AS SELECT a FROM " + table();
      case 10 -> trigger("", name);
      case 11 -> trigger("TEMP", table());
      case 12, 13 -> "DROP TABLE " + table();
      case 14 -> "DROP INDEX " + name;
      case 15 -> random.nextBoolean() ? "DROP VIEW " + table() : "DROP TRIGGER " + name;
      case 16 -> "ALTER TABLE " + table() + " RENAME TO " + table();
      case 17 -> "ALTER TABLE " + table() + " RENAME COLUMN b TO d" + random.nextInt(3);
      case 18 -> "ALTER TABLE " + table() + " ADD COLUMN e DEFAULT 1";
      case 19 -> "ALTER TABLE " + table() + " DROP COLUMN c";
      case 20 -> "INSERT INTO " + table() + "(a, b) VALUES(" + random.nextInt(5) + ", 1)";
      case 21 -> concurrent && random.nextBoolean() ? "BEGIN CONCURRENT" : "BEGIN";
      case 22 -> random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT";
      case 23 -> "SAVEPOINT s" + random.nextInt(2);
      case 24 -> (random.nextBoolean() ? "ROLLBACK TO s" : "RELEASE s") + random.nextInt(2);
      default -> random.nextInt(4) == 0 ? "ANALYZE " + table() : "DROP TABLE " + table();
    };
  }

  private String trigger(String kind, String name) {
    return "CREATE " + kind + " TRIGGER " + name + " DELETE ON " + table() + " BEGIN SELECT 1; END";
  }

  private void changeAtRandom(List<Session> sessions, boolean concurrent, int steps) {
    List<String> script = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      int number = random.nextInt(sessions.size());
      String sql = statement(concurrent);
      String outcome = "";
      try {
        run(sessions.get(number), sql);
      } catch (StatementException | StorageException e) {
        outcome = " -- " + e.getMessage();
      }
      script.add("/* " + number + " */ " + sql + ";" + outcome);
      for (Session session : sessions) {
        check(session, String.join("\n", script));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whateverIsDefinedWhatIsKnownIsTrue(String mode) {
    long seed = Long.getLong("braid.seed", 41);
    for (int round = 0; round < 6; round++) {
      random = new SplittableRandom(seed + round);
      try (Session session = open(mode);
          Session other = open(mode)) {
        if (round == 1) {
          run(session, "PRAGMA auto_vacuum = FULL", "VACUUM");
        }
        List<Session> sessions =
            mode.equals("naive") || round == 0 ? List.of(session) : List.of(session, other);
        changeAtRandom(sessions, session.hasConcurrentTransactions("main"), 150);
      } catch (AssertionError e) {
        throw new AssertionError("-Dbraid.seed=" + (seed + round) + " " + mode, e);
      }
    }
  }

  // ---- what need not be read

  /** Whether what a transaction writes is what is read after it. */
  private static boolean owns(String mode) {
    return !mode.equals("naive");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void ownDefinitionsAreKnownWithoutReading(String mode) {
    if (!owns(mode)) {
      return;
    }
    try (Session session = open(mode)) {
      run(session, "CREATE TABLE t(a)");
      for (String sql :
          List.of(
              "CREATE INDEX i ON t(a)",
              "CREATE TRIGGER t AFTER INSERT ON t BEGIN SELECT 1; END",
              "ALTER TABLE t ADD COLUMN b",
              "ALTER TABLE t RENAME TO u",
              "DROP INDEX i",
              "DROP TABLE u")) {
        SchemaCatalog before = known(session);
        run(session, sql);
        SchemaCatalog after = known(session);
        assertThat(after).as(sql).isNotNull().isNotSameAs(before);
        run(session, "SELECT count(*) FROM sqlite_schema");
        assertThat(known(session)).as(sql).isSameAs(after);
      }
      run(session, "BEGIN", "CREATE TABLE v(a)");
      SchemaCatalog inside = known(session);
      run(session, "INSERT INTO v VALUES(1)", "COMMIT", "SELECT a FROM v");
      assertThat(known(session)).isNotNull().isSameAs(inside);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatIsRolledBackIsAsItWasKnownBefore(String mode) {
    try (Session session = open(mode)) {
      run(session, "CREATE TABLE t(a)", "SELECT a FROM t", "BEGIN", "SELECT a FROM t");
      SchemaCatalog before = known(session);
      run(session, "SAVEPOINT s", "DROP TABLE t", "SAVEPOINT r", "CREATE TABLE u(a)");
      run(session, "RELEASE r", "CREATE TABLE v(a)", "ROLLBACK TO s");
      assertThat(known(session)).isNotNull().isSameAs(before);
      run(session, "SELECT a FROM t", "CREATE TABLE w(a)", "RELEASE s", "ROLLBACK");
      assertThat(known(session)).isSameAs(before);
      run(session, "SELECT a FROM t", "CREATE TABLE t2(a)", "SELECT a FROM t2");
      assertThat(known(session).relation("w")).isEmpty();
    }
  }

  /** A collation that is registered gives texts in double quotes and indexes another meaning. */
  @ParameterizedTest
  @MethodSource("modes")
  void whatHasLostItsMeaningIsNotRestored(String mode) {
    try (Session session = open(mode)) {
      run(session, "CREATE TABLE t(a)", "SELECT a FROM t", "BEGIN", "CREATE TABLE u(a)");
      session.collationsChanged();
      run(session, "ROLLBACK");
      assertThat(known(session)).isNull();
    }
  }

  /** Statistics change without the cookie, and go with what they are about. */
  @ParameterizedTest
  @MethodSource("modes")
  void statisticsStay(String mode) {
    if (!owns(mode)) {
      return;
    }
    try (Session session = open(mode);
        Session other = open(mode)) {
      run(session, "CREATE TABLE t(a)", "CREATE TABLE u(a)", "CREATE INDEX i ON u(a)");
      run(session, "INSERT INTO t VALUES(1), (2)", "INSERT INTO u VALUES(1)", "ANALYZE t");
      run(other, "DELETE FROM sqlite_stat1", "SELECT a FROM t", "ANALYZE", "SELECT a FROM t");
      run(session, "CREATE TABLE v(a)", "SELECT a FROM v");
      run(other, "SELECT a FROM v");
      assertThat(known(other).statistics().rows("t")).contains(2.0);
      assertThat(known(other).statistics().index("i")).isPresent();
      run(other, "CREATE INDEX j ON t(a)", "DROP TABLE u", "CREATE TABLE u(a)");
      assertThat(known(other).statistics().rows("t")).contains(2.0);
      assertThat(known(other).statistics().rows("u")).isEmpty();
      assertThat(known(other).statistics().index("i")).isEmpty();
      run(other, "DROP TABLE sqlite_stat1");
      assertThat(known(other).statistics().isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void othersTakeOverWhatOneHasDefined(String mode) {
    if (!owns(mode)) {
      return; // its databases in memory belong to one connection
    }
    try (Session session = open(mode);
        Session other = open(mode)) {
      run(session, "CREATE TABLE t(a)");
      run(other, "SELECT a FROM t");
      assertThat(known(other)).isSameAs(known(session));
      PreparedStatement prepared = other.prepare("INSERT INTO t VALUES(1)", 0).orElseThrow();
      run(session, "CREATE INDEX i ON t(a)");
      other.enter();
      assertThat(prepared.step()).isFalse();
      prepared.close();
      other.leave();
      assertThat(known(other)).isSameAs(known(session));
      run(session, "BEGIN", "CREATE TABLE u(a)");
      run(other, "SELECT a FROM t");
      assertThat(known(other).relation("u")).isEmpty();
      run(session, "COMMIT");
      run(other, "SELECT a FROM u");
      assertThat(known(other)).isSameAs(known(session));
    }
  }
}
