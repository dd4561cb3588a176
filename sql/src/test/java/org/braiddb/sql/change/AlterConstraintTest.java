package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Constraints added to definitions and taken out of them: the stored texts and the errors. */
class AlterConstraintTest {
  private static final String[][] CASES = {
    {
      "create table q(a int /*x*/ constraint /*y*/ foo /*z*/ check (a>1) /*w*/ , b)",
      "alter table q drop constraint foo"
    },
    {
      "create table q(a constraint foo check (a>1) not null, b)",
      "alter table q drop constraint foo"
    },
    {
      "create table q(a   not null   constraint foo check (a>1), b)",
      "alter table q drop constraint foo"
    },
    {
      "create table q(a constraint n not null constraint foo check (a>1), b)",
      "alter table q drop constraint n"
    },
    {
      "create table q(a constraint n not null on conflict ignore default 5, b)",
      "alter table q drop constraint n"
    },
    {"create table q(a constraint n default 5, b)", "alter table q drop constraint n"},
    {
      "create table q(a constraint n references t(x) on delete cascade, b)",
      "alter table q drop constraint n"
    },
    {"create table q(a constraint n collate nocase, b)", "alter table q drop constraint n"},
    {"create table q(a constraint n unique, b)", "alter table q drop constraint n"},
    {"create table q(a constraint n primary key, b)", "alter table q drop constraint n"},
    {"create table q(a constraint n as (5), b)", "alter table q drop constraint n"},
    {"create table q(a constraint n null, b)", "alter table q drop constraint n"},
    {"create table q(a, b, constraint c1 check (a>1))", "alter table q drop constraint C1"},
    {
      "create table q(a, b , constraint c1 check (a>1) , constraint c2 check (b>1) )",
      "alter table q drop constraint c1"
    },
    {
      "create table q(a, b , constraint c1 check (a>1) , constraint c2 check (b>1) )",
      "alter table q drop constraint c2"
    },
    {
      "create table q(a, b constraint c1 check(a), constraint c1 check(b))",
      "alter table q drop constraint c1"
    },
    {
      "create table q(a, b, constraint \"c 1\" check (a>1) constraint c2 check (b>1))",
      "alter table q drop constraint \"c 1\""
    },
    {
      "create table q(a, b, constraint \"c 1\" check (a>1) constraint c2 check (b>1))",
      "alter table q drop constraint c2"
    },
    {
      "create table q(a, b, constraint c1 foreign key (a) references t deferrable initially"
          + " deferred, check(a))",
      "alter table q drop constraint c1"
    },
    {
      "create table q(a, b, check (a>1) on conflict ignore)",
      "alter table q add constraint zz check (b>1)"
    },
    {"create table q(a, b /*x*/ ) without rowid", "alter table q add check (b>1)"},
    {"create table q(a primary key, b /*x*/ ) without rowid", "alter table q add check (b>1)"},
    {
      "create table q(a primary key, b /*x*/  , check (a) /*y*/ ) strict",
      "alter table q add check (b>1)"
    },
    {
      "create table q(a int primary key, b int) strict",
      "alter table q add constraint x check (b>1) -- foo"
    },
    {
      "create table q(a int primary key, b int)",
      "alter table q add constraint x check (b>1) on conflict ignore"
    },
    {"create table q(a /*1*/ int /*2*/ , b)", "alter table q alter a set not null"},
    {"create table q(a, b)", "alter table q alter b set not null"},
    {"create table q(a, b not null)", "alter table q alter b set not null"},
    {
      "create table q(a, b not null on conflict ignore)",
      "alter table q alter b set not null on conflict fail"
    },
    {
      "create table q(a, b int default 5 check (b>1))",
      "alter table q alter b set not null /*z*/ on conflict  fail"
    },
    {
      "create table q(a, b int default 5 not null check (b>1))",
      "alter table q alter b drop not null"
    },
    {
      "create table q(a, b int default 5 constraint nn not null on conflict fail check (b>1))",
      "alter table q alter b drop not null"
    },
    {"create table q(a, b int default 5 not null)", "alter table q alter b drop not null"},
    {"create table q(a, b int not null not null)", "alter table q alter b drop not null"},
    {"create table q(a, b int not /*x*/ null /*y*/, c)", "alter table q alter b drop not null"},
    {"create table q(a primary key not null, b)", "alter table q alter a drop not null"},
    {"create table q(a integer primary key, b)", "alter table q alter a set not null"},
    {"create table q(a primary key, b) without rowid", "alter table q alter a drop not null"},
    {"create table q(a, b as (a))", "alter table q alter b set not null"},
    {"create table q(a, b)", "alter table q drop constraint zz"},
    {"create table q(a, b)", "alter table q alter zz drop not null"},
    {"create view q as select 1 a", "alter table q alter a drop not null"},
    {"create view q as select 1 a", "alter table q drop constraint a"},
    {"create view q as select 1 a", "alter table q add check (1)"},
    {
      "create table q(a constraint x constraint y check (a>1), b)",
      "alter table q drop constraint x"
    },
    {
      "create table q(a constraint x constraint y check (a>1), b)",
      "alter table q drop constraint y"
    },
    {"create table q(a, b, constraint x)", "alter table q drop constraint x"},
    {"create table q(a, b, constraint x primary key (a))", "alter table q drop constraint x"}
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  /** SQLite answers some of these with a column of its own checking and no row. */
  private static void alter(Comparison db, String sql) {
    Outcome expected = db.sqlite().run(sql);
    Outcome actual = db.braid().run(sql);
    if (expected instanceof Outcome.Failure(int code, String message)) {
      assertThat(actual).as(sql).isInstanceOf(Outcome.Failure.class);
      assertThat(((Outcome.Failure) actual).extendedCode()).as(sql).isEqualTo(code);
      assertThat(((Outcome.Failure) actual).message()).as(sql).startsWith(message);
    } else {
      assertThat(actual).as(sql).isInstanceOf(Outcome.Rows.class);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void textsChangeAsInSqlite(String mode) {
    try (Comparison db = new Comparison(mode)) {
      for (String[] one : CASES) {
        db.same(one[0]);
        alter(db, one[1]);
        db.same("SELECT sql FROM sqlite_schema WHERE name='q'");
        String kind = one[0].startsWith("create view") ? "VIEW" : "TABLE";
        db.same("DROP " + kind + " IF EXISTS q");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsMustKeepWhatIsAdded(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("CREATE TABLE t(a, b, CONSTRAINT k CHECK (b <> 7))", "INSERT INTO t VALUES(1, NULL)");
      alter(db, "ALTER TABLE t ADD CHECK (b > 0)");
      alter(db, "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)");
      alter(db, "ALTER TABLE t ADD CONSTRAINT K CHECK (a > 0)");
      alter(db, "ALTER TABLE t ADD CHECK (nope > 0)");
      alter(db, "ALTER TABLE t ADD CHECK ((SELECT 1))");
      alter(db, "ALTER TABLE t ALTER b SET NOT NULL");
      alter(db, "ALTER TABLE t ALTER a SET NOT NULL");
      db.same(
          "INSERT INTO t VALUES(2, 0)",
          "INSERT INTO t VALUES(NULL, 1)",
          "INSERT INTO t VALUES(2, 7)");
      alter(db, "ALTER TABLE t ALTER COLUMN a DROP NOT NULL");
      alter(db, "ALTER TABLE t DROP CONSTRAINT k");
      db.same(
          "INSERT INTO t VALUES(NULL, 7)",
          "SELECT * FROM t",
          "SELECT sql FROM sqlite_schema",
          "PRAGMA integrity_check");
    }
  }
}
