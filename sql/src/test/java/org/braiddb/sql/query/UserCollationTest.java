package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders, groups and sets by a collation that the application has defined. */
class UserCollationTest {
  private static List<String> rows(Connection connection, String sql) {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.prepare(sql)) {
      while (statement.step()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < statement.columnCount(); i++) {
          row.append(i > 0 ? "|" : "").append(statement.columnText(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  @Test
  void rowsAreSortedGroupedAndToldApartAsItSays(@TempDir Path directory) {
    try (Connection connection = Database.at(directory.resolve("c.db").toString()).connect()) {
      // By length: texts of the same length are the same to it.
      connection.createCollation("length", Comparator.comparingInt(String::length));
      rows(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT COLLATE length)");
      rows(
          connection,
          "INSERT INTO t(x) VALUES('ccc'), ('a'), (NULL), ('bb'), ('b'), ('aaaa'), ('cc'), (5)");
      assertThat(rows(connection, "SELECT x FROM t ORDER BY x, id"))
          .containsExactly("null", "a", "b", "5", "bb", "cc", "ccc", "aaaa");
      assertThat(rows(connection, "SELECT x FROM t ORDER BY x DESC, id LIMIT 3"))
          .containsExactly("aaaa", "ccc", "bb");
      assertThat(rows(connection, "SELECT length(x), count(*) FROM t GROUP BY x"))
          .containsExactly("null|1", "1|3", "2|2", "3|1", "4|1");
      assertThat(rows(connection, "SELECT count(DISTINCT x), count(*) FROM t"))
          .containsExactly("4|8");
      assertThat(rows(connection, "SELECT DISTINCT length(x) FROM (SELECT DISTINCT x FROM t)"))
          .containsExactlyInAnyOrder("1", "null", "2", "3", "4");
      assertThat(rows(connection, "SELECT length(x) FROM t UNION SELECT 1 ORDER BY 1"))
          .containsExactly("null", "1", "2", "3", "4");
      assertThat(rows(connection, "SELECT x FROM t WHERE id < 3 INTERSECT SELECT x FROM t"))
          .hasSize(2);
      assertThat(
              rows(connection, "SELECT a.id, b.id FROM t a JOIN t b ON a.x = b.x AND a.id < b.id"))
          .containsExactlyInAnyOrder("2|5", "2|8", "5|8", "4|7");
      rows(connection, "CREATE INDEX tx ON t(x)");
      assertThat(rows(connection, "SELECT length(x), count(*) FROM t GROUP BY x"))
          .containsExactly("null|1", "1|3", "2|2", "3|1", "4|1");
      assertThat(rows(connection, "SELECT x FROM t ORDER BY x, id"))
          .containsExactly("null", "a", "b", "5", "bb", "cc", "ccc", "aaaa");
    }
  }

  @Test
  void listsAndJoinsCompareAsItSays() {
    try (Connection connection = Database.at(":memory:").connect()) {
      connection.createCollation("length", Comparator.comparingInt(String::length));
      rows(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT COLLATE length)");
      rows(connection, "CREATE TABLE u(y TEXT COLLATE length, z)");
      rows(
          connection,
          "INSERT INTO t(x) VALUES('ccc'), ('a'), (NULL), ('bb'), ('b'), ('aaaa'), ('cc'), (5)");
      rows(
          connection, "INSERT INTO u VALUES('x', 1), ('yy', 2), ('zzzzz', 3), (NULL, 4), ('v', 5)");
      String list = "SELECT id FROM t WHERE x IN ('?', '??', '!!', '?????', '!', NULL) ORDER BY id";
      String query = "SELECT id FROM t WHERE x IN (SELECT y FROM u) ORDER BY id";
      String neither =
          "SELECT id FROM t WHERE x NOT IN ('?', '??', '!!', '?????', '!') ORDER BY id";
      String join = "SELECT id, z FROM t CROSS JOIN u ON x = y ORDER BY id, z";
      for (String index :
          List.of("SELECT 1", "CREATE INDEX tx ON t(x)", "CREATE INDEX uy ON u(y)")) {
        rows(connection, index);
        assertThat(rows(connection, list)).containsExactly("2", "4", "5", "7", "8");
        assertThat(rows(connection, query)).containsExactly("2", "4", "5", "7", "8");
        assertThat(rows(connection, neither)).containsExactly("1", "6");
        assertThat(rows(connection, join))
            .containsExactly("2|1", "2|5", "4|2", "5|1", "5|5", "7|2", "8|1", "8|5");
      }
      assertThat(rows(connection, "EXPLAIN QUERY PLAN " + list).getFirst())
          .contains("SEARCH t USING COVERING INDEX tx (x=?)");
    }
  }

  @Test
  void aLargeTableIsJoinedByHash() {
    try (Connection connection = Database.at(":memory:").connect()) {
      connection.createCollation("length", Comparator.comparingInt(String::length));
      rows(connection, "CREATE TABLE small(x TEXT COLLATE length)");
      rows(connection, "CREATE TABLE large(y TEXT COLLATE length)");
      rows(connection, "INSERT INTO small VALUES('a'), ('bbb'), ('ccccccc')");
      rows(
          connection,
          "INSERT INTO large WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s"
              + " WHERE i < 2000) SELECT substr('dddddd', 1, i % 5) FROM s");
      rows(connection, "ANALYZE");
      assertThat(rows(connection, "SELECT count(*) FROM small CROSS JOIN large ON x = y"))
          .containsExactly("800");
    }
  }
}
