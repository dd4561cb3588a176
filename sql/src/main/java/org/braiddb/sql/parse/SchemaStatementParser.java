package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.ast.CreateVirtualTable;
import org.braiddb.sql.ast.Drop;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.ast.Statement;

/** Reads CREATE and DROP; tables and triggers have parsers of their own. */
final class SchemaStatementParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  SchemaStatementParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  Statement create() {
    int start = tokens.start();
    tokens.expect(Token.CREATE);
    if (tokens.at(Token.TEMP) || tokens.at(Token.TEMPORARY)) {
      tokens.advance();
      return switch (tokens.kind()) {
        case TABLE -> grammar.createTables.createTable(true, start);
        case VIEW -> createView(true, start);
        case TRIGGER -> grammar.triggers.createTrigger(true, start);
        default -> throw tokens.unexpected("TABLE, VIEW or TRIGGER");
      };
    }
    return switch (tokens.kind()) {
      case TABLE -> grammar.createTables.createTable(false, start);
      case VIEW -> createView(false, start);
      case TRIGGER -> grammar.triggers.createTrigger(false, start);
      case UNIQUE, INDEX -> createIndex(start);
      case VIRTUAL -> createVirtualTable(start);
      default ->
          throw tokens.unexpected("TABLE, INDEX, UNIQUE INDEX, VIEW, TRIGGER, VIRTUAL or TEMP");
    };
  }

  private Statement createIndex(int start) {
    boolean unique = tokens.accept(Token.UNIQUE);
    tokens.expect(Token.INDEX);
    boolean ifNotExists = grammar.names.ifNotExists();
    QualifiedName name = grammar.names.qualifiedName("an index name");
    tokens.expect(Token.ON);
    Name table = grammar.names.name("a table name");
    tokens.expect(Token.LEFT_PARENTHESIS);
    List<OrderingTerm> terms = grammar.selects.orderingTerms();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    Optional<Expr> where = grammar.selects.where();
    // The stored text goes on to where the semicolon is.
    Span definition = new Span(name.name().span().start(), tokens.start());
    return new CreateIndex(
        unique, ifNotExists, name, table, terms, where, definition, tokens.spanFrom(start));
  }

  private Statement createView(boolean temporary, int start) {
    tokens.expect(Token.VIEW);
    boolean ifNotExists = grammar.names.ifNotExists();
    QualifiedName name = grammar.names.qualifiedName("a view name");
    List<Name> columns = grammar.names.optionalIndexNames();
    tokens.expect(Token.AS);
    Select query = grammar.selects.select();
    return new CreateView(
        temporary,
        ifNotExists,
        name,
        columns,
        query,
        tokens.spanToCurrent(name.name().span().start()),
        tokens.spanFrom(start));
  }

  private Statement createVirtualTable(int start) {
    tokens.expect(Token.VIRTUAL);
    tokens.expect(Token.TABLE);
    boolean ifNotExists = grammar.names.ifNotExists();
    QualifiedName name = grammar.names.qualifiedName("a table name");
    tokens.expect(Token.USING);
    Name module = grammar.names.name("a module name");
    List<String> arguments = tokens.at(Token.LEFT_PARENTHESIS) ? moduleArguments() : List.of();
    return new CreateVirtualTable(
        ifNotExists,
        name,
        module,
        arguments,
        tokens.spanFrom(name.name().span().start()),
        tokens.spanFrom(start));
  }

  /** Any tokens, cut at commas that are not inside of further parentheses. */
  private List<String> moduleArguments() {
    tokens.expect(Token.LEFT_PARENTHESIS);
    List<String> arguments = new ArrayList<>();
    int argumentStart = -1;
    int depth = 0;
    while (true) {
      if (tokens.at(Token.END_OF_TEXT)) {
        throw tokens.unexpected("\")\"");
      }
      boolean closing = tokens.at(Token.RIGHT_PARENTHESIS) && depth == 0;
      if (closing || (tokens.at(Token.COMMA) && depth == 0)) {
        arguments.add(argumentStart < 0 ? "" : tokens.spanFrom(argumentStart).of(tokens.text()));
        argumentStart = -1;
      } else if (argumentStart < 0) {
        argumentStart = tokens.start();
      }
      if (tokens.at(Token.LEFT_PARENTHESIS)) {
        depth++;
      } else if (tokens.at(Token.RIGHT_PARENTHESIS)) {
        depth--;
      }
      tokens.advance();
      if (closing) {
        return arguments;
      }
    }
  }

  Statement drop() {
    int start = tokens.start();
    tokens.expect(Token.DROP);
    Drop.Kind kind =
        switch (tokens.kind()) {
          case TABLE -> Drop.Kind.TABLE;
          case INDEX -> Drop.Kind.INDEX;
          case VIEW -> Drop.Kind.VIEW;
          case TRIGGER -> Drop.Kind.TRIGGER;
          default -> throw tokens.unexpected("TABLE, INDEX, VIEW or TRIGGER");
        };
    tokens.advance();
    boolean ifExists = grammar.names.ifExists();
    QualifiedName name = grammar.names.qualifiedName("a name");
    return new Drop(kind, ifExists, name, tokens.spanFrom(start));
  }
}
