package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of small tables that are looked up again and again are those that are there. */
class RecentRowsTest {
  @TempDir Path directory;

  private static List<String> setup() {
    Random random = new Random(23);
    List<String> sql = new ArrayList<>();
    sql.add("CREATE TABLE small(id INTEGER PRIMARY KEY, name TEXT, g AS (name || id), more)");
    sql.add("CREATE TABLE line(id INTEGER PRIMARY KEY, a, b, c)");
    sql.add("BEGIN");
    // some share the last bits of their rowids, some rows are long, some run over pages
    for (int i = 0; i < 120; i++) {
      long id = i < 80 ? i - 5 : (i % 7) + 512L * (i - 79);
      int length = i % 11 == 0 ? 900 + 20 * i : i % 17 == 0 ? 9000 : 3;
      sql.add(
          "INSERT INTO small VALUES(%d, 'n%d', hex(zeroblob(%d)))".formatted(id, i, length / 2));
    }
    for (int i = 1; i <= 3000; i++) {
      sql.add(
          "INSERT INTO line VALUES(%d, %s, %d, %d)"
              .formatted(
                  i,
                  switch (random.nextInt(12)) {
                    case 0 -> "NULL";
                    case 1 -> "'" + random.nextInt(40) + "'";
                    case 2 -> random.nextInt(40) + ".0";
                    case 3 -> "1.5";
                    case 4 -> "x'31'";
                    default -> Integer.toString(random.nextInt(90) - 10);
                  },
                  (random.nextInt(7)) + 512L * random.nextInt(45),
                  i < 1500 ? i % 9 : i));
    }
    sql.add("COMMIT");
    return sql;
  }

  private static final String[] QUERIES = {
    "SELECT line.id, small.id, name, length(more) FROM line CROSS JOIN small ON small.id = a",
    "SELECT line.id, small.id, g FROM line CROSS JOIN small ON small.id = b",
    "SELECT line.id, small.id, g, more FROM line LEFT JOIN small ON small.id = b AND name > 'n5'",
    "SELECT line.id, small.rowid, more FROM line CROSS JOIN small ON small.id = c",
    "SELECT line.id, s.name, t.name, t.id FROM line CROSS JOIN small s ON s.id = c"
        + " CROSS JOIN small t ON t.id = s.id + a",
    "SELECT id, (SELECT name FROM small WHERE small.id = line.b) FROM line ORDER BY id",
    "SELECT id, (SELECT max(name) || count(*) FROM small WHERE small.id = line.a) FROM line",
    "SELECT name, count(*), sum(line.id) FROM line JOIN small ON small.id = a GROUP BY name",
    "SELECT line.id, x.n FROM line JOIN (SELECT id AS k, name AS n FROM small) x ON x.k = c"
        + " ORDER BY line.id LIMIT 900 OFFSET 300",
  };

  @Test
  void answersAreThoseOfSqlite() {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (String query : QUERIES) {
        engines.agreeInOrder(query);
        engines.agreeInOrder(query);
      }
      engines.braid("BEGIN");
      for (String query : QUERIES) {
        engines.agreeInOrder(query);
      }
      engines.braid("ROLLBACK");
    }
  }

  @Test
  void aChangeBetweenTwoRowsIsSeenInsideATransaction() {
    try (Connection db = Database.at(directory.resolve("t.db").toString()).connect()) {
      setup().forEach(db::execute);
      db.execute("BEGIN");
      List<String> names = new ArrayList<>();
      try (Statement query =
          db.prepare(
              "SELECT name FROM line CROSS JOIN small ON small.id = c WHERE line.id < 1400")) {
        for (int i = 0; i < 1000; i++) {
          assertThat(query.step()).isTrue();
        }
        db.execute("UPDATE small SET name = 'changed'");
        while (query.step()) {
          names.add(query.columnText(0));
        }
      }
      assertThat(names).isNotEmpty().containsOnly("changed");
      db.execute("ROLLBACK");
    }
  }

  @Test
  void theNextRunSeesWhatWasCommittedInBetween() {
    try (Connection db = Database.at(directory.resolve("t.db").toString()).connect()) {
      setup().forEach(db::execute);
      try (Statement query =
          db.prepare("SELECT DISTINCT name FROM line CROSS JOIN small ON small.id = c - c")) {
        for (String name : List.of("first", "second")) {
          db.execute("UPDATE small SET name = '" + name + "'");
          assertThat(query.step()).isTrue();
          assertThat(query.columnText(0)).isEqualTo(name);
          assertThat(query.step()).isFalse();
          query.reset();
        }
      }
    }
  }
}
