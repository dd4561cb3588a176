package org.braiddb.sql.change.schema;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;

/** Visits the names of tables in FROM clauses and after IN, at every depth. */
final class TableNames {
  private final Consumer<QualifiedName> visitor;

  TableNames(Consumer<QualifiedName> visitor) {
    this.visitor = visitor;
  }

  /**
   * Refuses those of other databases than the one that holds a definition.
   *
   * @param what the definition, as the error shall call it
   */
  static TableNames onlyIn(SchemaScopes.Scope holder, String what) {
    return new TableNames(table ->
        table
            .schema()
            .ifPresent(schema -> {
              if (!NameKey.same(schema.text(), holder.name())) {
                throw new StatementException(
                    what + " cannot reference objects in database " + schema.text());
              }
            }));
  }

  /** Those of the statements of a trigger and its WHEN clause. */
  void statements(List<Statement> body, Optional<Expr> when) {
    body.forEach(this::statement);
    when.ifPresent(this::expr);
  }

  /** A name by itself. */
  void table(QualifiedName name) {
    visitor.accept(name);
  }

  /** Those of the query of a view. */
  void query(Select query) {
    select(query);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Select select -> select(select);
      case Insert insert -> insert(insert);
      case Update update -> {
        update.assignments().forEach(this::assignment);
        update.from().ifPresent(this::from);
        update.where().ifPresent(this::expr);
      }
      case Delete delete -> delete.where().ifPresent(this::expr);
      default -> throw new IllegalArgumentException("not in a trigger: " + statement);
    }
  }

  private void insert(Insert insert) {
    insert.source().ifPresent(this::select);
    for (Insert.Upsert upsert : insert.upserts()) {
      terms(upsert.target());
      upsert.targetWhere().ifPresent(this::expr);
      upsert.assignments().forEach(this::assignment);
      upsert.where().ifPresent(this::expr);
    }
  }

  private void assignment(Assignment assignment) {
    expr(assignment.value());
  }

  private void select(Select select) {
    select.with().ifPresent(with -> with.tables().forEach(table -> select(table.query())));
    core(select.first());
    select.compounds().forEach(compound -> core(compound.core()));
    terms(select.orderBy());
    select
        .limit()
        .ifPresent(limit -> {
          expr(limit.limit());
          limit.offset().ifPresent(this::expr);
        });
  }

  private void core(SelectCore core) {
    switch (core) {
      case SelectCore.Query query -> {
        for (ResultColumn column : query.columns()) {
          if (column instanceof ResultColumn.Value value) {
            expr(value.value());
          }
        }
        query.from().ifPresent(this::from);
        query.where().ifPresent(this::expr);
        query.groupBy().forEach(this::expr);
        query.having().ifPresent(this::expr);
      }
      case SelectCore.Values values -> values.rows().forEach(row -> row.forEach(this::expr));
    }
  }

  private void from(From from) {
    item(from.first());
    for (From.Join join : from.joins()) {
      item(join.right());
      join.on().ifPresent(this::expr);
    }
  }

  private void item(FromItem item) {
    switch (item) {
      case FromItem.Table table -> visitor.accept(table.name());
      case FromItem.Function function -> {
        visitor.accept(function.name());
        function.arguments().forEach(this::expr);
      }
      case FromItem.Subquery subquery -> select(subquery.query());
      case FromItem.Nested nested -> from(nested.from());
    }
  }

  private void terms(List<OrderingTerm> terms) {
    terms.forEach(term -> expr(term.value()));
  }

  private void expr(Expr expr) {
    ExprChildren.walk(
        expr,
        node -> {
          switch (node) {
            case Expr.InQuery in -> select(in.query());
            case Expr.InTable in -> visitor.accept(in.table());
            case Expr.Subquery subquery -> select(subquery.query());
            case Expr.Exists exists -> select(exists.query());
            default -> {
              // No table is named in it but below it.
            }
          }
        });
  }
}
