package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Braid's parser beside SQLite's: what one refuses as no statement, the other must refuse with the
 * same words. SQLite looks names up as it parses, so where it complains about a name, nothing is
 * known about the rest of the text.
 *
 * <p>Repeat a run with {@code -Dbraid.seed=...}, lengthen it with {@code -Dbraid.rounds=...}.
 */
class DifferentialParserTest {
  private static final Pattern LOOKED_UP =
      Pattern.compile("^(no such (column|function)|misuse of|wrong number of|ambiguous)");

  /** Tokens that SQLite refuses only once it has read the one after them. */
  private static final Pattern REFUSED_TOKEN =
      Pattern.compile("^(near \"#[0-9]|unrecognized token: \"[0-9.][^ ]*_)");

  @Test
  void corpusIsReadByBoth() throws Exception {
    try (SqliteOracle sqlite = new SqliteOracle()) {
      for (String sql : Statements.corpus()) {
        Optional<String> theirs = sqlite.problem(sql).filter(SqliteOracle::isSyntax);
        assertThat(theirs).as(sql).isEmpty();
        assertThat(Parser.parseAll(sql)).as(sql).hasSize(1);
      }
    }
  }

  @Test
  void mutatedStatementsAreRefusedWithTheSameWords() throws Exception {
    long seed = Long.getLong("braid.seed", 20);
    int rounds = Integer.getInteger("braid.rounds", 15_000);
    System.out.println("DifferentialParserTest: -Dbraid.seed=" + seed);
    Statements statements = new Statements(new Random(seed));
    try (SqliteOracle sqlite = new SqliteOracle()) {
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < rounds && differences.size() < 20; i++) {
        String sql = statements.mutation();
        difference(sql, sqlite).ifPresent(differences::add);
      }
      assertThat(differences).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT %s",
        "SELECT %s FROM t",
        "SELECT a + %s FROM t",
        "SELECT (%s) FROM t",
        "SELECT t.%s FROM t",
        "SELECT %s.a FROM t",
        "SELECT %s.* FROM t",
        "SELECT %s(a) FROM t",
        "SELECT %s(a) OVER %1$s FROM t WINDOW %1$s AS ()",
        "SELECT a %s FROM t",
        "SELECT a AS %s FROM t",
        "SELECT a FROM t %s",
        "SELECT a FROM t AS %s",
        "SELECT a FROM t %s JOIN t",
        "SELECT a FROM %s",
        "SELECT a FROM (%s)",
        "SELECT a FROM main.%s",
        "SELECT a FROM t JOIN t u USING (%s)",
        "SELECT a IN %s FROM t",
        "SELECT a IN (%s) FROM t",
        "SELECT a COLLATE %s FROM t",
        "SELECT CAST(a AS %s) FROM t",
        "SELECT CASE %s WHEN 1 THEN 2 END FROM t",
        "SELECT a FROM t LIMIT %s",
        "SELECT a FROM t LIMIT 1 %s 2",
        "SELECT a FROM t ORDER BY a %s",
        "SELECT sum(a) OVER (%s) FROM t",
        "SELECT sum(a) OVER (ORDER BY a ROWS %s PRECEDING) FROM t",
        "WITH %s AS (SELECT 1) SELECT 1",
        "WITH %s(a) AS (SELECT 1) SELECT 1",
        "VALUES (%s)",
        "INSERT INTO %s VALUES (1)",
        "INSERT INTO t AS %s VALUES (1, 2, 3)",
        "INSERT INTO t(%s) VALUES (1)",
        "INSERT INTO t DEFAULT VALUES RETURNING a %s",
        "UPDATE t SET %s = 1",
        "UPDATE %s SET a = 1",
        "DELETE FROM %s",
        "CREATE TABLE %s(a)",
        "CREATE TABLE x(%s)",
        "CREATE TABLE x(%s INT)",
        "CREATE TABLE x(a %s)",
        "CREATE TABLE x(a INT %s)",
        "CREATE TABLE x(a INT, %s)",
        "CREATE TABLE x(a DEFAULT %s)",
        "CREATE TABLE x(a INT NOT NULL %s)",
        "CREATE TABLE x(a CONSTRAINT %s NOT NULL)",
        "CREATE TABLE x(a REFERENCES %s)",
        "CREATE TABLE x(a) %s",
        "CREATE INDEX %s ON t(a)",
        "CREATE INDEX x ON t(%s)",
        "CREATE VIEW %s AS SELECT 1",
        "CREATE TRIGGER %s INSERT ON t BEGIN SELECT 1; END",
        "CREATE TRIGGER r INSERT ON t WHEN %s BEGIN SELECT 1; END",
        "CREATE TRIGGER r INSERT ON t BEGIN SELECT 1 %s; END",
        "DROP TABLE %s",
        "ALTER TABLE t RENAME TO %s",
        "ALTER TABLE t RENAME %s TO d",
        "ALTER TABLE t ADD %s",
        "ALTER TABLE t DROP %s",
        "ALTER TABLE t ALTER %s DROP NOT NULL",
        "SAVEPOINT %s",
        "RELEASE %s",
        "ROLLBACK TO %s",
        "BEGIN %s",
        "BEGIN TRANSACTION %s",
        "COMMIT %s",
        "PRAGMA %s",
        "PRAGMA x = %s",
        "PRAGMA x(%s)",
        "ATTACH %s AS x",
        "DETACH %s",
        "VACUUM %s",
        "REINDEX %s",
        "ANALYZE %s",
        "EXPLAIN %s",
        "%s"
      })
  void everyKeywordIsTakenWhereSqliteTakesIt(String template) throws SQLException {
    List<String> differences = new ArrayList<>();
    try (SqliteOracle sqlite = new SqliteOracle()) {
      for (Token token : Token.values()) {
        if (token.compareTo(Token.ABORT) >= 0) {
          difference(template.formatted(token.name()), sqlite).ifPresent(differences::add);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static Optional<String> difference(String sql, SqliteOracle sqlite) throws SQLException {
    String ours = "";
    try {
      if (Parser.parseNext(sql, 0).isEmpty()) {
        return Optional.empty(); // sqlite-jdbc does not survive preparing nothing
      }
    } catch (SyntaxException e) {
      ours = e.problem();
    }
    Optional<String> theirs = sqlite.problem(sql);
    boolean same = agree(sql, theirs.orElse(""), ours);
    return same
        ? Optional.empty()
        : Optional.of(sql + "\n  SQLite: " + theirs.orElse("accepts") + "\n  Braid: " + ours);
  }

  private static boolean agree(String sql, String theirs, String ours) {
    // SQLite gets to look columns up only in what it has read to the end, but for constraints.
    boolean theyReadAll =
        theirs.isEmpty() || (LOOKED_UP.matcher(theirs).find() && !sql.startsWith("CREATE"));
    if (theyReadAll || ours.isEmpty()) {
      return ours.isEmpty() && !SqliteOracle.isSyntax(theirs);
    }
    // Of a syntax error and a refused clause before it, Braid reports what comes first.
    boolean bothSyntax =
        SqliteOracle.isSyntax(theirs)
            && SqliteOracle.isSyntax(ours)
            && !REFUSED_TOKEN.matcher(ours).find();
    return !bothSyntax || ours.equals(theirs);
  }

  @Test
  void wordsBeforeJoinAreJudgedAlike() throws SQLException {
    String[] words = {
      "NATURAL", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS", "foo", "'left'"
    };
    try (SqliteOracle sqlite = new SqliteOracle()) {
      for (int i = 0; i < words.length * words.length * words.length; i++) {
        String first = words[i % words.length];
        String second = words[i / words.length % words.length];
        String third = words[i / words.length / words.length];
        for (String join :
            List.of(first, first + " " + second, first + " " + second + " " + third)) {
          String sql = "SELECT 1 FROM t AS x " + join + " JOIN t";
          String ours = "";
          try {
            assertThat(Parser.parseAll(sql)).hasSize(1);
          } catch (SyntaxException e) {
            ours = e.problem();
          }
          assertThat(ours).as(sql).isEqualTo(sqlite.problem(sql).orElse(""));
        }
      }
    }
  }
}
