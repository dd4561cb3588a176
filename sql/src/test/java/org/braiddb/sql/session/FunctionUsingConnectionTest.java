package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of the application that use the connection whose statement calls them. */
class FunctionUsingConnectionTest {
  private final Connection db = Database.at(":memory:").connect();

  @BeforeEach
  void fill() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2), (3)");
    db.createFunction(
        "run",
        1,
        false,
        arguments -> {
          db.execute(arguments.text(0));
          return 0;
        });
  }

  @AfterEach
  void close() {
    db.close();
  }

  private List<Long> longs(String sql) {
    List<Long> values = new ArrayList<>();
    try (Statement statement = db.prepare(sql)) {
      while (statement.step()) {
        values.add(statement.columnLong(0));
      }
    }
    return values;
  }

  private void assertIntact() {
    assertThat(longs("SELECT a FROM t")).containsExactly(1L, 2L, 3L);
    assertThat(longs("SELECT 1 FROM pragma_integrity_check WHERE integrity_check = 'ok'"))
        .containsExactly(1L);
  }

  @Test
  void queriesMayRunInQueries() {
    db.createFunction("total", 1, false, arguments -> longs("SELECT sum(a) FROM t").getFirst());
    assertThat(longs("SELECT total(a) + a FROM t")).containsExactly(7L, 8L, 9L);
    assertThat(longs("SELECT a FROM t WHERE total(a) = 6")).containsExactly(1L, 2L, 3L);
    assertIntact();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES(4)",
        "DELETE FROM t",
        "DROP TABLE t",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT s",
        "PRAGMA foreign_keys = on",
        "VACUUM"
      })
  void anythingElseIsRefused(String sql) {
    for (String caller :
        List.of(
            "SELECT run(?) FROM t",
            "UPDATE t SET a = run(?)",
            "INSERT INTO t SELECT run(?) FROM t",
            "DELETE FROM t WHERE run(?)")) {
      for (boolean explicit : new boolean[] {false, true}) {
        if (explicit) {
          db.begin();
        }
        try (Statement statement = db.prepare(caller)) {
          statement.bindText(1, sql);
          assertThatThrownBy(statement::step)
              .isInstanceOf(SqlException.class)
              .hasMessageContaining("has used its connection");
        }
        assertThat(db.autocommit()).isNotEqualTo(explicit);
        assertIntact();
        if (explicit) {
          db.commit();
        }
      }
    }
  }

  @Test
  void aQueryInAChangeIsRefused() {
    try (Statement update = db.prepare("UPDATE t SET a = run('SELECT 1')")) {
      assertThatThrownBy(update::step).hasMessageContaining("has used its connection");
    }
    assertIntact();
  }

  @Test
  void whatCallsTheFunctionCannotBeEnded() {
    AtomicReference<Runnable> end = new AtomicReference<>();
    db.createFunction(
        "end",
        1,
        false,
        arguments -> {
          end.get().run();
          return 1;
        });
    try (Statement statement = db.prepare("SELECT end(a) FROM t")) {
      for (Runnable each :
          List.<Runnable>of(statement::reset, statement::close, statement::step, db::close)) {
        end.set(each);
        assertThatThrownBy(statement::step)
            .isInstanceOf(SqlException.class)
            .hasMessageContaining("a function that a statement calls has");
      }
      end.set(() -> {});
      assertThat(statement.step()).isTrue();
    }
    assertIntact();
  }
}
