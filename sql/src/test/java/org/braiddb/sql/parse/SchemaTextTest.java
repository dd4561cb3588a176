package org.braiddb.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.ast.CreateTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQLite keeps of the text of CREATE statements, byte for byte. */
class SchemaTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table  x ( a , b )",
        "CREATE TABLE x(a) ; ",
        "CREATE TABLE IF NOT EXISTS main . x /* why */ (a -- how\n)  -- rest\n",
        "create table \"x y\"(a)  ",
        "create table x(a primary key) without rowid",
        "create table x(a primary key)  without  rowid  ;",
        "create table x(a int primary key) strict -- c\n ; ",
        "create table x(a int primary key) strict, without rowid   ",
        "create index i on t(a)",
        "create index if not exists main . i  on t ( a ) ;",
        "create unique index \"i\" on t(a) where  a > 1  ; ",
        "create unique index i on t(a) /* c */  ",
        "create view v as select  1 ;",
        "create view main.v(x) as select 1 -- c\n ; ",
        "create view v as select 1 \n\t ",
        "create view if not exists [v] as values (1)",
        "create trigger r after insert on t begin select 1; end ;",
        "create trigger if not exists main . r insert on t begin select 1;end -- c\n",
        "create virtual table x using fts5 ( a ) ;",
        "create virtual table if not exists main.x using fts5(a, b)  ",
      })
  void schemaEntryHoldsWhatSqliteKeeps(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a, b, c)");
      statement.execute(sql);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT sql FROM sqlite_schema WHERE rowid = 2 OR sql LIKE '%VIRTUAL%'")) {
        assertThat(row.next()).isTrue();
        ParsedStatement parsed = Parser.parseNext(sql, 0).orElseThrow();
        assertThat(((CreateStatement) parsed.statement()).schemaSql(sql))
            .isEqualTo(row.getString(1));
        assertThat(Parser.parseSchemaEntry(row.getString(1)).statement())
            .isInstanceOf(CreateStatement.class);
      }
    }
  }

  @Test
  void columnsHaveTheTypesAndDefaultsThatSqliteReports() throws SQLException {
    String sql =
        """
        CREATE TABLE x(a, b VARCHAR ( 10 ), c "quoted type", d double /* c */ precision,
          e INT GENERATED ALWAYS AS (a), f foo bar GENERATED ALWAYS AS (a) STORED,
          g DECIMAL(10,-2) DEFAULT 1, h DEFAULT -1, i DEFAULT + 1.5, j DEFAULT 'x''y',
          k DEFAULT ( 1 + 2 ), l DEFAULT ((3)), m DEFAULT true, n DEFAULT word, o DEFAULT "q",
          p DEFAULT x'00', q DEFAULT NULL, r DEFAULT CURRENT_TIMESTAMP, s DEFAULT - 'z',
          t DEFAULT ( /* c */ 5 ), u long int always, v generated always AS (a), w [b c] d)\
        """;
    List<String> ours = new ArrayList<>();
    CreateTable table = (CreateTable) Parser.parseNext(sql, 0).orElseThrow().statement();
    for (ColumnDefinition column : ((CreateTable.Body.Columns) table.body()).columns()) {
      String text =
          column.constraints().stream()
              .filter(ColumnConstraint.Default.class::isInstance)
              .map(constraint -> ((ColumnConstraint.Default) constraint).text())
              .findFirst()
              .orElse("null");
      ours.add(column.name() + " " + canonical(column.type()) + " " + text);
    }
    List<String> theirs = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      try (ResultSet row = statement.executeQuery("PRAGMA table_xinfo(x)")) {
        while (row.next()) {
          theirs.add(
              row.getString("name")
                  + " "
                  + row.getString("type")
                  + " "
                  + row.getString("dflt_value"));
        }
      }
    }
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void legacyFormsAreReadInSchemaEntriesOnly() {
    String sql =
        "CREATE TABLE x(a, b, FOREIGN KEY (a COLLATE nocase ASC) REFERENCES t(b DESC), UNIQUE(a))";
    assertThat(Parser.parseSchemaEntry(sql).statement()).isInstanceOf(CreateTable.class);
    assertThatThrownBy(() -> Parser.parseAll(sql))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith("syntax error after column name \"a\"");
    assertThatThrownBy(() -> Parser.parseSchemaEntry("CREATE TABLE x(a); CREATE TABLE y(a)"))
        .isInstanceOf(SyntaxException.class);
    assertThatThrownBy(() -> Parser.parseSchemaEntry(" "))
        .isInstanceOf(SyntaxException.class)
        .hasMessageStartingWith("incomplete input");
  }

  /** SQLite reports its own types in capitals; the tree keeps what was written. */
  private static String canonical(String type) {
    return Optional.of(type.toUpperCase(Locale.ROOT))
        .filter(List.of("ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT")::contains)
        .orElse(type);
  }
}
