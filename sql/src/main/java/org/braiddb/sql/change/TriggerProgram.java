package org.braiddb.sql.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.TriggerDefinition;
import org.braiddb.sql.error.TriggerIgnored;
import org.jspecify.annotations.Nullable;

/**
 * A trigger as one statement runs it. One body serves row after row; a trigger that fires itself
 * needs as many as it is deep, which are then kept.
 */
final class TriggerProgram {
  private final ChangeCompiler compiler;
  private final SchemaScopes.FoundTrigger found;
  private final TableDefinition table;
  private final Optional<ConflictAction> conflict;
  private final Deque<TriggerBody> idle = new ArrayDeque<>();

  TriggerProgram(
      ChangeCompiler compiler,
      SchemaScopes.FoundTrigger found,
      TableDefinition table,
      Optional<ConflictAction> conflict) {
    this.compiler = compiler;
    this.found = found;
    this.table = table;
    this.conflict = conflict;
  }

  /** Compiles the first body, for its errors and for what it reads and changes. */
  void prepare() {
    idle.push(compile());
  }

  String name() {
    return trigger().name();
  }

  /** When it fires, as its definition says. */
  String event() {
    return trigger().definition().time().name().replace('_', ' ')
        + " "
        + trigger().definition().event().name();
  }

  /** A body that is not running. */
  TriggerBody body() {
    TriggerBody known = idle.peek();
    return known == null ? compile() : known;
  }

  private TriggerBody compile() {
    return new TriggerBodyCompiler(compiler, found, table, conflict).compile();
  }

  private TriggerDefinition trigger() {
    return found.trigger();
  }

  /**
   * Fires it for a row.
   *
   * @param old the row before the change; null for INSERT
   * @param now the row after the change; null for DELETE
   * @return false where it raised IGNORE
   */
  boolean fire(ChangeRun run, @Nullable RowImage old, @Nullable RowImage now) {
    if (!run.context().settings().recursiveTriggers() && run.isActive(trigger())) {
      return true;
    }
    run.enter(trigger());
    try {
      run.proceed(() -> runBody(run, old, now));
      return true;
    } catch (TriggerIgnored e) {
      return false;
    } finally {
      run.leave();
    }
  }

  private void runBody(ChangeRun run, @Nullable RowImage old, @Nullable RowImage now) {
    TriggerBody known = idle.poll();
    TriggerBody body = known == null ? compile() : known;
    try {
      body.run(run, old, now);
    } finally {
      idle.push(body);
    }
  }
}
