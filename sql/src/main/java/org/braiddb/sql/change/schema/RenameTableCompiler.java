package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.ForeignKeyClause;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.ast.TableConstraint;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.jspecify.annotations.Nullable;

/**
 * ALTER TABLE ... RENAME TO: the table's own text, its indexes, and the foreign keys that refer to
 * it get the new name, in quotes as SQLite writes it. Where views or triggers exist, which might
 * name the table too, it is refused.
 */
final class RenameTableCompiler {
  private static final String AUTOMATIC = "sqlite_autoindex_";

  private final SchemaScopes.Scope scope;
  private final TableDefinition table;

  RenameTableCompiler(SchemaScopes.Scope scope, TableDefinition table) {
    this.scope = scope;
    this.table = table;
  }

  Program compile(String newName) {
    if (scope.catalog().relation(newName).isPresent()
        || scope.catalog().index(newName).isPresent()) {
      throw new StatementException(
          "there is already another table or index with this name: " + newName);
    }
    Targets.requireUnreserved(newName);
    boolean dependents =
        scope.catalog().relations().stream().anyMatch(r -> !(r instanceof TableDefinition))
            || !scope.catalog().triggers().isEmpty();
    if (dependents) {
      throw StatementException.notSupported(
          "renaming table " + table.name() + " in a schema with views or triggers");
    }
    return new SchemaProgram(scope.database(), run -> rename(run, newName));
  }

  private void rename(RunContext run, String newName) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    writer.transaction().changeDefinition(table.name());
    writer.transaction().changeDefinition(newName);
    writer.replaceRows(row -> renamed(row, newName));
    if (table.autoincrement()) {
      renameSequence(writer.transaction(), newName);
    }
    writer.finish();
  }

  private SchemaWriter.@Nullable Row renamed(SchemaWriter.Row row, String newName) {
    boolean own = row.belongsTo(table.name());
    String sql = row.sql().isEmpty() ? "" : renamedText(row.sql(), newName);
    if (!own && sql.equals(row.sql())) {
      return null;
    }
    String name = row.name();
    if (own && row.type().equals("table")) {
      name = newName;
    } else if (own && row.sql().isEmpty()) {
      name = AUTOMATIC + newName + name.substring(AUTOMATIC.length() + table.name().length());
    }
    return new SchemaWriter.Row(row.type(), name, own ? newName : row.table(), row.root(), sql);
  }

  private String renamedText(String sql, String newName) {
    List<Span> places = new ArrayList<>();
    switch (Parser.parseSchemaEntry(sql).statement()) {
      case CreateTable created -> {
        note(created.name().name(), places);
        if (created.body() instanceof CreateTable.Body.Columns body) {
          references(body).forEach(clause -> note(clause.table(), places));
        }
      }
      case CreateIndex index -> note(index.table(), places);
      default -> {
        // Nothing else is there.
      }
    }
    places.sort(Comparator.comparingInt(Span::start).reversed());
    String quoted = '"' + newName.replace("\"", "\"\"") + '"';
    StringBuilder text = new StringBuilder(sql);
    places.forEach(place -> text.replace(place.start(), place.end(), quoted));
    return text.toString();
  }

  private void note(Name name, List<Span> places) {
    if (NameKey.of(name.text()).equals(NameKey.of(table.name()))) {
      places.add(name.span());
    }
  }

  private static List<ForeignKeyClause> references(CreateTable.Body.Columns body) {
    List<ForeignKeyClause> clauses = new ArrayList<>();
    body.columns()
        .forEach(column ->
            column
                .constraints()
                .forEach(constraint -> {
                  if (constraint instanceof ColumnConstraint.References references) {
                    clauses.add(references.clause());
                  }
                }));
    for (TableConstraint constraint : body.constraints()) {
      if (constraint instanceof TableConstraint.ForeignKey foreignKey) {
        clauses.add(foreignKey.clause());
      }
    }
    return clauses;
  }

  /** Lets what AUTOINCREMENT remembers follow the table. */
  private void renameSequence(Transaction transaction, String newName) {
    Relation sequences = scope.catalog().relation("sqlite_sequence").orElse(null);
    if (!(sequences instanceof TableDefinition definition)) {
      return;
    }
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
