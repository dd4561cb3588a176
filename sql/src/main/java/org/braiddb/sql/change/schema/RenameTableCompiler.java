package org.braiddb.sql.change.schema;

import org.braiddb.sql.ast.Span;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;

/**
 * ALTER TABLE ... RENAME TO: every definition that names the table gets the new name, in quotes as
 * SQLite writes it; automatic indexes and what AUTOINCREMENT remembers follow.
 */
final class RenameTableCompiler {
  private static final String AUTOMATIC = "sqlite_autoindex_";

  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final TableDefinition table;

  RenameTableCompiler(CompileContext context, SchemaScopes.Scope scope, TableDefinition table) {
    this.context = context;
    this.scope = scope;
    this.table = table;
  }

  Program compile(String newName) {
    if (scope.catalog().relation(newName).isPresent()
        || scope.catalog().index(newName).isPresent()) {
      throw new StatementException(
          "there is already another table or index with this name: " + newName);
    }
    Targets.requireUnreserved(newName, context.settings());
    AlteredSchema altered = new AlteredSchema(context, scope);
    DefinitionNames names =
        new DefinitionNames(
            context,
            use -> use instanceof NameUse.OfTable of && of.table() == table,
            context.settings().legacyAlterTable());
    for (SchemaScopes.Scope holder : altered.holders()) {
      for (SchemaRow row : holder.catalog().rows()) {
        SchemaRow renamed = renamed(holder, row, names, newName);
        if (!renamed.equals(row)) {
          altered.replace(holder, renamed);
        }
      }
    }
    altered.require("rename");
    return altered.program(run -> {
      Transaction transaction = run.transaction(scope.database());
      transaction.changeDefinition(table.name());
      transaction.changeDefinition(newName);
      if (table.autoincrement()) {
        renameSequence(transaction, newName, run);
      }
    });
  }

  private SchemaRow renamed(
      SchemaScopes.Scope holder, SchemaRow row, DefinitionNames names, String newName) {
    boolean own =
        holder.database() == scope.database()
            && NameKey.of(row.tableName()).equals(NameKey.of(table.name()));
    boolean ownTemporary =
        holder.database() != scope.database()
            && belongsTo(row, holder)
            && row.type().equals("trigger");
    if (ownTemporary) {
      // SQLite looks at these before anything is renamed, and yet says so.
      new DefinitionCheck(context, holder, " after rename", false).check(row);
    }
    String name = row.name();
    if (own && row.type().equals("table")) {
      name = newName;
    } else if (own && row.sql().isEmpty() && name.startsWith(AUTOMATIC)) {
      name = AUTOMATIC + newName + name.substring(AUTOMATIC.length() + table.name().length());
    }
    String sql =
        row.sql().isEmpty()
            ? ""
            : names.replaced(holder, row, use -> quoted(newName, use.text(), use.span()));
    return new SchemaRow(
        row.rowid(),
        row.type(),
        name,
        own || ownTemporary ? newName : row.tableName(),
        row.root(),
        sql);
  }

  /** Whether a temporary trigger is on the table and not on a temporary one of the same name. */
  private boolean belongsTo(SchemaRow row, SchemaScopes.Scope temporary) {
    return NameKey.of(row.tableName()).equals(NameKey.of(table.name()))
        && temporary.catalog().relation(table.name()).isEmpty();
  }

  /** In double quotes; a blank keeps it apart from a quote that follows. */
  private static String quoted(String name, String text, Span place) {
    boolean quoteFollows = place.end() < text.length() && text.charAt(place.end()) == '"';
    return '"' + name.replace("\"", "\"\"") + (quoteFollows ? "\" " : "\"");
  }

  /** Lets what AUTOINCREMENT remembers follow the table. */
  private void renameSequence(Transaction transaction, String newName, RunContext run) {
    Relation sequences = scope.catalog().relation("sqlite_sequence").orElse(null);
    if (!(sequences instanceof TableDefinition definition)) {
      return;
    }
    run.limits().checkCancelled();
    RecordReader reader = new RecordReader();
    RecordWriter record = new RecordWriter();
    try (Cursor cursor = transaction.open(definition.tree(), true)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        reader.read(cursor);
        int offset = reader.offset(0);
        String name =
            new String(reader.bytes(), offset, reader.length(0), transaction.encoding().charset());
        if (name.equals(table.name()) && SerialType.isInteger(reader.type(1))) {
          byte[] text = newName.getBytes(transaction.encoding().charset());
          long number = reader.integer(1);
          record.clear();
          record.addText(text, 0, text.length);
          record.addInteger(number);
          cursor.insert(cursor.rowid(), record.bytes(), 0, record.length());
        }
      }
    }
  }
}
