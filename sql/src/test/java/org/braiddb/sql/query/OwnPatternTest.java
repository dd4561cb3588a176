package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;

/** MATCH and REGEXP mean what the application's functions of these names say. */
class OwnPatternTest {
  private static String answer(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      assertThat(statement.step()).isTrue();
      return String.valueOf(statement.columnText(0));
    }
  }

  private static void define(Connection db, String name) {
    db.createFunction(
        name,
        2,
        true,
        arguments ->
            Pattern.compile(String.valueOf(arguments.text(0)))
                    .matcher(String.valueOf(arguments.text(1)))
                    .find()
                ? 1L
                : 0L);
  }

  @Test
  void operatorsCallTheFunctionsOfTheirNames() {
    try (Connection db = Database.at(":memory:").connect()) {
      define(db, "regexp");
      define(db, "match");
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES('ant'),('bee'),('cat')");
      assertThat(answer(db, "SELECT group_concat(a) FROM t WHERE a REGEXP '^[ab]'"))
          .isEqualTo("ant,bee");
      assertThat(answer(db, "SELECT group_concat(a) FROM t WHERE a NOT MATCH 'a'"))
          .isEqualTo("bee");
      assertThat(answer(db, "SELECT 'abc' REGEXP 'B' || '', regexp('b', 'abc')")).isEqualTo("0");
    }
  }

  @Test
  void definitionsInAFileCallThemOnlyWhereTheSchemaIsTrusted() {
    try (Connection db = Database.at(":memory:").connect()) {
      define(db, "regexp");
      db.execute("CREATE VIEW v AS SELECT 'abc' REGEXP 'b' AS x");
      db.execute("CREATE TEMP VIEW w AS SELECT 'abc' REGEXP 'b' AS x");
      assertThat(answer(db, "SELECT x FROM v")).isEqualTo("1");
      db.execute("PRAGMA trusted_schema=0");
      assertThatThrownBy(() -> answer(db, "SELECT x FROM v"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("unsafe use of REGEXP()");
      assertThat(answer(db, "SELECT x FROM w")).isEqualTo("1");
      assertThat(answer(db, "SELECT 'abc' REGEXP 'b'")).isEqualTo("1");
    }
  }
}
