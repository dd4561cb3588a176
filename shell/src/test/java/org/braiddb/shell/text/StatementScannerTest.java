package org.braiddb.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementScannerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- nothing",
        ";",
        "SELECT 1;",
        "SELECT 1; -- done",
        "SELECT ';' ; ",
        "SELECT 1 /* ; */ ;",
        "SELECT 'it''s';",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
        "EXPLAIN CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
        "CREATE TABLE trigger_(a);",
        "SELECT 1 - -1;",
        "SELECT 4 / 2;"
      })
  void textsOfWholeStatementsAreComplete(String text) {
    assertThat(isComplete(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT ';",
        "SELECT \";",
        "SELECT [;",
        "SELECT `;",
        "SELECT 1 -- ;",
        "SELECT 1 /* ;",
        "SELECT 1 /*/ ;",
        "/* ;",
        "SELECT 1; SELECT",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 1;",
        "-"
      })
  void textsThatGoOnAreNotComplete(String text) {
    assertThat(isComplete(text)).isFalse();
  }

  private static boolean isComplete(String text) {
    StatementScanner scanner = new StatementScanner();
    scanner.feed(text + "\n");
    return scanner.isComplete();
  }
}
