package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of ALTER TABLE: the stored texts, the rows, the errors. */
class AlterTableFormsTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void namesFollowARenamedTableOrColumn(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table t(a int, b text, c)",
          "create table u(x, y references t(a))",
          "create view v as select a, t.b, main.t.c from t where a>1",
          "create view v2 as select q.a from t as q join u on q.a=u.x",
          "create view v3 as select aa from (select a aa from t)",
          "create view v4 as select a from (select a from t)",
          "alter table t rename column a to z",
          "drop view v4",
          "create view v5 as select * from t join (select a,1 from t) using(a)",
          "alter table t rename column a to z",
          "drop view v5",
          "create view v6 as select * from t natural join (select a from u,t)",
          "create index i on t(a desc, lower(b)) where a>5",
          "create index i2 on t(a collate nocase)",
          "alter table t rename column a to z",
          "select sql from sqlite_schema",
          "select * from v6",
          "alter table t rename column z to \"A b\"",
          "select sql from sqlite_schema",
          "alter table t rename \"a B\" to a",
          "select sql from sqlite_schema",
          "alter table t rename column nope to z",
          "alter table t rename column a to b",
          "alter table nope rename column a to b",
          "alter table v rename column a to b",
          "alter table sqlite_schema rename column name to b",
          "alter table t rename to \"new t\"",
          "select type,name,tbl_name,sql from sqlite_schema",
          "alter table \"new t\" rename to t",
          "select type,name,tbl_name,sql from sqlite_schema",
          "alter table t rename to u",
          "alter table t rename to i",
          "alter table t rename to sqlite_x",
          "create view bad as select nope from nope2",
          "alter table t rename to tt",
          "alter table t rename column a to zz",
          "alter table t add column d",
          "alter table t drop column d",
          "drop view bad",
          "alter table t rename to TT",
          "alter table tt rename to t",
          "alter table v rename to vv");
    }
  }

  /** A string that an index has as a column would name the column that gets its name. */
  @ParameterizedTest
  @MethodSource("modes")
  void noColumnGetsTheNameOfAStringThatAnIndexHas(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table t(a, b)",
          "create table u(c, d)",
          "insert into t values(1, 2), (3, 4)",
          "create index i on t(b, \"x\")",
          "alter table t rename column a to x",
          "alter table t rename column a to z",
          "alter table t rename column b to x",
          "alter table u rename column c to x",
          "create index before on t(\"y\")",
          "alter table t rename column a to x",
          "drop index i",
          "alter table t rename column a to x",
          "drop index before",
          "create index i on t(b, (\"x\"))",
          "alter table t rename column a to x",
          "drop index i",
          "create index i on t(b, \"x\" collate nocase desc)",
          "alter table t rename column a to x",
          "drop index i",
          "create index i on t(b, \"x\" || 1) where \"x\"",
          "create index i2 on u(\"x\" || 1)",
          "alter table t rename column a to x",
          "select * from t where x = 1",
          "select sql from sqlite_schema",
          "pragma integrity_check",
          "alter table t rename column x to y",
          "select sql from sqlite_schema");
    }
  }

  /** SQLite adds it, and the index lacks the rows that are there. */
  @ParameterizedTest
  @MethodSource("modes")
  void noColumnIsAddedUnderTheNameOfAStringThatAnIndexHas(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table t(a, b)",
          "insert into t values(1, 2), (3, 4)",
          "create index i on t(b) where \"X\" > 'a'",
          "alter table t add column y");
      assertThat(db.braid().run("alter table t add column x"))
          .isEqualTo(
              new Outcome.Failure(1, "error in index i: the string \"x\" would be a column"));
      db.same("drop index i", "alter table t add column x", "select * from t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsAreDropped(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table p(a, b, c check (p.a > 0 and b>0), d as (a+b), primary key(a,b), unique (c,"
              + " a), foreign key (b) references p(c), check (a<100))",
          "alter table p rename column a to \"sel ect\"",
          "select sql from sqlite_schema where name='p'",
          "alter table p rename to pp",
          "select sql from sqlite_schema where name='pp'",
          "alter table pp drop column \"sel ect\"",
          "alter table pp drop column b",
          "alter table pp drop column c",
          "alter table pp drop column d",
          "select sql from sqlite_schema where name='pp'",
          "create table s(a, b, c, d check(d>1), e)",
          "insert into s values(1,2,3,4,5)",
          "create index sb on s(b)",
          "create view sv as select c from s",
          "alter table s drop column b",
          "alter table s drop column c",
          "alter table s drop column d",
          "alter table s drop column e",
          "select sql from sqlite_schema where name='s'",
          "select * from s",
          "alter table s drop column a",
          "drop index sb",
          "alter table s drop column b",
          "select * from s",
          "drop view sv",
          "alter table s drop column c",
          "alter table s drop column a",
          "select sql from sqlite_schema where name='s'",
          "create table one(a)",
          "alter table one drop column a",
          "alter table one drop column zz",
          "alter table one drop zz");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsFollowColumns(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table t(a int, b int, c unique, unique(a), unique(b,a))",
          "alter table t drop column b",
          "alter table t drop column a",
          "alter table t drop c",
          "create table f(p references t(a), q, foreign key(q) references t)",
          "alter table f drop column q",
          "alter table f drop column p",
          "select sql from sqlite_schema where name='f'",
          "create table g(a, b as (a+1), c as (b+1))",
          "insert into g values(1)",
          "alter table g drop column b",
          "alter table g drop column c",
          "alter table g drop column b",
          "select * from g",
          "create table w(a,b,c,d,primary key(c,a)) without rowid",
          "insert into w values(1,2,3,4),(5,6,7,8)",
          "alter table w drop column b",
          "select * from w",
          "alter table w drop column d",
          "select * from w",
          "alter table w drop column c",
          "create table x(a, b)",
          "insert into x values(1,2)",
          "alter table x add column c default 7",
          "alter table x add column d default 'x' not null",
          "alter table x add column e default (1+2)",
          "alter table x add column e check (e>5)",
          "alter table x add column e default 3 check (e>5)",
          "alter table x add column e default 9 check (e>5)",
          "alter table x add column f as (a*2)",
          "alter table x add column g as (a*2) stored",
          "alter table x add column g as (null) not null",
          "alter table x add column g int not null",
          "alter table x add column g default current_time",
          "alter table x add column g references t default 4",
          "alter table x add column g primary key",
          "alter table x add column g unique",
          "alter table x add column a",
          "alter table x add column rowid",
          "select * from x",
          "alter table x drop column b",
          "select * from x",
          "alter table x drop column c",
          "alter table x drop column f",
          "select * from x",
          "insert into x values(5,6,7,8)",
          "select * from x",
          "select sql from sqlite_schema where name='x'",
          "create table s(a int) strict",
          "alter table s add column b",
          "alter table s add column b int default 'x'",
          "alter table s add column c int default 5",
          "insert into s(a) values(1)",
          "alter table s add column d int default 'x'",
          "alter table s add column d text default 5",
          "alter table s add column d text default 'k'",
          "select * from s",
          "create table st(a)",
          "insert into st values(1)",
          "alter table st add column c as (a) stored",
          "select * from st",
          "create view vv as select 1",
          "alter table vv add column x",
          "alter table vv drop column x",
          "alter table sqlite_master add column x",
          "alter table sqlite_master drop column x");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void namesKeepTheirQuotes(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table par(x, y)",
          "alter table par add column z int constraint zc check (z > 0) default 1 collate nocase",
          "alter table par add zz",
          "select sql from sqlite_schema where name='par'",
          "alter table par rename column x to xx",
          "alter table par rename xx to xxx",
          "select sql from sqlite_schema where name='par'",
          "create table \"q t\"(\"a b\", c)",
          "alter table \"q t\" add column \"d e\" default \"hello\"",
          "alter table \"q t\" rename to [z z]",
          "select sql from sqlite_schema where name='z z'",
          "alter table [z z] rename \"a b\" to 'k'",
          "select sql from sqlite_schema where name='z z'",
          "insert into [z z](k) values(1)",
          "select * from [z z]",
          "create table ai(id integer primary key autoincrement, v)",
          "insert into ai(v) values(1),(2)",
          "alter table ai rename to ai2",
          "insert into ai2(v) values(3)",
          "select * from sqlite_sequence",
          "alter table ai2 rename column id to pk",
          "insert into ai2(v) values(3)",
          "select * from ai2",
          "pragma index_list(t)",
          "create table uq(a unique, b primary key)",
          "alter table uq rename to uq2",
          "select name, tbl_name from sqlite_schema where tbl_name='uq2'",
          "insert into uq2 values(1,1)",
          "insert into uq2 values(1,2)",
          "pragma integrity_check",
          "pragma foreign_keys=1",
          "create table c1(a references par(y), b)",
          "alter table par rename to par2",
          "select sql from sqlite_schema where name='c1'",
          "alter table par2 rename y to why",
          "select sql from sqlite_schema where name='c1'",
          "alter table x add column h references par2(why) default 1",
          "alter table x add column h references par2(why) default null",
          "pragma legacy_alter_table=1",
          "create view lv as select why from par2",
          "alter table par2 rename to par3",
          "select sql from sqlite_schema where name in ('c1','lv','par3')",
          "pragma legacy_alter_table=0",
          "alter table par3 rename to par2",
          "drop view lv",
          "alter table par3 rename to par2");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void stringsInDoubleQuotesGetSingleOnes(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table t(a,b default \"x y\")",
          "create view v as select \"lit\", 'a', \"a\", b from t where b <> \"it's\"",
          "create index i on t(a) where b > \"q\"",
          "create table c(x check (x <> \"zz\"))",
          "select sql from sqlite_schema",
          "alter table t rename column a to aa",
          "select sql from sqlite_schema",
          "alter table t rename to tt",
          "select sql from sqlite_schema",
          "create view v2 as select \"lit2\" from tt",
          "alter table tt drop column aa",
          "drop index i",
          "drop view v",
          "alter table tt drop column aa",
          "select sql from sqlite_schema");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void textsKeepTheirCommentsAndBlanks(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "create table m(a,b /* x */ int  /* y */, -- c\n c text /*z*/ , d  )",
          "alter table m drop column d",
          "select sql from sqlite_schema where name='m'",
          "alter table m drop column b",
          "select sql from sqlite_schema where name='m'",
          "alter table m add column e /* e */ int -- tail",
          "select sql from sqlite_schema where name='m'",
          "alter table m rename column c to \"d,e\"",
          "select sql from sqlite_schema where name='m'",
          "alter table m add column f",
          "alter table m drop column \"d,e\"",
          "select sql from sqlite_schema where name='m'",
          "create table k(a, b check (b <> ','), c default ',' check(c<>'x'))",
          "alter table k drop column c",
          "alter table k drop column b",
          "select sql from sqlite_schema where name='k'",
          "create table l(a,b,primary key(a))",
          "alter table l rename to \"m m\"",
          "select sql from sqlite_schema where name='m m'",
          "create temp table tt(a, b)",
          "create temp view tv as select a from main.l2, tt",
          "create table l2(x)",
          "alter table tt rename column b to bb",
          "alter table l2 rename to l3",
          "select sql from temp.sqlite_schema",
          "alter table l3 rename column x to y",
          "alter table tt rename to ttt",
          "select sql from temp.sqlite_schema");
    }
  }
}
