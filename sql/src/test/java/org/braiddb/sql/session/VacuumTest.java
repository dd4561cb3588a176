package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VacuumTest {
  private static final List<String> CONTENT =
      List.of(
          "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
          "CREATE INDEX i ON t(b DESC)",
          "CREATE TABLE w(x PRIMARY KEY, y, z AS (y||'!')) WITHOUT ROWID",
          "CREATE INDEX wz ON w(z)",
          "CREATE TABLE gone(a TEXT, b UNIQUE)",
          "CREATE VIEW v AS SELECT a FROM t",
          "CREATE TRIGGER tr AFTER INSERT ON w BEGIN INSERT INTO t(b) VALUES('w' || new.x); END",
          "INSERT INTO t WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s WHERE i<1200)"
              + " SELECT i, 'a text that is long enough ' || i FROM s",
          "INSERT INTO w SELECT a, b FROM t WHERE a%3=0",
          "INSERT INTO gone SELECT b, a FROM t WHERE a%5=0",
          "DELETE FROM t WHERE a%10 <> 0",
          "DELETE FROM w WHERE x > 300",
          "DROP TABLE gone",
          "PRAGMA user_version=7",
          "PRAGMA application_id=9");

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT count(*), sum(a), min(b), max(b) FROM t",
          "SELECT count(*), sum(x), max(z) FROM w",
          "SELECT rowid, b FROM t ORDER BY b DESC LIMIT 3",
          "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
          "SELECT * FROM sqlite_sequence",
          "PRAGMA user_version",
          "PRAGMA application_id",
          "PRAGMA integrity_check");

  @TempDir Path folder;

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  static Stream<String> modesWithFiles() {
    return modes().filter(mode -> !mode.equals("naive"));
  }

  private static List<Outcome> answers(Braid braid) {
    return QUESTIONS.stream().map(braid::run).toList();
  }

  private static long number(Braid braid, String pragma) {
    return Long.parseLong(
        ((Outcome.Rows) braid.run("PRAGMA " + pragma)).rows().getFirst().getFirst());
  }

  @ParameterizedTest
  @MethodSource("modesWithFiles")
  void aCopyNeedsNoLogAndHasThePageSizeAskedFor(String mode) throws IOException {
    Path copy = folder.resolve("export.db");
    try (Braid braid = new Braid(folder.resolve("exported.db").toString(), mode)) {
      CONTENT.forEach(braid::run);
      braid.run("PRAGMA page_size=1024");
      braid.run("VACUUM INTO '" + copy + "'");
      assertThat(number(braid, "page_size")).isEqualTo(4096);
    }
    byte[] bytes = Files.readAllBytes(copy);
    assertThat(bytes[18]).isEqualTo((byte) 1);
    assertThat(bytes[19]).isEqualTo((byte) 1);
    assertThat(folder.resolve("export.db-wal")).doesNotExist();
    List<Outcome> answers;
    try (Sqlite sqlite = new Sqlite(copy.toString())) {
      assertThat(sqlite.run("PRAGMA journal_mode").toString()).contains("delete");
      assertThat(sqlite.run("PRAGMA page_size").toString()).contains("1024");
      answers = QUESTIONS.stream().map(sqlite::run).toList();
    }
    try (Braid braid = new Braid(copy.toString(), mode)) {
      assertThat(answers(braid)).isEqualTo(answers);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void contentStaysAsItWas(String mode) {
    try (Comparison db = new Comparison(mode)) {
      CONTENT.forEach(db::same);
      QUESTIONS.forEach(db::same);
      vacuum(db, "VACUUM");
      QUESTIONS.forEach(db::same);
      db.same(
          "INSERT INTO w(x, y) VALUES(5000, 'z')",
          "CREATE TABLE n(a, b UNIQUE)",
          "INSERT INTO n SELECT a, b FROM t");
      vacuum(db, "VACUUM main");
      vacuum(db, "VACUUM temp");
      db.same("DELETE FROM n WHERE a>100");
      vacuum(db, "VACUUM");
      QUESTIONS.forEach(db::same);
    }
  }

  /**
   * SQLite's VACUUM leaves a last_insert_rowid() of its own doing: a row of ours comes after it.
   */
  private static void vacuum(Comparison db, String sql) {
    assertThat(db.braid().run(sql)).isEqualTo(db.sqlite().run(sql));
    db.same("INSERT INTO t(b) VALUES('new')");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void itHasToBeAlone(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a)",
          "BEGIN",
          "VACUUM",
          "VACUUM INTO 'x.db'",
          "COMMIT",
          "VACUUM nope",
          "VACUUM INTO 5",
          "VACUUM INTO NULL",
          "PRAGMA query_only=1",
          "VACUUM",
          "PRAGMA query_only=0");
    }
  }

  @ParameterizedTest
  @MethodSource("modesWithFiles")
  void theFileBecomesSmallerBesideReaders(String mode) throws IOException {
    Path file = folder.resolve("shrinks.db");
    List<Outcome> before;
    try (Braid braid = new Braid(file.toString(), mode);
        Braid reader = new Braid(file.toString(), mode)) {
      CONTENT.forEach(braid::run);
      before = answers(braid);
      braid.run("PRAGMA wal_checkpoint(TRUNCATE)");
      long size = Files.size(file);
      long pages = number(braid, "page_count");
      reader.run("BEGIN");
      assertThat(answers(reader)).isEqualTo(before);
      assertThat(braid.run("VACUUM")).isEqualTo(new Outcome.Rows(List.of(), List.of()));
      assertThat(answers(reader)).as("the reader's snapshot").isEqualTo(before);
      reader.run("COMMIT");
      assertThat(answers(reader)).isEqualTo(before);
      assertThat(answers(braid)).isEqualTo(before);
      assertThat(number(braid, "freelist_count")).isZero();
      assertThat(number(braid, "page_count")).isLessThan(pages / 2);
      braid.run("PRAGMA wal_checkpoint(TRUNCATE)");
      assertThat(Files.size(file)).isLessThan(size / 2);
    }
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      for (int i = 0; i < QUESTIONS.size(); i++) {
        assertThat(sqlite.run(QUESTIONS.get(i))).isEqualTo(before.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modesWithFiles")
  void aCopyGoesIntoAnotherFile(String mode) {
    Path copy = folder.resolve("copy.db");
    List<Outcome> before;
    try (Braid braid = new Braid(":memory:", mode)) {
      CONTENT.forEach(braid::run);
      before = answers(braid);
      String into = "VACUUM INTO '" + copy + "'";
      assertThat(braid.run(into)).isEqualTo(new Outcome.Rows(List.of(), List.of()));
      assertThat(braid.run(into)).isEqualTo(new Outcome.Failure(1, "output file already exists"));
      assertThat(answers(braid)).isEqualTo(before);
    }
    try (Sqlite sqlite = new Sqlite(copy.toString())) {
      for (int i = 0; i < QUESTIONS.size(); i++) {
        assertThat(sqlite.run(QUESTIONS.get(i))).isEqualTo(before.get(i));
      }
    }
  }

  /** Many more pages than a transaction keeps in memory. */
  @ParameterizedTest
  @MethodSource("modesWithFiles")
  void aDatabaseLargerThanTheCacheIsPacked(String mode) {
    Path file = folder.resolve("large.db");
    try (Braid braid = new Braid(file.toString(), mode)) {
      braid.run("PRAGMA cache_size=-500");
      CONTENT.forEach(braid::run);
      braid.run(
          "INSERT INTO t(b) WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s WHERE"
              + " i<3000) SELECT i || hex(zeroblob(i % 3000)) FROM s");
      braid.run("DELETE FROM t WHERE a % 3 = 1");
      List<Outcome> before = answers(braid);
      long pages = number(braid, "page_count");
      assertThat(braid.run("VACUUM")).isEqualTo(new Outcome.Rows(List.of(), List.of()));
      assertThat(answers(braid)).isEqualTo(before);
      assertThat(number(braid, "page_count")).isLessThan(pages);
    }
  }

  @ParameterizedTest
  @MethodSource("modesWithFiles")
  void whereItFailsNothingHasChanged(String mode) {
    Path file = folder.resolve("fails.db");
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    try (Braid braid = new Braid(file.toString(), mode)) {
      braid
          .connection()
          .createCollation(
              "limited",
              (a, b) -> {
                if (left.decrementAndGet() < 0) {
                  throw new IllegalStateException("no more comparisons");
                }
                return a.compareTo(b);
              });
      CONTENT.forEach(braid::run);
      braid.run("CREATE INDEX limits ON t(b COLLATE limited)");
      braid.run("DELETE FROM t WHERE a % 20 = 0");
      List<Outcome> before = answers(braid);
      long pages = number(braid, "page_count");
      left.set(20);
      assertThatThrownBy(() -> braid.run("VACUUM")).hasMessage("no more comparisons");
      left.set(Integer.MAX_VALUE);
      assertThat(answers(braid)).isEqualTo(before);
      assertThat(number(braid, "page_count")).isEqualTo(pages);
      braid.run("INSERT INTO t(b) VALUES('more')");
      before = answers(braid);
      assertThat(braid.run("VACUUM")).isEqualTo(new Outcome.Rows(List.of(), List.of()));
      assertThat(answers(braid)).isEqualTo(before);
      assertThat(number(braid, "page_count")).isLessThan(pages);
    }
  }

  @ParameterizedTest
  @MethodSource("modesWithFiles")
  void nothingOfWritersBesideItIsLost(String mode) throws Exception {
    Path file = folder.resolve("busy.db");
    try (Braid braid = new Braid(file.toString(), mode);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      braid.connection().setBusyTimeout(Duration.ofSeconds(60));
      CONTENT.forEach(braid::run);
      braid.run("CREATE TABLE counts(k INTEGER PRIMARY KEY, n INTEGER, pad TEXT)");
      braid.run("INSERT INTO counts SELECT a, 0, b FROM t");
      AtomicBoolean ends = new AtomicBoolean();
      List<Future<Integer>> writers = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        writers.add(threads.submit(() -> countUntil(ends, file, mode)));
      }
      try {
        for (int i = 0; i < 10; i++) {
          assertThat(braid.run("VACUUM")).isEqualTo(new Outcome.Rows(List.of(), List.of()));
        }
      } finally {
        ends.set(true);
      }
      int counted = 0;
      for (Future<Integer> writer : writers) {
        counted += writer.get();
      }
      assertThat(braid.run("SELECT sum(n) FROM counts"))
          .isEqualTo(
              new Outcome.Rows(List.of("sum(n)"), List.of(List.of(Integer.toString(counted)))));
      assertThat(braid.run("PRAGMA integrity_check").toString()).contains("ok");
    }
  }

  /** Adds one to row after row; answers how often that was committed. */
  private static int countUntil(AtomicBoolean ends, Path file, String mode) {
    try (Braid braid = new Braid(file.toString(), mode)) {
      braid.connection().setBusyTimeout(Duration.ofSeconds(60));
      int counted = 0;
      for (int i = 1; !ends.get() || i < 10; i++) {
        if (braid.run("BEGIN CONCURRENT") instanceof Outcome.Failure) {
          braid.run("BEGIN IMMEDIATE");
        }
        Outcome update = braid.run("UPDATE counts SET n = n + 1 WHERE k = " + i % 100 * 10);
        long changed = braid.connection().changes();
        if (update instanceof Outcome.Rows && braid.run("COMMIT") instanceof Outcome.Rows) {
          counted += (int) changed;
        } else {
          braid.run("ROLLBACK");
        }
      }
      return counted;
    }
  }
}
