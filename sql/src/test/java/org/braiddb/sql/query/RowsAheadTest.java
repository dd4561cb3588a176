package org.braiddb.sql.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are looked up by the entries of an index, or by a column of another table. */
class RowsAheadTest {
  private static final int ROWS = 2000;

  @TempDir Path directory;

  private static List<String> setup() {
    Random random = new Random(11);
    List<String> sql = new ArrayList<>();
    sql.add("PRAGMA page_size=512");
    sql.add("CREATE TABLE item(id INTEGER PRIMARY KEY, code TEXT, kind, price REAL)");
    sql.add("CREATE TABLE line(id INTEGER PRIMARY KEY, item, g AS (item + 1), n INTEGER)");
    sql.add("BEGIN");
    for (int i = 1; i <= ROWS; i++) {
      sql.add(
          "INSERT INTO item VALUES(%d, 'c%d', %s, %s)"
              .formatted(
                  3 * i - 500,
                  random.nextInt(ROWS / 2),
                  random.nextInt(5) == 0 ? "NULL" : "'k" + random.nextInt(9) + "'",
                  random.nextInt(1000) / 4.0));
    }
    for (int i = 1; i <= ROWS / 4; i++) {
      String item =
          switch (random.nextInt(12)) {
            case 0 -> "NULL";
            case 1 -> "'" + 3 * i + "'";
            case 2 -> "1.5";
            case 3 -> "x'31'";
            case 4 -> "4.0";
            default -> Integer.toString(random.nextInt(3 * ROWS) - 500);
          };
      sql.add("INSERT INTO line(id, item, n) VALUES(%d, %s, %d)".formatted(2 * i, item, i % 7));
    }
    sql.add("COMMIT");
    sql.add("CREATE INDEX item_code ON item(code)");
    sql.add("CREATE INDEX item_kind ON item(kind DESC, price)");
    return sql;
  }

  private static final String[] QUERIES = {
    "SELECT id, price FROM item WHERE code >= 'c3' ORDER BY code",
    "SELECT id, price FROM item WHERE code >= 'c3' ORDER BY code LIMIT 100",
    "SELECT id, price FROM item WHERE code >= 'c3' ORDER BY code LIMIT 7 OFFSET 30",
    "SELECT id, price FROM item WHERE code < 'c3' ORDER BY code DESC LIMIT 60",
    "SELECT id, code FROM item WHERE kind = 'k3' ORDER BY price DESC",
    "SELECT id, code FROM item WHERE kind IN ('k1', 'k5', 'none', NULL, 'k8') ORDER BY +id",
    "SELECT id, code FROM item WHERE kind = 'k2' AND price BETWEEN 20 AND 200 ORDER BY +id",
    "SELECT id, code FROM item WHERE kind IS NULL AND price > 200 ORDER BY +id",
    "SELECT id, price FROM item WHERE code >= 'c3' AND code LIKE '%9' ORDER BY code",
    "SELECT line.id, item.id, item.price FROM line CROSS JOIN item ON item.id = line.item",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.g",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.id",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item WHERE n = 3",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item WHERE n <> 3",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item"
        + " WHERE n BETWEEN 1 AND 5 AND line.item IS NOT NULL LIMIT 90",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item"
        + " WHERE n + line.id > 20 OR n = 2 ORDER BY line.id DESC",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item"
        + " WHERE n > 0 AND line.id > 400 AND line.id % 50 <> 2",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item WHERE g > 100",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item"
        + " WHERE abs(n) > 1 AND line.item > 3",
    "SELECT line.id, o.id, item.id FROM line CROSS JOIN line o CROSS JOIN item ON item.id = o.item"
        + " WHERE line.id < 20 AND o.n < line.n AND o.n > 1 LIMIT 300",
    "SELECT line.id, o.id, item.id FROM line CROSS JOIN line o CROSS JOIN item ON item.id = o.item"
        + " WHERE line.id < 20 AND o.n > 1 LIMIT 3000",
    "SELECT line.id, item.id FROM line LEFT JOIN item ON item.id = line.item WHERE n > 2",
    "SELECT line.id, item.id FROM line LEFT JOIN item ON item.id = line.item",
    "SELECT line.id, item.id FROM line CROSS JOIN item ON item.id = line.item"
        + " WHERE line.id BETWEEN 100 AND 500 ORDER BY line.id DESC LIMIT 40",
    "SELECT n, (SELECT group_concat(i) FROM (SELECT id AS i FROM item WHERE code >= 'c' || n"
        + " ORDER BY code LIMIT 20)) FROM line WHERE id < 40 ORDER BY id",
  };

  @Test
  void rowsLookedUpAheadAreThoseThatAreThere() {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (String query : QUERIES) {
        engines.agreeInOrder(query);
        engines.agreeInOrder(query);
      }
    }
  }
}
