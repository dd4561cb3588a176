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
}
