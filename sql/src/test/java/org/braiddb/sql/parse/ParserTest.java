package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
  private static Statement parse(String sql) {
    return Parser.parseNext(sql, 0).orElseThrow().statement();
  }

  private static List<ResultColumn> resultColumns(String sql) {
    return ((SelectCore.Query) ((Select) parse(sql)).first()).columns();
  }

  @Test
  void scriptIsReadStatementByStatement() {
    String script = "; SELECT 1 ;; -- none\n INSERT INTO t VALUES (';') ; $";
    ParsedStatement first = Parser.parseNext(script, 0).orElseThrow();
    assertThat(first.sql()).isEqualTo("SELECT 1");
    ParsedStatement second = Parser.parseNext(script, first.next()).orElseThrow();
    assertThat(second.sql()).isEqualTo("INSERT INTO t VALUES (';')");
    assertThatThrownBy(() -> Parser.parseNext(script, second.next()))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith("unrecognized token: \"$\"");
    assertThat(Parser.parseAll(" -- nothing\n ; /* at all */ ")).isEmpty();
  }

  @Test
  void resultColumnSpansHoldTheTextThatNamesThem() {
    String sql = "SELECT  a + 1 , (b), count( * ) AS n, x.* FROM x";
    assertThat(resultColumns(sql))
        .extracting(column -> column.span().of(sql))
        .containsExactly("a + 1", "(b)", "count( * )", "x.*");
  }

  @Test
  void doubleQuotedColumnsRememberTheirQuotes() {
    ResultColumn.Value value = (ResultColumn.Value) resultColumns("SELECT \"a\"\"b\"").getFirst();
    Name name = ((Expr.Column) value.value()).name();
    assertThat(name.text()).isEqualTo("a\"b");
    assertThat(name.quote()).isEqualTo(Name.Quote.DOUBLE);
  }

  @Test
  void leastIntegerIsALiteral() {
    Expr value = Parser.parseExpression("-9223372036854775808");
    assertThat(value).isInstanceOf(Expr.IntegerLiteral.class);
    assertThat(((Expr.IntegerLiteral) value).value()).isEqualTo(Long.MIN_VALUE);
    assertThat(Parser.parseExpression("9223372036854775808")).isInstanceOf(Expr.RealLiteral.class);
    assertThat(((Expr.IntegerLiteral) Parser.parseExpression("0xffffffffffffffff")).value())
        .isEqualTo(-1);
  }

  @Test
  void parametersAreNumberedAsSqliteNumbersThem() {
    ParsedStatement statement =
        Parser.parseNext("SELECT ?, :a, ?5, @b, :a, ?, $c::d(e), ?2", 0).orElseThrow();
    ParameterTable parameters = statement.parameters();
    assertThat(parameters.count()).isEqualTo(8);
    assertThat(parameters.numberOf(":a")).hasValue(2);
    assertThat(parameters.numberOf("@b")).hasValue(6);
    assertThat(parameters.nameOf(5)).hasValue("?5");
    assertThat(parameters.nameOf(7)).isEmpty();
    assertThat(parameters.nameOf(8)).hasValue("$c::d(e)");
  }

  @Test
  void createStatementsGiveTheTextThatTheSchemaStores() {
    String table = "create temp  table if not exists main.\"t\" ( a INT ,b ) ; ";
    assertThat(((CreateStatement) parse(table)).schemaSql(table))
        .isEqualTo("CREATE TABLE \"t\" ( a INT ,b )");
    String index = "create unique index  main.i on t(a) where a > 0 ;";
    assertThat(parse(index)).isInstanceOf(CreateIndex.class);
    assertThat(((CreateStatement) parse(index)).schemaSql(index).strip())
        .isEqualTo("CREATE UNIQUE INDEX i on t(a) where a > 0");
  }

  @Test
  void columnKeepsItsTypeAsWritten() {
    CreateTable table =
        (CreateTable)
            parse(
                "CREATE TABLE t(a VARCHAR ( 10 ), b, c double  precision DEFAULT (1 + 2) NOT NULL,"
                    + " d INT GENERATED ALWAYS AS (a) STORED)");
    CreateTable.Body.Columns body = (CreateTable.Body.Columns) table.body();
    assertThat(body.columns())
        .extracting(column -> column.type())
        .containsExactly("VARCHAR ( 10 )", "", "double  precision", "INT");
    assertThat(((ColumnConstraint.Default) body.columns().get(2).constraints().getFirst()).text())
        .isEqualTo("1 + 2");
    assertThat(body.columns().get(3).constraints().getFirst())
        .isInstanceOf(ColumnConstraint.Generated.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a FROM WHERE | near \"WHERE\": syntax error | 1 | 15",
        "SELECT 'abc | unrecognized token: \"'abc\" | 1 | 8",
        "SELECT (1 | incomplete input | 1 | 10",
        "FOO | near \"FOO\": syntax error | 1 | 1",
        "SELECT 1 2 | near \"2\": syntax error | 1 | 10",
        "SELECT 1__0 | unrecognized token: \"1__0\" | 1 | 8",
      })
  void errorsSayWhatAndWhere(String sql, String problem, int line, int column) {
    SyntaxException e = catchThrowableOfType(SyntaxException.class, () -> Parser.parseNext(sql, 0));
    assertThat(e).hasMessageStartingWith(problem);
    assertThat(e.problem()).isEqualTo(problem);
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.column()).isEqualTo(column);
  }

  @Test
  void errorsCountLines() {
    SyntaxException e =
        catchThrowableOfType(
            SyntaxException.class, () -> Parser.parseNext("SELECT a\nFROM t\n  HAVING x y", 0));
    assertThat(e.line()).isEqualTo(3);
    assertThat(e.column()).isEqualTo(12);
    assertThat(e.expected()).isNotEmpty();
  }
}
