package org.braiddb.sql.change.schema;

import java.util.List;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;

/** ALTER TABLE ... DROP COLUMN: the definition without the column, and every row without it. */
final class DropColumnCompiler {
  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final TableDefinition table;

  DropColumnCompiler(CompileContext context, SchemaScopes.Scope scope, TableDefinition table) {
    this.context = context;
    this.scope = scope;
    this.table = table;
  }

  Program compile(Name written) {
    String name = written.text();
    TableColumn column =
        table
            .column(name)
            .orElseThrow(() ->
                new StatementException(
                    "no such column: \"" + written.span().of(context.text()) + "\""));
    SchemaRow row = scope.catalog().row(table.name()).orElseThrow();
    List<ColumnDefinition> columns = columns(row.sql());
    requireDroppable(column, columns.get(column.index()), name);
    AlteredSchema altered = new AlteredSchema(context, scope);
    altered.holders().forEach(holder -> new DefinitionCheck(context, holder, "", false).checkAll());
    // As in SQLite, strings in double quotes get single ones on this occasion.
    DefinitionNames strings = DefinitionNames.strings(context);
    altered.rewrite(strings, DefinitionNames::literal);
    String sql = strings.replaced(scope, row, DefinitionNames::literal);
    altered.replaceText(scope, row, shortened(sql, columns(sql), column.index()));
    altered.requireWithoutStrings("drop column");
    return altered.program(run -> {
      run.transaction(scope.database()).changeDefinition(table.name());
      if (column.recordColumn() >= 0) {
        rewriteRows(run, column.recordColumn());
      }
    });
  }

  private static List<ColumnDefinition> columns(String sql) {
    CreateTable created = (CreateTable) Parser.parseSchemaEntry(sql).statement();
    return ((CreateTable.Body.Columns) created.body()).columns();
  }

  private void requireDroppable(TableColumn column, ColumnDefinition written, String name) {
    if (column.primaryKeyPosition() > 0) {
      throw new StatementException("cannot drop PRIMARY KEY column: \"" + name + "\"");
    }
    if (written.constraints().stream().anyMatch(ColumnConstraint.Unique.class::isInstance)) {
      throw new StatementException("cannot drop UNIQUE column: \"" + name + "\"");
    }
    if (table.columns().size() <= 1) {
      throw new StatementException("cannot drop column \"" + name + "\": no other columns exist");
    }
  }

  /** Up to the next column; for the last one, from the comma before it to the column's end. */
  private static String shortened(String sql, List<ColumnDefinition> columns, int dropped) {
    int start = columns.get(dropped).name().span().start();
    if (dropped + 1 < columns.size()) {
      return sql.substring(0, start)
          + sql.substring(columns.get(dropped + 1).name().span().start());
    }
    int comma = sql.lastIndexOf(',', start);
    return sql.substring(0, comma)
        + sql.substring(SqlGaps.nextToken(sql, columns.getLast().span().end()));
  }

  // ---- rows

  private void rewriteRows(RunContext run, int dropped) {
    Transaction transaction = run.transaction(scope.database());
    RecordReader reader = new RecordReader();
    RecordWriter record = new RecordWriter();
    long count = 0;
    try (Cursor cursor = transaction.open(table.tree(), true)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        reader.read(cursor);
        if (reader.has(dropped)) {
          copyWithout(dropped, reader, record);
          if (table.hasRowid()) {
            cursor.insert(cursor.rowid(), record.bytes(), 0, record.length());
          } else {
            // The key, which comes first in the record, stays: it takes the place of the old one.
            cursor.insert(record.bytes(), 0, record.length());
          }
        }
        if ((++count & 0xfff) == 0) {
          run.limits().checkCancelled();
        }
      }
    }
  }

  private static void copyWithout(int dropped, RecordReader reader, RecordWriter record) {
    record.clear();
    for (int column = 0; column < reader.columnCount(); column++) {
      if (column == dropped) {
        continue;
      }
      int type = reader.type(column);
      if (type == SerialType.NULL) {
        record.addNull();
      } else {
        int offset = reader.offset(column);
        record.addEncoded(type, reader.bytes(), offset);
      }
    }
  }
}
