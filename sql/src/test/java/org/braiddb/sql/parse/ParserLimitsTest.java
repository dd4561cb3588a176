package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.ResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserLimitsTest {
  private static final String RECURSION = "Recursion limit";
  private static final String TOO_LARGE = "Expression tree is too large (maximum depth 1000)";

  /** Parses on a thread with the stack that the JVM gives by default. */
  private static Throwable parseOnDefaultStack(String sql) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null, () -> thrown.set(catchThrowable(() -> Parser.parseAll(sql))), "default", 1 << 20);
    thread.start();
    thread.join();
    return thrown.get();
  }

  @Test
  void statementsAreNoLongerThanTheLimit() {
    TokenStream tokens = new TokenStream("; SELECT 1, 22; SELECT 3", 1, 14);
    for (int i = 0; i < 4; i++) {
      tokens.advance();
    }
    assertThat(tokens.tokenText()).isEqualTo(";");
    assertThat(catchThrowable(tokens::advance))
        .isInstanceOfSatisfying(
            StatementException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ResultCode.TOOBIG);
              assertThat(e).hasMessage("string or blob too big");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "` (`! 1 !`)`",
        "`- `! 1 !``",
        "`NOT `! 1 !``",
        "`(SELECT `! 1 !`)`",
        "`(WITH x AS (SELECT `! 1 !`) SELECT 1)`",
        "`EXISTS (SELECT `! 1 !`)`",
        "`abs(`! 1 !`)`",
        "`CASE WHEN 1 THEN `! 1 !` END`",
        "`1 IN (`! 1 !`)`",
        "`1 IN (SELECT `! 1 !`)`",
        "`(1, `! 1 !`)`",
        "`CAST(`! 1 !` AS INT)`",
        "`1 BETWEEN `! 1 !` AND 2`",
        "`1 LIKE 2 ESCAPE `! 1 !``",
        "``! 1 !` + 1`",
        "``! 1 !` COLLATE nocase`",
        "``! 1 !` ISNULL`",
        "``! 1 !` AND 1`",
        "`sum(1) OVER (ORDER BY `! 1 !`)`",
        "`sum(1) FILTER (WHERE `! 1 !`)`",
      })
  void deepExpressionsAreRefusedBeforeTheStackEnds(String open, String core, String close)
      throws InterruptedException {
    String shallow = "SELECT " + open.repeat(60) + core + close.repeat(60);
    assertThat(parseOnDefaultStack(shallow)).isNull();
    for (int depth : new int[] {2600, 100_000}) {
      String deep = "SELECT " + open.repeat(depth) + core + close.repeat(depth);
      assertThat(parseOnDefaultStack(deep))
          .isInstanceOf(SyntaxException.class)
          .satisfies(e -> assertThat(e.getMessage()).containsAnyOf(RECURSION, TOO_LARGE));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {"`(`! t !`)`", "`(SELECT * FROM `! t !`)`", "`(t JOIN `! t !`)`"})
  void deepFromClausesAreRefusedBeforeTheStackEnds(String open, String core, String close)
      throws InterruptedException {
    String shallow = "SELECT * FROM " + open.repeat(60) + core + close.repeat(60);
    assertThat(parseOnDefaultStack(shallow)).isNull();
    String deep = "SELECT * FROM " + open.repeat(100_000) + core + close.repeat(100_000);
    assertThat(parseOnDefaultStack(deep))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith(RECURSION);
  }

  @Test
  void expressionsOfTheGreatestHeightAreRead() throws InterruptedException {
    assertThat(parseOnDefaultStack("SELECT 1" + " + 1".repeat(999))).isNull();
    assertThat(parseOnDefaultStack("SELECT 1" + " + 1".repeat(1000)))
        .hasMessageStartingWith(TOO_LARGE);
  }

  @Test
  void longListsAreNoDeepTrees() {
    assertThat(Parser.parseAll("VALUES (1)" + ", (2)".repeat(20_000))).hasSize(1);
    assertThat(Parser.parseAll("SELECT 1 IN (1" + ", 2".repeat(20_000) + ")")).hasSize(1);
    assertThat(Parser.parseAll("SELECT 1;".repeat(20_000))).hasSize(20_000);
    assertThat(catchThrowable(() -> Parser.parseAll("SELECT 1" + " UNION SELECT 1".repeat(500))))
        .hasMessageStartingWith("too many terms in compound SELECT");
  }

  @Test
  void anyTextIsReadOrRefused() {
    long seed = Long.getLong("braid.seed", 20);
    System.out.println("ParserLimitsTest: -Dbraid.seed=" + seed);
    Random random = new Random(seed);
    Token[] tokens = Token.values();
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length >= 0; length--) {
        switch (random.nextInt(6)) {
          case 0 -> text.append((char) random.nextInt(0x80));
          case 1 -> text.append((char) random.nextInt(0x10000));
          case 2 -> text.append("()(),.;*'\"[]".charAt(random.nextInt(12)));
          case 3 -> text.append(random.nextInt(100));
          default -> text.append(' ').append(tokens[random.nextInt(tokens.length)]).append(' ');
        }
      }
      Throwable thrown = catchThrowable(() -> Parser.parseAll(text.toString()));
      if (thrown != null) {
        assertThat(thrown).as("%s (seed %d)", text, seed).isInstanceOf(SyntaxException.class);
      }
    }
  }
}
