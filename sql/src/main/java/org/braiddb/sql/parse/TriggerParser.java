package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;

/** Reads CREATE TRIGGER. */
final class TriggerParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  TriggerParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** The rest of CREATE TRIGGER, from TRIGGER on. */
  Statement createTrigger(boolean temporary, int start) {
    tokens.expect(Token.TRIGGER);
    boolean ifNotExists = grammar.names.ifNotExists();
    QualifiedName name = grammar.names.qualifiedName("a trigger name");
    CreateTrigger.Time time = time();
    CreateTrigger.Event event = event();
    List<Name> updateOf =
        event == CreateTrigger.Event.UPDATE && tokens.accept(Token.OF)
            ? grammar.names.names()
            : List.of();
    tokens.expect(Token.ON);
    QualifiedName table = grammar.names.qualifiedName("a table name");
    if (tokens.accept(Token.FOR)) {
      tokens.expect(Token.EACH);
      tokens.expect(Token.ROW);
    }
    Optional<Expr> when = grammar.selects.optionalExpression(Token.WHEN);
    List<Statement> body = body();
    return new CreateTrigger(
        temporary,
        ifNotExists,
        name,
        time,
        event,
        updateOf,
        table,
        when,
        body,
        tokens.spanFrom(name.name().span().start()),
        tokens.spanFrom(start));
  }

  private CreateTrigger.Time time() {
    if (tokens.accept(Token.AFTER)) {
      return CreateTrigger.Time.AFTER;
    }
    if (tokens.accept(Token.INSTEAD)) {
      tokens.expect(Token.OF);
      return CreateTrigger.Time.INSTEAD_OF;
    }
    tokens.accept(Token.BEFORE);
    return CreateTrigger.Time.BEFORE;
  }

  private CreateTrigger.Event event() {
    CreateTrigger.Event event =
        switch (tokens.kind()) {
          case DELETE -> CreateTrigger.Event.DELETE;
          case INSERT -> CreateTrigger.Event.INSERT;
          case UPDATE -> CreateTrigger.Event.UPDATE;
          default -> throw tokens.unexpected("DELETE, INSERT or UPDATE");
        };
    tokens.advance();
    return event;
  }

  private List<Statement> body() {
    tokens.expect(Token.BEGIN);
    List<Statement> body = new ArrayList<>();
    do {
      body.add(step());
      tokens.expect(Token.SEMICOLON);
    } while (!tokens.accept(Token.END));
    return body;
  }

  private Statement step() {
    int start = tokens.start();
    return switch (tokens.kind()) {
      case SELECT, VALUES, WITH -> grammar.selects.select();
      case INSERT, REPLACE -> insert(start);
      case UPDATE -> {
        Update update = grammar.dataStatements.updateUpToWhere(Optional.empty(), start);
        refuseHint(update.hint(), start);
        yield update;
      }
      case DELETE -> {
        Delete delete = grammar.dataStatements.deleteUpToWhere(Optional.empty(), start);
        refuseHint(delete.hint(), start);
        yield delete;
      }
      default -> throw tokens.unexpected("SELECT, INSERT, REPLACE, UPDATE, DELETE or END");
    };
  }

  private Statement insert(int start) {
    Insert insert = grammar.dataStatements.insert(Optional.empty(), start, true);
    if (!insert.returning().isEmpty()) {
      throw tokens.errorAt(start, "cannot use RETURNING in a trigger", "");
    }
    return insert;
  }

  private void refuseHint(IndexHint hint, int start) {
    String clause =
        switch (hint) {
          case IndexHint.None _ -> "";
          case IndexHint.NotIndexed _ -> "NOT INDEXED";
          case IndexHint.IndexedBy _ -> "INDEXED BY";
        };
    if (!clause.isEmpty()) {
      throw tokens.errorAt(
          start,
          "the " + clause + " clause is not allowed on UPDATE or DELETE statements within triggers",
          "");
    }
  }
}
