package org.braiddb.sql.pragma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableFunctionTest {
  static Stream<String> plainModes() {
    return Comparison.plainModes();
  }

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static Comparison schema(String mode) {
    return new Comparison(mode)
        .same(
            "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x', c real)",
            "CREATE TABLE u(x REFERENCES t, y int, UNIQUE(y,x))",
            "CREATE INDEX i ON t(b DESC, c)",
            "CREATE UNIQUE INDEX j ON t(c) WHERE b IS NOT NULL",
            "CREATE VIEW v AS SELECT a, b||'q' bq, rowid r, CAST(c AS TEXT) AS ct FROM t");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void pragmasAnswerAsTables(String mode) {
    try (Comparison db = schema(mode)) {
      db.same(
          "SELECT * FROM pragma_table_info('t')",
          "SELECT *, arg, schema FROM pragma_table_xinfo('u', 'main')",
          "SELECT name, type FROM pragma_table_info('v')",
          "SELECT * FROM pragma_table_info",
          "SELECT * FROM pragma_table_info(NULL)",
          "SELECT name FROM main.pragma_table_info('t') AS p WHERE p.pk = 0",
          "SELECT pragma_table_info.name FROM pragma_table_info('t')",
          "SELECT * FROM pragma_index_list('t')",
          "SELECT * FROM pragma_index_xinfo('i')",
          "SELECT * FROM pragma_foreign_key_list('u')",
          "SELECT * FROM pragma_table_list('t')",
          "SELECT * FROM pragma_database_list",
          "SELECT * FROM pragma_collation_list",
          "SELECT name, narg FROM pragma_function_list WHERE name = 'abs'",
          "SELECT * FROM pragma_user_version, pragma_foreign_keys, pragma_encoding",
          "SELECT * FROM pragma_integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void argumentsMayComeFromOtherSources(String mode) {
    try (Comparison db = schema(mode)) {
      db.same(
          "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c"
              + " WHERE m.type='table' ORDER BY 1, c.cid",
          "SELECT m.name, c.name FROM pragma_table_info(m.name) c, sqlite_schema m"
              + " WHERE m.type='table' ORDER BY 1, c.cid",
          "SELECT m.name, c.name FROM sqlite_schema m LEFT JOIN pragma_table_info(m.name) c"
              + " ON c.name = 'a' ORDER BY 1",
          "SELECT l.name, x.* FROM sqlite_schema s JOIN pragma_index_info(l.name) x"
              + " JOIN pragma_index_list(s.name) l ORDER BY 1, 2",
          "SELECT name, (SELECT group_concat(name) FROM pragma_table_info(m.name))"
              + " FROM sqlite_schema m ORDER BY 1",
          "SELECT p.name, q.name FROM pragma_table_info('t') p, pragma_table_info('u') q"
              + " ORDER BY 1, 2",
          "SELECT m.name, c.name FROM pragma_table_info('t') c RIGHT JOIN sqlite_schema m"
              + " ON m.name = c.name ORDER BY 1",
          "SELECT count(*) FROM pragma_table_info('t') c FULL JOIN sqlite_schema m"
              + " ON m.name = c.name",
          "CREATE VIEW w AS SELECT name FROM pragma_table_info('u')",
          "SELECT * FROM w");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void conditionsOnHiddenColumnsAreArguments(String mode) {
    try (Comparison db = schema(mode)) {
      db.same(
          "SELECT name FROM pragma_table_info WHERE arg = 't'",
          "SELECT name, arg FROM pragma_table_info WHERE arg IN ('t','u') ORDER BY 2, 1",
          "SELECT arg, name FROM pragma_table_info WHERE schema='main'"
              + " AND arg IN (SELECT name FROM sqlite_schema WHERE type='table') ORDER BY 1, 2",
          "SELECT m.name, c.name FROM pragma_table_info c, sqlite_schema m"
              + " WHERE c.arg = m.name AND m.type = 'table' ORDER BY 1, c.cid",
          "SELECT count(*) FROM pragma_table_info('t') NATURAL JOIN pragma_table_xinfo('t')");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void misuseIsRefused(String mode) {
    try (Comparison db = schema(mode)) {
      db.same(
          "SELECT * FROM t(1)",
          "SELECT * FROM nope(1)",
          "SELECT * FROM pragma_nope('t')",
          "SELECT * FROM pragma_table_info('t','main','x')",
          "SELECT * FROM pragma_table_info('t','nope')",
          "INSERT INTO pragma_table_info VALUES(1)",
          "CREATE TABLE pragma_user_version(x)",
          "SELECT * FROM pragma_user_version");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aChangedSchemaIsSeen(String mode) {
    try (Comparison db = schema(mode)) {
      db.same(
          "SELECT count(*) FROM pragma_table_info('t')",
          "ALTER TABLE t ADD COLUMN d",
          "SELECT count(*) FROM pragma_table_info('t')",
          "BEGIN",
          "DROP TABLE u",
          "SELECT name FROM pragma_table_list WHERE name NOT LIKE 'sqlite%' ORDER BY 1",
          "ROLLBACK",
          "SELECT name FROM pragma_table_list WHERE name NOT LIKE 'sqlite%' ORDER BY 1");
    }
  }

  @ParameterizedTest
  @MethodSource("plainModes")
  void journalModesAreListed(String mode) {
    try (Comparison db = new Comparison(mode)) {
      Outcome found =
          db.braid()
              .run(
                  "SELECT journal_mode, module GLOB 'org.braiddb.storage.*' AS named,"
                      + " family GLOB module || '*' OR family = 'org.braiddb.storage.file' AS kin"
                      + " FROM braid_journal_modes"
                      + " WHERE journal_mode = (SELECT journal_mode FROM pragma_journal_mode)");
      assertThat(found)
          .isEqualTo(
              new Outcome.Rows(
                  List.of("journal_mode", "named", "kin"),
                  List.of(List.of("'" + mode + "'", "1", "1"))));
    }
  }
}
