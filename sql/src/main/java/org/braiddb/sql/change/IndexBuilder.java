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
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;

/** Fills an index that was just made with the entries of the rows that are there. */
public final class IndexBuilder {
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
              DefinitionRules.require(e, DefinitionRules.Place.INDEX, table, context.functions()));
    }
    index
        .where()
        .ifPresent(e ->
            DefinitionRules.require(e, DefinitionRules.Place.PARTIAL, table, context.functions()));
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
        Cursor scan = store.openScan();
        Cursor entries = transaction.open(program.tree(), true)) {
      fill(program, store, scan, entries, run);
    } finally {
      expressions.end();
    }
  }

  private static void fill(
      IndexProgram program, TableStore store, Cursor scan, Cursor entries, RunContext run) {
    RecordForm form = store.form();
    RecordWriter record = new RecordWriter();
    SearchKey key = new SearchKey(4);
    RowImage row = program.image();
    int keySize = program.index().keyColumns().size();
    long count = 0;
    for (boolean more = scan.first(); more; more = scan.next()) {
      store.readPresent(scan, row);
      if (program.covers()) {
        if (program.index().unique()
            && !program.writeKey(row, form, key, keySize)
            && entries.seek(key, Cursor.Seek.EQUAL)) {
          throw Violations.of(
              ResultCode.CONSTRAINT_UNIQUE, program.violation(), ConflictAction.ABORT);
        }
        program.writeEntry(row, form, record);
        entries.insert(record.bytes(), 0, record.length());
      }
      if ((++count & 0xfff) == 0) {
        run.limits().checkCancelled();
      }
    }
  }
}
