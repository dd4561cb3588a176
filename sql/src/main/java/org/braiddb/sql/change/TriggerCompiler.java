package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the triggers that a change fires, and keeps one program for each of them and each conflict
 * clause that it may run under: a trigger that fires itself finds the program that is being made.
 */
final class TriggerCompiler {
  private final ChangeCompiler compiler;
  private final Map<Key, TriggerProgram> programs = new HashMap<>();

  private record Key(TriggerDefinition trigger, Optional<ConflictAction> conflict) {}

  TriggerCompiler(ChangeCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * What happens beside a change.
   *
   * @param table the table, or the rows of a view
   * @param columns the names in the SET clause of an UPDATE; empty for an INSERT or DELETE
   * @param conflict the conflict clause of the statement that fires the triggers
   */
  RowEvents events(
      int database,
      TableDefinition table,
      CreateTrigger.Event event,
      Optional<List<String>> columns,
      Optional<ConflictAction> conflict,
      @Nullable Returning returning) {
    List<TriggerProgram> before = new ArrayList<>();
    List<TriggerProgram> after = new ArrayList<>();
    for (SchemaScopes.FoundTrigger found : compiler.schemas().triggersOn(database, table)) {
      CreateTrigger definition = found.trigger().definition();
      if (definition.event() == event && concerns(definition, columns)) {
        TriggerProgram program = program(found, table, conflict);
        switch (definition.time()) {
          case BEFORE, INSTEAD_OF -> before.add(program);
          case AFTER -> after.add(program);
        }
      }
    }
    return before.isEmpty() && after.isEmpty() && returning == null
        ? RowEvents.NONE
        : new RowEvents(List.copyOf(before), List.copyOf(after), returning);
  }

  /** UPDATE OF looks at the names as they stand in SET: another name of a column is not seen. */
  private static boolean concerns(CreateTrigger trigger, Optional<List<String>> columns) {
    if (trigger.updateOf().isEmpty() || columns.isEmpty()) {
      return true;
    }
    for (Name name : trigger.updateOf()) {
      if (columns.get().stream().anyMatch(name::is)) {
        return true;
      }
    }
    return false;
  }

  private TriggerProgram program(
      SchemaScopes.FoundTrigger found, TableDefinition table, Optional<ConflictAction> conflict) {
    Key key = new Key(found.trigger(), conflict);
    TriggerProgram known = programs.get(key);
    if (known == null) {
      known = new TriggerProgram(compiler, found, table, conflict);
      programs.put(key, known);
      known.prepare();
    }
    return known;
  }
}
