package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;

/** Calls whose arguments are the same for all rows are not made for each row. */
class ConstantCallTest {
  private static final String ROWS = " FROM (SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3)";

  private static List<String> rows(Statement statement) {
    List<String> rows = new ArrayList<>();
    while (statement.step()) {
      rows.add(statement.columnText(0));
    }
    statement.reset();
    return rows;
  }

  @Test
  void aDeterministicFunctionIsCalledOnceInARun() {
    AtomicInteger calls = new AtomicInteger();
    try (Connection db = Database.at(":memory:").connect()) {
      db.createFunction(
          "twice",
          1,
          true,
          arguments -> {
            calls.incrementAndGet();
            return arguments.longValue(0) * 2;
          });
      try (Statement statement = db.prepare("SELECT a + twice(?)" + ROWS)) {
        statement.bind(1, 10L);
        assertThat(rows(statement)).containsExactly("21", "22", "23");
        assertThat(calls).hasValue(1);
        statement.bind(1, 20L);
        assertThat(rows(statement)).containsExactly("41", "42", "43");
        assertThat(calls).hasValue(2);
      }
      try (Statement statement = db.prepare("SELECT twice(a + twice(5))" + ROWS)) {
        assertThat(rows(statement)).containsExactly("22", "24", "26");
        assertThat(calls).hasValue(6);
      }
      try (Statement statement =
          db.prepare("SELECT CASE WHEN a > 3 THEN twice(1) ELSE a END" + ROWS)) {
        assertThat(rows(statement)).containsExactly("1", "2", "3");
        assertThat(calls).hasValue(6);
      }
    }
  }

  @Test
  void anyOtherFunctionIsCalledForEachRow() {
    AtomicInteger calls = new AtomicInteger();
    try (Connection db = Database.at(":memory:").connect()) {
      db.createFunction("next", 1, false, arguments -> calls.incrementAndGet());
      try (Statement statement = db.prepare("SELECT next(7)" + ROWS)) {
        assertThat(rows(statement)).containsExactly("1", "2", "3");
      }
      try (Statement statement = db.prepare("SELECT count(DISTINCT random())" + ROWS)) {
        assertThat(rows(statement)).containsExactly("3");
      }
    }
  }

  @Test
  void datesOfConstantsAreThoseOfTheRun() {
    try (Connection db = Database.at(":memory:").connect()) {
      try (Statement statement =
          db.prepare("SELECT date('2024-01-31', '+' || a || ' day')" + ROWS)) {
        assertThat(rows(statement)).containsExactly("2024-02-01", "2024-02-02", "2024-02-03");
      }
      try (Statement statement = db.prepare("SELECT date('2024-01-31', '+1 month', ?)" + ROWS)) {
        statement.bind(1, "+1 day");
        assertThat(rows(statement)).containsExactly("2024-03-03", "2024-03-03", "2024-03-03");
        statement.bind(1, "+1 year");
        assertThat(rows(statement)).containsExactly("2025-03-02", "2025-03-02", "2025-03-02");
      }
      try (Statement statement =
          db.prepare(
              "SELECT count(*)" + ROWS + " WHERE date('now') > date('2024-01-31', '-1 day')")) {
        assertThat(rows(statement)).containsExactly("3");
      }
      try (Statement statement = db.prepare("SELECT date('not a date') IS NULL" + ROWS)) {
        assertThat(rows(statement)).containsExactly("1", "1", "1");
      }
    }
  }
}
