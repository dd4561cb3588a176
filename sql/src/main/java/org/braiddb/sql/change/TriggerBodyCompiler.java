package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.jspecify.annotations.Nullable;

/** Makes the body of a trigger. */
final class TriggerBodyCompiler {
  private final ChangeCompiler compiler;
  private final CreateTrigger definition;
  private final Optional<ConflictAction> conflict;
  private final OptionalInt onlyDatabase;
  private final StatementExpressions expressions;
  private final @Nullable RowImage old;
  private final @Nullable RowImage now;

  TriggerBodyCompiler(
      ChangeCompiler compiler,
      SchemaScopes.FoundTrigger found,
      TableDefinition table,
      Optional<ConflictAction> conflict) {
    this.compiler = compiler;
    this.definition = found.trigger().definition();
    this.conflict = conflict;
    // A temporary trigger may name the tables of every database.
    this.onlyDatabase =
        found.database() == SchemaScopes.TEMP
            ? OptionalInt.empty()
            : OptionalInt.of(found.database());
    this.old = definition.event() == CreateTrigger.Event.INSERT ? null : new RowImage(table);
    this.now = definition.event() == CreateTrigger.Event.DELETE ? null : new RowImage(table);
    this.expressions =
        compiler.expressions().inTrigger(found.trigger().sql(), onlyDatabase, old, now);
  }

  /**
   * Compiles it.
   *
   * @throws StatementException without a place: that would be one in another text
   */
  TriggerBody compile() {
    try {
      RowExpression when =
          definition.when().map(expressions.scope("", List.of())::condition).orElse(null);
      List<TriggerBody.Step> steps = new ArrayList<>();
      for (Statement statement : definition.body()) {
        steps.add(step(statement));
      }
      return new TriggerBody(expressions, old, now, when, List.copyOf(steps));
    } catch (StatementException e) {
      throw new StatementException(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private TriggerBody.Step step(Statement statement) {
    if (statement instanceof Select select) {
      return new TriggerBody.Look(expressions.query(expressions.binder().select(select)));
    }
    ChangeSite site = new ChangeSite(compiler, expressions, onlyDatabase, conflict);
    return new TriggerBody.Change(ChangeCompiler.action(statement, site));
  }
}
