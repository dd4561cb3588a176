package org.braiddb.sql.pragma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PragmaTest {
  static Stream<String> plainModes() {
    return Comparison.plainModes();
  }

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void tablesAreDescribed(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x''y', c REAL DEFAULT"
              + " (1+2), d UNIQUE, e AS (a+1), f INT AS (2) STORED)",
          "CREATE TABLE w(x TEXT, y, z, PRIMARY KEY(y,x)) WITHOUT ROWID",
          "CREATE UNIQUE INDEX i ON t(b COLLATE NOCASE, c DESC) WHERE d IS NOT NULL",
          "CREATE INDEX j ON w(z, lower(x))",
          "CREATE VIEW v AS SELECT a, b||'q' AS bb, c FROM t",
          "PRAGMA table_info(t)",
          "PRAGMA table_xinfo(t)",
          "PRAGMA table_info(w)",
          "PRAGMA table_info(v)",
          "PRAGMA table_info=t",
          "PRAGMA main.table_info('t')",
          "PRAGMA table_info(nope)",
          "PRAGMA index_list(t)",
          "PRAGMA index_list(w)",
          "PRAGMA index_info(i)",
          "PRAGMA index_xinfo(i)",
          "PRAGMA index_xinfo(j)",
          "PRAGMA index_info(sqlite_autoindex_t_1)",
          "PRAGMA index_xinfo(sqlite_autoindex_w_1)",
          "PRAGMA index_info(nope)");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void foreignKeysAreListed(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE p(a,b,PRIMARY KEY(a,b))",
          "CREATE TABLE c(x REFERENCES p ON DELETE CASCADE, y, z, FOREIGN KEY(y,z) REFERENCES"
              + " p(a,b) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)",
          "PRAGMA foreign_key_list(c)",
          "INSERT INTO c VALUES(NULL,1,2)",
          "INSERT INTO c VALUES(NULL,NULL,2)");
    }
  }

  @ParameterizedTest
  @MethodSource("plainModes")
  void numbersAreKept(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA user_version",
          "PRAGMA user_version=77",
          "PRAGMA user_version",
          "PRAGMA main.user_version",
          "PRAGMA application_id=-5",
          "PRAGMA application_id",
          "PRAGMA schema_version",
          "CREATE TABLE t(a)",
          "PRAGMA schema_version",
          "BEGIN",
          "PRAGMA user_version=1",
          "ROLLBACK",
          "PRAGMA user_version",
          "PRAGMA encoding",
          "PRAGMA nope.user_version",
          "PRAGMA page_size");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void settingsAnswer(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys",
          "PRAGMA foreign_keys=yes",
          "PRAGMA foreign_keys",
          "PRAGMA foreign_keys=0",
          "PRAGMA busy_timeout=250",
          "PRAGMA busy_timeout",
          "PRAGMA synchronous",
          "PRAGMA synchronous=off",
          "PRAGMA synchronous",
          "PRAGMA synchronous=NORMAL",
          "PRAGMA synchronous",
          "PRAGMA no_such_pragma",
          "PRAGMA no_such_pragma=1",
          "PRAGMA recursive_triggers",
          "PRAGMA query_only=1",
          "CREATE TABLE t(a)",
          "PRAGMA query_only=0",
          "PRAGMA automatic_index",
          "PRAGMA case_sensitive_like=1",
          "SELECT 'a' LIKE 'A'",
          "PRAGMA case_sensitive_like=0",
          "SELECT 'a' LIKE 'A'",
          "PRAGMA collation_list",
          "PRAGMA quick_check",
          "PRAGMA integrity_check",
          "PRAGMA integrity_check(5)",
          "PRAGMA defer_foreign_keys",
          "PRAGMA locking_mode");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void foreignKeysAreChecked(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE p(a INTEGER PRIMARY KEY)",
          "CREATE TABLE c(x REFERENCES p, y REFERENCES q)",
          "INSERT INTO p VALUES(1)",
          "INSERT INTO c VALUES(1,NULL),(2,NULL),(NULL,3)",
          "PRAGMA foreign_key_check",
          "PRAGMA foreign_key_check(c)",
          "PRAGMA foreign_key_check(nope)");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void permissionsAreKept(String mode) {
    try (Comparison db = new Comparison(mode)) {
      for (String pragma :
          new String[] {
            "read_uncommitted",
            "fullfsync",
            "checkpoint_fullfsync",
            "cell_size_check",
            "threads",
            "analysis_limit",
            "legacy_alter_table",
            "query_only"
          }) {
        db.same("PRAGMA " + pragma, "PRAGMA " + pragma + "=1", "PRAGMA " + pragma);
      }
      db.same("PRAGMA threads=99", "PRAGMA analysis_limit=-1", "PRAGMA temp_store=memory");
      db.same("PRAGMA temp_store");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aDatabaseGrowsToItsMostPagesOnly(String mode) {
    try (Comparison db = new Comparison(mode)) {
      if (mode.equals("naive")) {
        return; // it has no pages
      }
      db.same("CREATE TABLE t(a, b)", "PRAGMA max_page_count=20", "PRAGMA max_page_count");
      db.same("INSERT INTO t VALUES(1, zeroblob(30000))", "PRAGMA max_page_count=3");
      String tooMuch = "INSERT INTO t VALUES(2, zeroblob(60000))";
      assertThat(db.sqlite().run(tooMuch)).isInstanceOf(Outcome.Failure.class);
      Outcome full = db.braid().run(tooMuch);
      assertThat(full).isInstanceOf(Outcome.Failure.class);
      assertThat(((Outcome.Failure) full).extendedCode()).isEqualTo(13);
      assertThat(((Outcome.Failure) full).message()).startsWith("database or disk is full");
      db.same("INSERT INTO t VALUES(7, 'small')", "SELECT a, length(b) FROM t", "DELETE FROM t");
      db.same("INSERT INTO t VALUES(3, zeroblob(30000))", "PRAGMA max_page_count=100");
      db.same("INSERT INTO t VALUES(4, zeroblob(60000))", "SELECT a, length(b) FROM t");
      db.same("PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatCannotBeHadIsNotReported(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("CREATE TABLE t(a)");
      for (String pragma :
          new String[] {
            "mmap_size",
            "locking_mode",
            "secure_delete",
            "page_size",
            "auto_vacuum",
            "soft_heap_limit",
            "hard_heap_limit",
            "temp_store"
          }) {
        Outcome before = db.braid().run("PRAGMA " + pragma);
        db.braid().run("PRAGMA " + pragma + "=1");
        db.braid().run("PRAGMA " + pragma + "=8192");
        assertThat(db.braid().run("PRAGMA " + pragma)).as(pragma).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theEncodingOfADatabaseStays(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a)",
          "PRAGMA encoding='UTF-16'",
          "PRAGMA encoding=nonsense",
          "PRAGMA encoding",
          "PRAGMA auto_vacuum=full",
          "PRAGMA auto_vacuum",
          "PRAGMA incremental_vacuum(3)",
          "PRAGMA optimize");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void queryOnlyRefusesChanges(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a)",
          "PRAGMA query_only=on",
          "INSERT INTO t VALUES(1)",
          "DELETE FROM t",
          "CREATE TEMP TABLE u(a)",
          "DROP TABLE t",
          "PRAGMA user_version=3",
          "BEGIN IMMEDIATE",
          "BEGIN",
          "SELECT * FROM t",
          "COMMIT",
          "SELECT * FROM pragma_query_only",
          "PRAGMA query_only=off",
          "INSERT INTO t VALUES(1)");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void deferredForeignKeysEndWithTheTransaction(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA defer_foreign_keys=1",
          "PRAGMA defer_foreign_keys",
          "BEGIN",
          "PRAGMA defer_foreign_keys=1",
          "PRAGMA defer_foreign_keys",
          "COMMIT",
          "PRAGMA defer_foreign_keys");
    }
  }
}
