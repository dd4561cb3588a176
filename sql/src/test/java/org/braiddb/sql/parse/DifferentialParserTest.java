package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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
    long seed = Long.getLong("braid.seed", System.nanoTime());
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
}
