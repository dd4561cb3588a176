package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.ast.With;

/** Reads SELECT, INSERT, REPLACE, UPDATE and DELETE as statements, WITH clause included. */
final class DataStatementParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  DataStatementParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** A statement that begins with WITH. */
  Statement statementWithCommonTables() {
    int start = tokens.start();
    Optional<With> with = grammar.selects.with();
    return switch (tokens.kind()) {
      case SELECT, VALUES -> grammar.selects.select(with, start);
      case INSERT, REPLACE -> insert(with, start, false);
      case UPDATE -> update(with, start);
      case DELETE -> delete(with, start);
      default -> throw tokens.unexpected("SELECT, VALUES, INSERT, REPLACE, UPDATE or DELETE");
    };
  }

  /**
   * INSERT or REPLACE.
   *
   * @param inTrigger DEFAULT VALUES is not allowed there
   */
  Insert insert(Optional<With> with, int start, boolean inTrigger) {
    Optional<ConflictAction> action;
    if (tokens.accept(Token.REPLACE)) {
      action = Optional.of(ConflictAction.REPLACE);
    } else {
      tokens.expect(Token.INSERT);
      action = orAction();
    }
    tokens.expect(Token.INTO);
    QualifiedName table = grammar.names.qualifiedName("a table name");
    Optional<Name> alias = aliasAfterAs();
    List<Name> columns = grammar.names.optionalParenthesizedNames();
    Optional<Select> source = Optional.empty();
    List<Insert.Upsert> upserts = List.of();
    if (tokens.at(Token.DEFAULT) && !inTrigger) {
      tokens.advance();
      tokens.expect(Token.VALUES);
    } else {
      source = Optional.of(grammar.selects.select());
      upserts = upserts();
    }
    List<ResultColumn> returning = returning();
    return new Insert(
        with, action, table, alias, columns, source, upserts, returning, tokens.spanFrom(start));
  }

  private Optional<ConflictAction> orAction() {
    return tokens.accept(Token.OR)
        ? Optional.of(grammar.constraints.conflictAction())
        : Optional.empty();
  }

  private Optional<Name> aliasAfterAs() {
    return tokens.accept(Token.AS) ? Optional.of(grammar.names.name("an alias")) : Optional.empty();
  }

  /** A clause without target is the last one. */
  private List<Insert.Upsert> upserts() {
    List<Insert.Upsert> upserts = new ArrayList<>();
    boolean more = true;
    while (more && tokens.accept(Token.ON)) {
      tokens.expect(Token.CONFLICT);
      Insert.Upsert upsert = upsert();
      upserts.add(upsert);
      more = !upsert.target().isEmpty();
    }
    return upserts;
  }

  private Insert.Upsert upsert() {
    List<OrderingTerm> target = List.of();
    Optional<Expr> targetWhere = Optional.empty();
    if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      target = grammar.selects.orderingTerms();
      tokens.expect(Token.RIGHT_PARENTHESIS);
      targetWhere = grammar.selects.where();
    }
    tokens.expect(Token.DO);
    if (tokens.accept(Token.NOTHING)) {
      return new Insert.Upsert(target, targetWhere, List.of(), Optional.empty());
    }
    tokens.expect(Token.UPDATE);
    tokens.expect(Token.SET);
    List<Assignment> assignments = assignments();
    return new Insert.Upsert(target, targetWhere, assignments, grammar.selects.where());
  }

  private List<ResultColumn> returning() {
    return tokens.accept(Token.RETURNING) ? grammar.selects.resultColumns() : List.of();
  }

  /** UPDATE as a statement of its own. */
  Update update(Optional<With> with, int start) {
    Update update = updateUpToWhere(with, start);
    List<ResultColumn> returning = returning();
    List<OrderingTerm> orderBy = grammar.selects.orderBy();
    Optional<Limit> limit = grammar.selects.limit();
    return new Update(
        with,
        update.orAction(),
        update.table(),
        update.alias(),
        update.hint(),
        update.assignments(),
        update.from(),
        update.where(),
        returning,
        orderBy,
        limit,
        tokens.spanFrom(start));
  }

  /** UPDATE with the clauses that it may have in a trigger. */
  Update updateUpToWhere(Optional<With> with, int start) {
    tokens.expect(Token.UPDATE);
    Optional<ConflictAction> action = orAction();
    QualifiedName table = grammar.names.qualifiedName("a table name");
    Optional<Name> alias = aliasAfterAs();
    IndexHint hint = grammar.froms.indexHint();
    tokens.expect(Token.SET);
    List<Assignment> assignments = assignments();
    Optional<From> from =
        tokens.accept(Token.FROM) ? Optional.of(grammar.froms.from()) : Optional.empty();
    Optional<Expr> where = grammar.selects.where();
    return new Update(
        with,
        action,
        table,
        alias,
        hint,
        assignments,
        from,
        where,
        List.of(),
        List.of(),
        Optional.empty(),
        tokens.spanFrom(start));
  }

  private List<Assignment> assignments() {
    List<Assignment> assignments = new ArrayList<>();
    do {
      boolean parenthesized = tokens.at(Token.LEFT_PARENTHESIS);
      List<Name> columns =
          parenthesized
              ? grammar.names.parenthesizedNames()
              : List.of(grammar.names.name("a column name"));
      tokens.expect(Token.EQUAL);
      Expr value = grammar.expressions.expression();
      Assignment assignment = new Assignment(columns, parenthesized, value);
      requireSize(assignment);
      assignments.add(assignment);
    } while (tokens.accept(Token.COMMA));
    return assignments;
  }

  /** How many columns a subquery has is known only when its names are. */
  private void requireSize(Assignment assignment) {
    Expr value = assignment.value();
    if (assignment.parenthesized() && !(value instanceof Expr.Subquery)) {
      int given = value instanceof Expr.Row row ? row.values().size() : 1;
      assignment
          .sizeMismatch(given)
          .ifPresent(problem -> {
            throw tokens.errorAt(value.span().start(), problem, "");
          });
    }
  }

  /** DELETE as a statement of its own. */
  Delete delete(Optional<With> with, int start) {
    Delete delete = deleteUpToWhere(with, start);
    List<ResultColumn> returning = returning();
    List<OrderingTerm> orderBy = grammar.selects.orderBy();
    Optional<Limit> limit = grammar.selects.limit();
    return new Delete(
        with,
        delete.table(),
        delete.alias(),
        delete.hint(),
        delete.where(),
        returning,
        orderBy,
        limit,
        tokens.spanFrom(start));
  }

  /** DELETE with the clauses that it may have in a trigger. */
  Delete deleteUpToWhere(Optional<With> with, int start) {
    tokens.expect(Token.DELETE);
    tokens.expect(Token.FROM);
    QualifiedName table = grammar.names.qualifiedName("a table name");
    Optional<Name> alias = aliasAfterAs();
    IndexHint hint = grammar.froms.indexHint();
    Optional<Expr> where = grammar.selects.where();
    return new Delete(
        with,
        table,
        alias,
        hint,
        where,
        List.of(),
        List.of(),
        Optional.empty(),
        tokens.spanFrom(start));
  }
}
