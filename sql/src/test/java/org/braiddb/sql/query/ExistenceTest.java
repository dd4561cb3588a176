package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EXISTS asks whether there is a row: what the row shows is computed only where that decides. */
class ExistenceTest {
  /** Fails where it is computed. */
  private static final String FAILS = "abs(-9223372036854775807 - a)";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT FAILS FROM e",
        "SELECT *, FAILS FROM e WHERE a > 5",
        "SELECT DISTINCT FAILS FROM e",
        "SELECT FAILS FROM e LIMIT 1",
        "SELECT FAILS FROM e LIMIT 0",
        "SELECT FAILS FROM e LIMIT 1 OFFSET 1",
        "SELECT FAILS FROM e LIMIT 1 OFFSET 3",
        "SELECT DISTINCT a FROM e LIMIT 1 OFFSET 1",
        "SELECT FAILS FROM e ORDER BY 1",
        "SELECT FAILS FROM e ORDER BY a",
        "SELECT a FROM e ORDER BY FAILS",
        "SELECT a FROM e WHERE FAILS",
        "SELECT max(FAILS) FROM e",
        "SELECT count(*) FROM e WHERE a > 5",
        "SELECT b FROM e GROUP BY b HAVING count(*) > 2",
        "SELECT b FROM e GROUP BY b HAVING count(*) > 1",
        "SELECT x FROM (SELECT FAILS AS x FROM e)",
        "SELECT nothing FROM e",
        "SELECT a, e.* FROM e ORDER BY 4",
        "SELECT e.a FROM e JOIN e f ON f.a = e.b + 1 WHERE e.a = o.a"
      })
  void isThatOfSqlite(String query) {
    try (TwoEngines engines =
        new TwoEngines(
            directory, List.of("CREATE TABLE e(a, b)", "INSERT INTO e VALUES(1, 1), (2, 1)"))) {
      String exists = "EXISTS (" + query.replace("FAILS", FAILS) + ")";
      engines.agreeInOrder("SELECT o.a, " + exists + " FROM e o ORDER BY o.a");
      engines.agreeInOrder("SELECT o.a FROM e o WHERE NOT " + exists + " ORDER BY o.a");
    }
  }

  /** SQLite forgets DISTINCT here, and answers 1. */
  @Test
  void rowsAreCountedAsTheQueryCountsThem() {
    try (Connection db = Database.at(":memory:").connect()) {
      db.execute("CREATE TABLE e(b); INSERT INTO e VALUES(1), (1)");
      try (Statement statement =
          db.prepare("SELECT EXISTS (SELECT DISTINCT b FROM e LIMIT 1 OFFSET 1)")) {
        assertThat(statement.step()).isTrue();
        assertThat(statement.columnLong(0)).isZero();
      }
    }
  }
}
