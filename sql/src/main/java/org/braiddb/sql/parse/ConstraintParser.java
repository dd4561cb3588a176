package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ForeignKeyClause;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.ast.TableConstraint;
import org.braiddb.sql.ast.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the constraints of columns and tables. */
final class ConstraintParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  ConstraintParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** All constraints that follow the type of {@code column}. */
  List<ColumnConstraint> columnConstraints(Name column) {
    List<ColumnConstraint> constraints = new ArrayList<>();
    Optional<Name> name = Optional.empty();
    int start = tokens.start();
    while (true) {
      if (name.isEmpty()) {
        start = tokens.start();
      }
      if (tokens.accept(Token.CONSTRAINT)) {
        name = Optional.of(grammar.names.name("a constraint name"));
        continue;
      }
      if (atDeferral()) {
        deferPrevious(constraints, deferral());
        continue;
      }
      ColumnConstraint constraint = columnConstraint(column, name, start);
      if (constraint == null) {
        return constraints;
      }
      constraints.add(constraint);
      name = Optional.empty();
    }
  }

  private boolean atDeferral() {
    return tokens.at(Token.DEFERRABLE)
        || (tokens.at(Token.NOT) && tokens.peek() == Token.DEFERRABLE);
  }

  private void deferPrevious(List<ColumnConstraint> constraints, boolean deferred) {
    for (int i = constraints.size() - 1; i >= 0; i--) {
      if (constraints.get(i) instanceof ColumnConstraint.References references) {
        constraints.set(
            i,
            new ColumnConstraint.References(
                references.name(),
                references.clause().withInitiallyDeferred(deferred),
                tokens.spanFrom(references.span().start())));
        return;
      }
    }
  }

  private @Nullable ColumnConstraint columnConstraint(Name column, Optional<Name> name, int start) {
    return switch (tokens.kind()) {
      case DEFAULT -> defaultValue(name, start);
      case NULL -> {
        tokens.advance();
        Optional<ConflictAction> conflict = onConflict();
        yield new ColumnConstraint.Null(name, conflict, tokens.spanFrom(start));
      }
      case NOT -> {
        tokens.advance();
        tokens.expect(Token.NULL);
        Optional<ConflictAction> conflict = onConflict();
        yield new ColumnConstraint.NotNull(name, conflict, tokens.spanFrom(start));
      }
      case PRIMARY -> primaryKey(name, start);
      case UNIQUE -> {
        tokens.advance();
        Optional<ConflictAction> conflict = onConflict();
        yield new ColumnConstraint.Unique(name, conflict, tokens.spanFrom(start));
      }
      case CHECK -> {
        tokens.advance();
        Condition condition = condition();
        yield new ColumnConstraint.Check(
            name, condition.value(), condition.text(), tokens.spanFrom(start));
      }
      case REFERENCES -> {
        ForeignKeyClause clause = references();
        yield new ColumnConstraint.References(name, clause, tokens.spanFrom(start));
      }
      case COLLATE -> {
        tokens.advance();
        Name collation = grammar.names.collation();
        yield new ColumnConstraint.Collate(name, collation, tokens.spanFrom(start));
      }
      case GENERATED -> {
        tokens.advance();
        tokens.expect(Token.ALWAYS);
        yield generated(column, name, start);
      }
      case AS -> generated(column, name, start);
      default -> null;
    };
  }

  private ColumnConstraint primaryKey(Optional<Name> name, int start) {
    tokens.advance();
    tokens.expect(Token.KEY);
    OrderingTerm.Direction direction = grammar.selects.direction();
    Optional<ConflictAction> conflict = onConflict();
    boolean autoincrement = tokens.accept(Token.AUTOINCREMENT);
    return new ColumnConstraint.PrimaryKey(
        name, direction, conflict, autoincrement, tokens.spanFrom(start));
  }

  private ColumnConstraint defaultValue(Optional<Name> name, int start) {
    tokens.advance();
    if (tokens.at(Token.LEFT_PARENTHESIS)) {
      Condition value = condition();
      return new ColumnConstraint.Default(
          name, value.value(), value.text(), tokens.spanFrom(start));
    }
    int valueStart = tokens.start();
    Expr value;
    if (tokens.accept(Token.PLUS)) {
      value = grammar.operands.literal();
    } else if (tokens.accept(Token.MINUS)) {
      value = grammar.operands.signed(UnaryOperator.NEGATE, grammar.operands.literal(), valueStart);
    } else if (atBareWord()) {
      value = bareWord(tokens.takeName());
    } else {
      value = grammar.operands.literal();
    }
    String text = tokens.spanFrom(valueStart).of(tokens.text());
    return new ColumnConstraint.Default(name, value, text, tokens.spanFrom(start));
  }

  private boolean atBareWord() {
    return switch (tokens.kind()) {
      case CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP -> false;
      case INDEXED -> true;
      default -> tokens.kind().isIdentifier();
    };
  }

  private static Expr bareWord(Name word) {
    if (!word.isQuoted() && word.is("true")) {
      return new Expr.IntegerLiteral(1, word.span());
    }
    if (!word.isQuoted() && word.is("false")) {
      return new Expr.IntegerLiteral(0, word.span());
    }
    return new Expr.StringLiteral(word.text(), word.span());
  }

  private record Condition(Expr value, String text) {}

  /** An expression in parentheses, and its text without blanks at the ends. */
  private Condition condition() {
    int textStart = tokens.end();
    tokens.expect(Token.LEFT_PARENTHESIS);
    Expr value = grammar.expressions.expression();
    while (Lexer.isSpace(tokens.text().charAt(textStart))) {
      textStart++;
    }
    String text = tokens.spanToCurrent(textStart).of(tokens.text());
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return new Condition(value, text);
  }

  private ColumnConstraint generated(Name column, Optional<Name> name, int start) {
    tokens.expect(Token.AS);
    tokens.expect(Token.LEFT_PARENTHESIS);
    Expr value = grammar.expressions.expression();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    boolean stored = false;
    if (tokens.kind().isIdentifier()) {
      String word = tokens.tokenText().toLowerCase(Locale.ROOT);
      stored = word.equals("stored");
      if (!stored && !word.equals("virtual")) {
        throw tokens.error(
            "error in generated column \"" + column.text() + "\"", "STORED or VIRTUAL");
      }
      tokens.advance();
    }
    return new ColumnConstraint.Generated(name, value, stored, tokens.spanFrom(start));
  }

  /** REFERENCES and what follows it, but for the deferral. */
  private ForeignKeyClause references() {
    tokens.expect(Token.REFERENCES);
    Name table = grammar.names.name("a table name");
    List<Name> columns = grammar.names.optionalIndexNames();
    ForeignKeyClause.Action onDelete = ForeignKeyClause.Action.NO_ACTION;
    ForeignKeyClause.Action onUpdate = ForeignKeyClause.Action.NO_ACTION;
    Optional<Name> match = Optional.empty();
    while (true) {
      if (tokens.accept(Token.MATCH)) {
        match = Optional.of(grammar.names.name("a name"));
      } else if (tokens.accept(Token.ON)) {
        if (tokens.accept(Token.DELETE)) {
          onDelete = action();
        } else if (tokens.accept(Token.UPDATE)) {
          onUpdate = action();
        } else {
          // ON INSERT is part of the grammar and means nothing.
          tokens.expect(Token.INSERT);
          action();
        }
      } else {
        return new ForeignKeyClause(table, columns, onDelete, onUpdate, match, false);
      }
    }
  }

  private ForeignKeyClause.Action action() {
    if (tokens.accept(Token.SET)) {
      if (tokens.accept(Token.NULL)) {
        return ForeignKeyClause.Action.SET_NULL;
      }
      tokens.expect(Token.DEFAULT);
      return ForeignKeyClause.Action.SET_DEFAULT;
    }
    if (tokens.accept(Token.CASCADE)) {
      return ForeignKeyClause.Action.CASCADE;
    }
    if (tokens.accept(Token.RESTRICT)) {
      return ForeignKeyClause.Action.RESTRICT;
    }
    if (tokens.accept(Token.NO)) {
      tokens.expect(Token.ACTION);
      return ForeignKeyClause.Action.NO_ACTION;
    }
    throw tokens.unexpected("SET NULL, SET DEFAULT, CASCADE, RESTRICT or NO ACTION");
  }

  /** {@code [NOT] DEFERRABLE [INITIALLY DEFERRED|IMMEDIATE]}; true if it defers. */
  private boolean deferral() {
    boolean deferrable = !tokens.accept(Token.NOT);
    tokens.expect(Token.DEFERRABLE);
    boolean deferred = false;
    if (tokens.accept(Token.INITIALLY)) {
      deferred = tokens.accept(Token.DEFERRED);
      if (!deferred) {
        tokens.expect(Token.IMMEDIATE);
      }
    }
    return deferrable && deferred;
  }

  /**
   * The constraints of a table, with or without commas between them, up to the closing parenthesis.
   */
  List<TableConstraint> tableConstraints() {
    List<TableConstraint> constraints = new ArrayList<>();
    do {
      boolean named = false;
      Optional<Name> name = Optional.empty();
      int start = tokens.start();
      while (tokens.accept(Token.CONSTRAINT)) {
        name = Optional.of(grammar.names.name("a constraint name"));
        named = true;
      }
      Optional<TableConstraint> constraint = tableConstraint(name, start);
      constraint.ifPresent(constraints::add);
      if (constraint.isEmpty() && !named) {
        throw tokens.unexpected("CONSTRAINT, PRIMARY KEY, UNIQUE, CHECK or FOREIGN KEY");
      }
      tokens.accept(Token.COMMA);
    } while (!atEndOfConstraints());
    return constraints;
  }

  private boolean atEndOfConstraints() {
    return tokens.at(Token.RIGHT_PARENTHESIS) && tokens.previousKind() != Token.COMMA;
  }

  /** PRIMARY KEY, UNIQUE, CHECK or FOREIGN KEY, or nothing if none of them follows. */
  Optional<TableConstraint> tableConstraint(Optional<Name> name, int start) {
    return switch (tokens.kind()) {
      case PRIMARY -> Optional.of(tablePrimaryKey(name, start));
      case UNIQUE -> Optional.of(tableUnique(name, start));
      case CHECK -> Optional.of(tableCheck(name, start));
      case FOREIGN -> Optional.of(tableForeignKey(name, start));
      default -> Optional.empty();
    };
  }

  private TableConstraint tablePrimaryKey(Optional<Name> name, int start) {
    tokens.advance();
    tokens.expect(Token.KEY);
    tokens.expect(Token.LEFT_PARENTHESIS);
    List<OrderingTerm> columns = grammar.selects.orderingTerms();
    boolean autoincrement = tokens.accept(Token.AUTOINCREMENT);
    tokens.expect(Token.RIGHT_PARENTHESIS);
    Optional<ConflictAction> conflict = onConflict();
    Span span = tokens.spanFrom(start);
    return new TableConstraint.PrimaryKey(name, columns, autoincrement, conflict, span);
  }

  private TableConstraint tableUnique(Optional<Name> name, int start) {
    tokens.advance();
    tokens.expect(Token.LEFT_PARENTHESIS);
    List<OrderingTerm> columns = grammar.selects.orderingTerms();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    Optional<ConflictAction> conflict = onConflict();
    return new TableConstraint.Unique(name, columns, conflict, tokens.spanFrom(start));
  }

  /** CHECK as a constraint of a table. */
  TableConstraint.Check tableCheck(Optional<Name> name, int start) {
    tokens.expect(Token.CHECK);
    Condition condition = condition();
    Optional<ConflictAction> conflict = onConflict();
    return new TableConstraint.Check(
        name, condition.value(), condition.text(), conflict, tokens.spanFrom(start));
  }

  private TableConstraint tableForeignKey(Optional<Name> name, int start) {
    tokens.advance();
    tokens.expect(Token.KEY);
    List<Name> columns = grammar.names.indexNames();
    ForeignKeyClause clause = references();
    if (tokens.at(Token.NOT) || tokens.at(Token.DEFERRABLE)) {
      clause = clause.withInitiallyDeferred(deferral());
    }
    return new TableConstraint.ForeignKey(name, columns, clause, tokens.spanFrom(start));
  }

  /** ON CONFLICT and an action, or nothing. */
  Optional<ConflictAction> onConflict() {
    if (!tokens.accept(Token.ON)) {
      return Optional.empty();
    }
    tokens.expect(Token.CONFLICT);
    return Optional.of(conflictAction());
  }

  ConflictAction conflictAction() {
    ConflictAction action =
        switch (tokens.kind()) {
          case ROLLBACK -> ConflictAction.ROLLBACK;
          case ABORT -> ConflictAction.ABORT;
          case FAIL -> ConflictAction.FAIL;
          case IGNORE -> ConflictAction.IGNORE;
          case REPLACE -> ConflictAction.REPLACE;
          default -> throw tokens.unexpected("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
        };
    tokens.advance();
    return action;
  }
}
