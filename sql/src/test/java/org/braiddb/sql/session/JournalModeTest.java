package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.TransactionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The mode of an open database, and switching it while connections use it. */
class JournalModeTest {
  @TempDir Path folder;

  /** All ordered pairs of different modes that hand databases over to each other. */
  static Stream<Arguments> switches() {
    List<StorageEngine> engines = StorageEngines.installed().all();
    return engines.stream()
        .flatMap(from ->
            engines.stream()
                .filter(to -> to.family().equals(from.family()) && !sameMode(from, to))
                .map(to -> Arguments.of(from.journalMode(), to.journalMode())));
  }

  private static boolean sameMode(StorageEngine left, StorageEngine right) {
    return left.journalMode().equals(right.journalMode());
  }

  private Database database(String mode) {
    DatabaseOptions options =
        DatabaseOptions.builder().journalMode(mode).busyTimeout(Duration.ofSeconds(20)).build();
    return Database.at(folder.resolve("t.db").toString(), options);
  }

  /** A connection that asks for no mode. */
  private Connection any(Duration busyTimeout) {
    DatabaseOptions options = DatabaseOptions.builder().busyTimeout(busyTimeout).build();
    return Database.at(folder.resolve("t.db").toString(), options).connect();
  }

  @Test
  void timeoutIsSetAndTransactionBegunWhileAnotherConnectionSwitches() throws Exception {
    try (Connection reader = database("wal").connect();
        Connection switching = database("wal").connect();
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      reader.execute("CREATE TABLE t(a); BEGIN; SELECT * FROM t");
      Future<?> done = executor.submit(() -> switching.execute("PRAGMA journal_mode = mvcc"));
      try (Connection impatient = any(Duration.ZERO)) {
        while (!isHeldBack(impatient) && !done.isDone()) {
          Thread.onSpinWait();
        }
        try (Connection fresh = any(Duration.ZERO)) {
          assertThat(first(fresh, "PRAGMA busy_timeout = 20000")).isEqualTo("20000");
          assertThat(first(fresh, "PRAGMA foreign_keys")).isEqualTo("0");
          fresh.execute("BEGIN");
          reader.execute("COMMIT");
          assertThat(first(fresh, "SELECT count(*) FROM t")).isEqualTo("0");
        }
      }
      done.get();
      assertThat(first(reader, "PRAGMA journal_mode")).isEqualTo("mvcc");
    }
  }

  private static boolean isHeldBack(Connection db) {
    try {
      db.execute("SELECT count(*) FROM t");
      return false;
    } catch (SqlException e) {
      assertThat(e.code()).isEqualTo(ResultCode.BUSY);
      return true;
    }
  }

  private static String first(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      return statement.step() ? String.valueOf(statement.columnText(0)) : "no row";
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("switches")
  void otherConnectionsAndTheirStatementsGoOnInTheNewMode(String from, String to) {
    try (Connection db = database(from).connect();
        Connection other = any(Duration.ZERO)) {
      db.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
      assertThat(other.journalMode()).isEqualTo(from);
      try (Statement insert = other.prepare("INSERT INTO t(b) VALUES(?)");
          Statement count = other.prepare("SELECT count(*) FROM t")) {
        insert.bindText(1, "before");
        assertThat(insert.step()).isFalse();
        assertThat(first(db, "PRAGMA journal_mode = '" + to + "'")).isEqualTo(to);
        assertThat(other.journalMode()).isEqualTo(to);
        assertThat(first(other, "PRAGMA journal_mode")).isEqualTo(to);
        insert.bindText(1, "after");
        assertThat(insert.step()).isFalse();
        assertThat(count.step()).isTrue();
        assertThat(count.columnLong(0)).isEqualTo(2);
      }
      assertThat(first(db, "SELECT group_concat(b) FROM t")).isEqualTo("before,after");
      assertThat(first(db, "PRAGMA integrity_check")).isEqualTo("ok");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("switches")
  void openTransactionsOfOthersAreWaitedForThenBusy(String from, String to) throws Exception {
    try (Connection db = database(from).connect();
        Connection reader = any(Duration.ZERO);
        Connection writer = any(Duration.ofSeconds(20));
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      db.execute("CREATE TABLE t(a)");
      reader.execute("BEGIN; SELECT * FROM t");
      db.setBusyTimeout(Duration.ofMillis(30));
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = " + to))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY));
      assertThat(db.journalMode()).isEqualTo(from);
      writer.execute("INSERT INTO t VALUES(1)");

      db.setBusyTimeout(Duration.ofSeconds(20));
      Future<?> switching = thread.submit(() -> db.execute("PRAGMA journal_mode = " + to));
      while (!switching.isDone() && beginsAtOnce()) {
        Thread.onSpinWait();
      }
      Future<?> held;
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        held = other.submit(() -> writer.execute("INSERT INTO t VALUES(2)"));
        reader.execute("SELECT * FROM t; COMMIT");
        switching.get();
        held.get();
      }
      assertThat(first(db, "PRAGMA journal_mode")).isEqualTo(to);
      assertThat(first(db, "SELECT count(*) FROM t")).isEqualTo("2");
    }
  }

  /** Whether a new transaction begins without waiting: not while a switch is going on. */
  private boolean beginsAtOnce() {
    try (Connection probe = any(Duration.ZERO)) {
      probe.execute("SELECT * FROM t");
      return true;
    } catch (SqlException e) {
      assertThat(e.code()).isEqualTo(ResultCode.BUSY);
      return false;
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("switches")
  void aConnectionDoesNotSwitchUnderItsOwnTransaction(String from, String to) {
    try (Connection db = database(from).connect()) {
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2)");
      db.begin();
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = " + to))
          .hasMessageContaining("from within a transaction");
      db.rollback();
      try (Statement select = db.prepare("SELECT * FROM t")) {
        assertThat(select.step()).isTrue();
        assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = " + to))
            .hasMessageContaining("from within a transaction");
      }
      db.execute("PRAGMA journal_mode = " + to);
      assertThat(db.journalMode()).isEqualTo(to);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("switches")
  void anOpenerWhoAsksForAModeSwitchesTheOpenDatabase(String from, String to) {
    try (Connection db = database(from).connect()) {
      db.execute("CREATE TABLE t(a)");
      try (Connection other = database(to).connect()) {
        assertThat(other.journalMode()).isEqualTo(to);
        assertThat(db.journalMode()).isEqualTo(to);
      }
      db.execute("PRAGMA journal_mode = " + from + "; BEGIN; SELECT * FROM t");
      DatabaseOptions impatient =
          database(to).options().toBuilder().busyTimeout(Duration.ZERO).build();
      assertThatThrownBy(() -> Database.at(database(to).place(), impatient).connect())
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY));
      assertThat(db.journalMode()).isEqualTo(from);
      db.execute("INSERT INTO t VALUES(1); COMMIT");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("switches")
  void everyDatabaseOfAConnectionHasAModeOfItsOwn(String from, String to) {
    try (Connection db = database(from).connect()) {
      db.execute("ATTACH '" + folder.resolve("aux.db") + "' AS aux; ATTACH ':memory:' AS mem");
      db.execute("CREATE TABLE t(a); CREATE TABLE aux.u(a); CREATE TEMP TABLE v(a)");
      db.execute("PRAGMA aux.journal_mode = " + to);
      db.execute("PRAGMA mem.journal_mode = " + to);
      assertThat(db.journalMode("main")).isEqualTo(from);
      assertThat(db.journalMode("aux")).isEqualTo(to);
      assertThat(db.journalMode("mem")).isEqualTo(to);
      db.execute(
          "BEGIN; INSERT INTO t VALUES(1); INSERT INTO u VALUES(2); INSERT INTO v VALUES(3)");
      db.execute("CREATE TABLE mem.w AS SELECT a FROM t UNION ALL SELECT a FROM u");
      db.commit();
      assertThat(first(db, "SELECT group_concat(a) FROM w")).isEqualTo("1,2");
      db.execute("PRAGMA journal_mode = " + to + "; PRAGMA temp.journal_mode = " + to);
      assertThat(db.databases()).allMatch(d -> db.journalMode(d.name()).equals(to));
      assertThat(first(db, "SELECT a FROM v")).isEqualTo("3");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void anUnknownModeIsAnErrorThatNamesTheInstalledOnes(String mode) {
    try (Connection db = Database.at(":memory:").connect()) {
      db.execute("PRAGMA journal_mode = wal");
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = quantum"))
          .hasMessageContaining("quantum")
          .hasMessageContaining(mode);
      assertThat(db.journalMode()).isEqualTo("wal");
    }
  }

  static Stream<String> modes() {
    return StorageEngines.installed().journalModes().stream();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void isolationAnswersWhatTheModeGives(String mode) {
    StorageEngine engine = StorageEngines.installed().forMode(mode);
    boolean weak =
        engine.capabilities().concurrentTransactions()
            && engine.capabilities().isolationLevels().contains(IsolationLevel.SNAPSHOT);
    try (Connection db =
        Database.at(":memory:", DatabaseOptions.builder().journalMode(mode).build()).connect()) {
      String weakest = weak ? "snapshot" : "serializable";
      assertThat(first(db, "PRAGMA isolation")).isEqualTo(weakest);
      assertThat(first(db, "PRAGMA isolation = serializable")).isEqualTo("serializable");
      assertThat(db.isolation()).isEqualTo(IsolationLevel.SERIALIZABLE);
      assertThat(first(db, "PRAGMA isolation = SnapShot")).isEqualTo(weakest);
      assertThatThrownBy(() -> db.execute("PRAGMA isolation = chaos"))
          .hasMessageContaining("unknown isolation level: chaos")
          .hasMessageContaining("journal mode " + mode + " has: ")
          .hasMessageContaining("serializable");
      db.begin();
      assertThatThrownBy(() -> db.execute("PRAGMA isolation = serializable"))
          .hasMessageContaining("inside a transaction");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aModeWithoutConcurrentTransactionsNamesThoseThatHaveThem(String mode) {
    try (Connection db =
        Database.at(":memory:", DatabaseOptions.builder().journalMode(mode).build()).connect()) {
      if (StorageEngines.installed().forMode(mode).capabilities().concurrentTransactions()) {
        db.begin(TransactionMode.CONCURRENT);
        assertThat(db.inConcurrentTransaction()).isTrue();
      } else {
        List<String> others = Engines.concurrentModes();
        assertThatThrownBy(() -> db.begin(TransactionMode.CONCURRENT))
            .hasMessageContaining("journal mode " + mode + " has no concurrent transactions")
            .satisfies(e -> others.forEach(o -> assertThat(e).hasMessageContaining(o)));
        assertThat(db.autocommit()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theModeIsAskedForByUriOptionOrSystemProperty(String mode) {
    String property = DatabaseOptions.JOURNAL_MODE_PROPERTY;
    try (Connection db = Database.at("file::memory:?journal_mode=" + mode).connect()) {
      assertThat(db.journalMode()).isEqualTo(mode);
    }
    System.setProperty(property, mode);
    try (Connection db = Database.at(folder.resolve("p.db").toString()).connect();
        Connection other =
            Database.at(
                    folder.resolve("q.db").toString(),
                    DatabaseOptions.builder().journalMode("wal").build())
                .connect()) {
      assertThat(db.journalMode()).isEqualTo(mode);
      assertThat(other.journalMode()).isEqualTo("wal");
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void theDiaryIsOffUntilItIsSwitchedOn() {
    try (Connection db = Database.at(":memory:").connect()) {
      assertThat(first(db, "PRAGMA conflict_diary")).isEqualTo("0");
      assertThat(first(db, "PRAGMA conflict_diary = on")).isEqualTo("1");
      assertThat(first(db, "SELECT count(*) FROM braid_conflicts")).isEqualTo("0");
      assertThat(first(db, "PRAGMA conflict_diary = off")).isEqualTo("0");
    }
  }
}
