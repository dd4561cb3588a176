package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How tables are joined of which ANALYZE has told that they are small. */
class SmallTableJoinTest {
  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE cat(id INTEGER PRIMARY KEY, name TEXT, parent INTEGER)",
          "CREATE TABLE item(id INTEGER PRIMARY KEY, cat INTEGER, amount INTEGER)",
          "CREATE INDEX item_amount ON item(amount, cat)",
          "INSERT INTO cat WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c"
              + " WHERE i < 99) SELECT i, 'c' || i, nullif(i / 10, 4) FROM c",
          "INSERT INTO item WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
              + " WHERE i < 5000) SELECT i, i % 130, i % 1000 FROM c",
          "ANALYZE");

  @TempDir Path directory;

  @Test
  void aTableThatManyRowsAskForIsHashed() {
    String join = "SELECT count(*), sum(b.id) FROM cat a JOIN cat b ON a.parent = b.parent";
    assertThat(plan(join))
        .containsExactly("SCAN a", "SEARCH b USING AUTOMATIC COVERING INDEX (parent=?)");
    assertThat(plan(join + " WHERE a.id = 7"))
        .containsExactly("SEARCH a USING INTEGER PRIMARY KEY (rowid=?)", "SCAN b");
  }

  @Test
  void rowsOfARangeLookUpTheRowThatTheyBelongTo() {
    assertThat(
            plan(
                "SELECT item.id, name FROM item JOIN cat ON cat.id = item.cat"
                    + " WHERE amount BETWEEN 50 AND 60"))
        .containsExactly(
            "SEARCH item USING COVERING INDEX item_amount (amount>? AND amount<?)",
            "SEARCH cat USING INTEGER PRIMARY KEY (rowid=?)");
  }

  @Test
  void answersAreThoseOfSqlite() {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      engines.agree("SELECT a.id, b.name FROM cat a JOIN cat b ON a.parent = b.parent");
      engines.agree(
          "SELECT a.id, b.name, c.id FROM cat a JOIN cat b ON a.parent = b.parent"
              + " JOIN cat c ON c.parent = b.parent AND c.id > a.id WHERE a.id < 60");
      engines.agree(
          "SELECT a.id, b.name FROM cat a LEFT JOIN cat b ON a.parent = b.parent AND b.id % 3 = 0");
      engines.agree(
          "SELECT item.id, name FROM item JOIN cat ON cat.id = item.cat"
              + " WHERE amount BETWEEN 50 AND 60");
    }
  }

  private static List<String> plan(String query) {
    return TwoEngines.plan(SETUP, query);
  }
}
