package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
