package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;
import org.braiddb.sql.print.SqlPrinter;
import org.junit.jupiter.api.Test;

/**
 * Trees are right if what they print means to SQLite what the text meant that they were read from.
 */
class PrintedSqlTest {
  private static final String[] BINARY = {
    " OR ",
    " AND ",
    " = ",
    " == ",
    " <> ",
    " != ",
    " IS ",
    " IS NOT ",
    " IS DISTINCT FROM ",
    " IS NOT DISTINCT FROM ",
    " < ",
    " <= ",
    " > ",
    " >= ",
    " & ",
    " | ",
    " << ",
    " >> ",
    " + ",
    " - ",
    " * ",
    " / ",
    " % ",
    " || ",
    " LIKE ",
    " NOT LIKE ",
    " GLOB ",
    " NOT GLOB "
  };
  private static final String[] PREFIX = {"- ", "+ ", "~ ", "NOT "};
  private static final String[] POSTFIX = {
    " ISNULL",
    " NOTNULL",
    " NOT NULL",
    " IS NULL",
    " IS NOT NULL",
    " COLLATE nocase",
    " BETWEEN 1 AND 2",
    " NOT BETWEEN 0 AND 1",
    " IN (1, 2)",
    " NOT IN (0, 'a')",
    " IN ()",
    " LIKE 'a' ESCAPE 'b'"
  };
  private static final String[] OPERANDS = {
    "0",
    "1",
    "2",
    "-3",
    "7",
    "NULL",
    "'a'",
    "'A'",
    "'1'",
    "1.5",
    "x'61'",
    "(1)",
    "CASE WHEN 1 THEN 2 END",
    "abs(-1)",
    "CAST('1' AS INT)",
    "-9223372036854775808"
  };

  @Test
  void printedStatementsAreReadAsTheSameTree() throws Exception {
    for (String sql : Statements.corpus()) {
      assertPrintedIsSame(sql);
    }
  }

  @Test
  void printedMutationsAreReadAsTheSameTree() throws Exception {
    long seed = Long.getLong("braid.seed", 20);
    int rounds = Integer.getInteger("braid.rounds", 15_000);
    System.out.println("PrintedSqlTest: -Dbraid.seed=" + seed);
    Statements statements = new Statements(new Random(seed));
    for (int i = 0; i < rounds; i++) {
      String sql = statements.mutation();
      try {
        assertPrintedIsSame(sql);
      } catch (SyntaxException _) {
        // Most mutations are no statements.
      }
    }
  }

  private static void assertPrintedIsSame(String sql) {
    Optional<ParsedStatement> parsed = Parser.parseNext(sql, 0);
    if (parsed.isEmpty()) {
      return;
    }
    String printed = SqlPrinter.print(parsed.get().statement());
    String again;
    try {
      again = TreeComparison.describe(Parser.parseNext(printed, 0).orElseThrow().statement());
    } catch (SyntaxException e) {
      throw new AssertionError(sql + "\nprinted as " + printed, e);
    }
    assertThat(again)
        .as("%s%nprinted as %s", sql, printed)
        .isEqualTo(TreeComparison.describe(parsed.get().statement()));
  }

  @Test
  void printedExpressionsMeanTheSameToSqlite() throws SQLException {
    long seed = Long.getLong("braid.seed", 20);
    int rounds = Integer.getInteger("braid.rounds", 15_000);
    System.out.println("PrintedSqlTest: -Dbraid.seed=" + seed);
    Random random = new Random(seed);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < rounds; i++) {
        String original = expression(random);
        String printed = SqlPrinter.print(Parser.parseExpression(original));
        assertThat(value(statement, printed))
            .as("%s%nprinted as %s (seed %d)", original, printed, seed)
            .isEqualTo(value(statement, original));
      }
    }
  }

  private static String value(Statement statement, String expression) throws SQLException {
    String sql = "SELECT typeof(x) || quote(x) FROM (SELECT " + expression + " AS x)";
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String expression(Random random) {
    StringBuilder text = new StringBuilder();
    for (int terms = 1 + random.nextInt(5); terms > 0; terms--) {
      while (random.nextInt(3) == 0) {
        text.append(pick(PREFIX, random));
      }
      text.append(pick(OPERANDS, random));
      while (random.nextInt(4) == 0) {
        text.append(pick(POSTFIX, random));
      }
      if (terms > 1) {
        text.append(pick(BINARY, random));
      }
    }
    return text.toString();
  }

  private static String pick(String[] words, Random random) {
    return words[random.nextInt(words.length)];
  }
}
