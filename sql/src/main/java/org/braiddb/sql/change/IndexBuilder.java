package org.braiddb.sql.change;

import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Transaction;

/** Fills an index that was just made with the entries of the rows that are there. */
public final class IndexBuilder {
  /** So many bytes of entries are put in together, or one entry that is longer. */
  private static final int BLOCK_BYTES = 1 << 15;

  private IndexBuilder() {}

  /**
   * Checks the expressions of an index that is about to be made.
   *
   * @throws StatementException in SQLite's words
   */
  public static void check(
      IndexDefinition index,
      TableDefinition table,
      SchemaScopes.Scope scope,
      CompileContext context) {
    for (IndexColumn column : index.keyColumns()) {
      column
          .expression()
          .ifPresent(e ->
              DefinitionRules.require(
                  e, DefinitionRules.Place.INDEX, table, scope.name(), context));
    }
    index
        .where()
        .ifPresent(e ->
            DefinitionRules.require(
                e, DefinitionRules.Place.PARTIAL, table, scope.name(), context));
    compile(index, table, scope, context, new StatementExpressions(context, Optional.empty()));
  }

  private static IndexProgram compile(
      IndexDefinition index,
      TableDefinition table,
      SchemaScopes.Scope scope,
      CompileContext context,
      StatementExpressions expressions) {
    return new TableProgramCompiler(expressions, context.schemas())
        .index(index, new RowImage(table), scope.name());
  }

  /**
   * Fills the index.
   *
   * @throws StatementException where it is unique and two rows agree in its key
   */
  public static void build(
      IndexDefinition index,
      TableDefinition table,
      SchemaScopes.Scope scope,
      CompileContext context,
      RunContext run) {
    TableProgramCompiler.requireUnderstood(table);
    StatementExpressions expressions = new StatementExpressions(context, Optional.empty());
    TableProgram rows =
        new TableProgramCompiler(expressions, context.schemas())
            .forReading(scope.database(), table);
    IndexProgram program = compile(index, table, scope, context, expressions);
    Transaction transaction = run.transaction(scope.database());
    expressions.begin(run);
    try (TableStore store = new TableStore(transaction, rows);
        SortedEntries entries = SortedEntries.of(program, store, run);
        Cursor cursor = transaction.open(program.tree(), true)) {
      fill(program, entries, cursor);
    } finally {
      expressions.end();
    }
  }

  private static void fill(IndexProgram program, SortedEntries entries, Cursor cursor) {
    boolean unique = program.index().unique();
    RowBlock block = new RowBlock();
    byte[] room = new byte[BLOCK_BYTES];
    int used = 0;
    block.begin(room);
    while (entries.next()) {
      if (unique && entries.repeatsKey()) {
        throw Violations.of(
            ResultCode.CONSTRAINT_UNIQUE, program.violation(), ConflictAction.ABORT);
      }
      int length = entries.length();
      if (used + length > room.length || block.count() == RowBlock.CAPACITY) {
        cursor.insertEntries(block);
        room = length > room.length ? new byte[length] : room;
        used = 0;
        block.begin(room);
      }
      System.arraycopy(entries.bytes(), entries.offset(), room, used, length);
      block.add(used, length, 0);
      used += length;
    }
    cursor.insertEntries(block);
  }
}
