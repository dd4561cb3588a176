package org.braiddb.sql.change;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.execute.EntrySorter;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

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
        Cursor scan = store.openScan();
        Cursor entries = transaction.open(program.tree(), true);
        EntrySorter sorter = new EntrySorter()) {
      collect(program, store, scan, sorter, run);
      sorter.sort();
      fill(program, sorter, entries, run);
    } finally {
      expressions.end();
    }
  }

  /** The columns that entries are made of, where these can be read alone; else null. */
  private static int @Nullable [] storedColumns(IndexProgram program) {
    TableDefinition table = program.image().table();
    IndexDefinition index = program.index();
    Set<Integer> used = new TreeSet<>(program.computedOf());
    for (int place = 0; place < index.recordSize(); place++) {
      used.add(index.recordColumn(place).column());
    }
    used.removeIf(column -> column < 0 || column == table.rowidAlias());
    return used.stream().anyMatch(column -> table.columns().get(column).recordColumn() < 0)
        ? null
        : used.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void collect(
      IndexProgram program, TableStore store, Cursor scan, EntrySorter sorter, RunContext run) {
    RecordForm form = store.form();
    RecordWriter record = new RecordWriter();
    RowImage row = program.image();
    int[] columns = storedColumns(program);
    int keySize = program.index().keyColumns().size();
    Cell value = new Cell();
    long count = 0;
    for (boolean more = scan.first(); more; more = scan.next()) {
      if (columns != null) {
        store.viewPresent(scan, row, columns);
      } else {
        store.readPresent(scan, row);
      }
      if (program.covers()) {
        for (int place = 0; place < keySize; place++) {
          program.value(row, place, value);
          KeyOrder.Column column = program.tree().order().columns().get(place);
          sorter.addKey(value, column.collation(), column.descending());
        }
        program.writeEntry(row, form, record);
        sorter.add(record);
      }
      checkCancelled(run, ++count);
    }
  }

  private static void checkCancelled(RunContext run, long count) {
    if ((count & 0xfff) == 0) {
      run.limits().checkCancelled();
    }
  }

  private static void fill(
      IndexProgram program, EntrySorter sorter, Cursor entries, RunContext run) {
    boolean unique = program.index().unique();
    int keySize = program.index().keyColumns().size();
    SearchKey key = new SearchKey(keySize);
    long count = 0;
    while (sorter.next()) {
      byte[] entry = sorter.bytes();
      if (unique) {
        RecordComparator.unpack(entry, sorter.offset(), sorter.length(), keySize, key);
        if (!anyNull(key) && entries.seek(key, Cursor.Seek.EQUAL)) {
          throw Violations.of(
              ResultCode.CONSTRAINT_UNIQUE, program.violation(), ConflictAction.ABORT);
        }
      }
      entries.insert(entry, sorter.offset(), sorter.length());
      checkCancelled(run, ++count);
    }
  }

  private static boolean anyNull(SearchKey key) {
    for (int column = 0; column < key.size(); column++) {
      if (key.type(column) == SearchKey.NULL) {
        return true;
      }
    }
    return false;
  }
}
