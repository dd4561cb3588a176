package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.ast.TableConstraint;

/** Reads CREATE TABLE, columns and types. */
final class CreateTableParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  CreateTableParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** The rest of CREATE TABLE, from TABLE on. */
  CreateTable createTable(boolean temporary, int start) {
    tokens.expect(Token.TABLE);
    boolean ifNotExists = grammar.names.ifNotExists();
    QualifiedName name = grammar.names.qualifiedName("a table name");
    int definitionStart = name.name().span().start();
    if (tokens.accept(Token.AS)) {
      Select query = grammar.selects.select();
      return new CreateTable(
          temporary,
          ifNotExists,
          name,
          new CreateTable.Body.AsSelect(query),
          tokens.spanFrom(definitionStart),
          tokens.spanFrom(start));
    }
    CreateTable.Body.Columns body = columns();
    // Behind options, the stored text goes on to where the semicolon is.
    Span definition =
        tokens.previousKind() == Token.RIGHT_PARENTHESIS
            ? tokens.spanFrom(definitionStart)
            : new Span(definitionStart, tokens.start());
    return new CreateTable(temporary, ifNotExists, name, body, definition, tokens.spanFrom(start));
  }

  private CreateTable.Body.Columns columns() {
    if (!tokens.at(Token.LEFT_PARENTHESIS)) {
      throw tokens.unexpected("\"(\" or AS");
    }
    tokens.advance();
    List<ColumnDefinition> columns = new ArrayList<>();
    List<TableConstraint> constraints = List.of();
    columns.add(column());
    while (tokens.accept(Token.COMMA)) {
      if (!tokens.kind().isName()) {
        constraints = grammar.constraints.tableConstraints();
        break;
      }
      columns.add(column());
    }
    if (!tokens.at(Token.RIGHT_PARENTHESIS)) {
      throw tokens.unexpected("\",\", \")\" or a constraint");
    }
    tokens.advance();
    return withOptions(columns, constraints);
  }

  private CreateTable.Body.Columns withOptions(
      List<ColumnDefinition> columns, List<TableConstraint> constraints) {
    boolean withoutRowid = false;
    boolean strict = false;
    // The grammar lets the list of options begin with a comma.
    boolean more = tokens.kind().isName() || tokens.accept(Token.COMMA);
    while (more) {
      boolean without = tokens.accept(Token.WITHOUT);
      Name option = grammar.names.name("a table option");
      String written = option.span().of(tokens.text());
      if (without && written.equalsIgnoreCase("rowid")) {
        withoutRowid = true;
      } else if (!without && written.equalsIgnoreCase("strict")) {
        strict = true;
      } else {
        throw tokens.errorAt(
            option.span().start(), "unknown table option: " + written, "WITHOUT ROWID or STRICT");
      }
      more = tokens.accept(Token.COMMA);
    }
    return new CreateTable.Body.Columns(columns, constraints, withoutRowid, strict);
  }

  /** A column with its type and constraints. */
  ColumnDefinition column() {
    int start = tokens.start();
    Name name = grammar.names.name("a column name");
    String type = unquoted(withoutGeneratedAlways(type().of(tokens.text())));
    return new ColumnDefinition(
        name, type, grammar.constraints.columnConstraints(name), tokens.spanFrom(start));
  }

  /**
   * Since GENERATED and ALWAYS may be words of a type, the grammar takes them as such, and they are
   * taken off again here.
   */
  private static String withoutGeneratedAlways(String type) {
    String always = "always";
    String generated = "generated";
    if (type.length() <= generated.length() + always.length() || !endsWith(type, always)) {
      return type;
    }
    String rest = withoutEnd(type, always);
    return endsWith(rest, generated) ? withoutEnd(rest, generated) : rest;
  }

  /** Quotes around the whole of a type are dropped; where others stand inside, all are kept. */
  private static String unquoted(String type) {
    if (type.length() < 3 || !isQuote(type.charAt(0))) {
      return type;
    }
    String inner = type.substring(1, type.length() - 1);
    return inner.chars().anyMatch(CreateTableParser::isQuote) ? type : inner;
  }

  private static boolean isQuote(int c) {
    return c == '"' || c == '\'' || c == '`' || c == '[';
  }

  private static boolean endsWith(String text, String end) {
    return text.regionMatches(true, text.length() - end.length(), end, 0, end.length());
  }

  private static String withoutEnd(String text, String end) {
    return text.substring(0, text.length() - end.length()).stripTrailing();
  }

  /** A type: any number of words, then perhaps one or two numbers in parentheses; or nothing. */
  Span type() {
    int start = tokens.start();
    if (!tokens.kind().isIdentifierOrString()) {
      return new Span(start, start);
    }
    while (tokens.kind().isIdentifierOrString()) {
      tokens.advance();
    }
    if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      signedNumber();
      if (tokens.accept(Token.COMMA)) {
        signedNumber();
      }
      tokens.expect(Token.RIGHT_PARENTHESIS);
    }
    return tokens.spanFrom(start);
  }

  private void signedNumber() {
    if (tokens.at(Token.PLUS) || tokens.at(Token.MINUS)) {
      tokens.advance();
    }
    if (!tokens.at(Token.INTEGER) && !tokens.at(Token.FLOAT)) {
      throw tokens.unexpected("a number");
    }
    tokens.advance();
  }
}
