package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.RepeatableCalls;
import org.braiddb.sql.catalog.CheckConstraint;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.jspecify.annotations.Nullable;

/** Compiles the constraints, indexes and defaults of the tables that a statement changes. */
final class TableProgramCompiler {
  private final StatementExpressions expressions;
  private final SchemaScopes schemas;
  private final Map<TableDefinition, TableProgram> programs = new HashMap<>();

  TableProgramCompiler(StatementExpressions expressions, SchemaScopes schemas) {
    this.expressions = expressions;
    this.schemas = schemas;
  }

  /** The program of a table. */
  TableProgram program(int database, TableDefinition table) {
    TableProgram known = programs.get(table);
    if (known == null) {
      known = audited(database, table);
      programs.put(table, known);
    }
    return known;
  }

  /** Refuses tables about which something is not understood. */
  static void requireUnderstood(TableDefinition table) {
    if (!table.unsupported().isEmpty()) {
      throw new StatementException(table.unsupported().getFirst());
    }
  }

  /** A program that can only read the rows of a table: no index, no check. */
  TableProgram forReading(int database, TableDefinition table) {
    String schema = schemas.scope(database).name();
    RowImage image = new RowImage(table);
    StatementExpressions.RowScope scope =
        expressions.scope(table.sql(), schema, List.of(expressions.row(image, table.name())));
    return TableProgram.of(
        database, schema, image, List.of(), List.of(), defaults(table), generated(table, scope));
  }

  /** A new program of a table. */
  TableProgram audited(int database, TableDefinition table) {
    requireUnderstood(table);
    return build(database, table);
  }

  private TableProgram build(int database, TableDefinition table) {
    String schema = schemas.scope(database).name();
    RowImage image = new RowImage(table);
    StatementExpressions.RowScope scope =
        expressions.scope(table.sql(), schema, List.of(expressions.row(image, table.name())));
    return TableProgram.of(
        database,
        schema,
        image,
        indexes(table, image, schema),
        checks(table, scope),
        defaults(table),
        generated(table, scope));
  }

  private List<IndexProgram> indexes(TableDefinition table, RowImage image, String schema) {
    List<IndexProgram> programs = new ArrayList<>();
    for (IndexDefinition index : table.indexes()) {
      programs.add(index(index, image, schema));
    }
    return programs;
  }

  /** Compiles one index over a row image. */
  IndexProgram index(IndexDefinition index, RowImage image, String schema) {
    BoundSource.Row row = expressions.row(image, image.table().name());
    StatementExpressions.RowScope scope = expressions.scope(index.sql(), schema, List.of(row));
    @Nullable RowExpression[] columns = new RowExpression[index.recordSize()];
    for (int place = 0; place < columns.length; place++) {
      IndexColumn column = index.recordColumn(place);
      columns[place] =
          column
              .expression()
              .map(value -> scope.compile(value, RepeatableCalls::inIndex))
              .orElse(null);
    }
    return new IndexProgram(
        index,
        index.tree().orElseThrow(),
        columns,
        index.where().map(where -> scope.condition(where, RepeatableCalls::inIndex)).orElse(null),
        image);
  }

  private static List<TableProgram.Check> checks(
      TableDefinition table, StatementExpressions.RowScope scope) {
    List<TableProgram.Check> checks = new ArrayList<>();
    for (CheckConstraint check : table.checks()) {
      checks.add(
          new TableProgram.Check(
              check.label(),
              UsedColumns.of(check.condition(), table),
              scope.condition(check.condition(), RepeatableCalls::inCheck)));
    }
    return checks;
  }

  private @Nullable RowExpression[] defaults(TableDefinition table) {
    StatementExpressions.RowScope scope = expressions.scope(table.sql(), "", List.of());
    @Nullable RowExpression[] defaults = new RowExpression[table.columns().size()];
    for (TableColumn column : table.columns()) {
      defaults[column.index()] =
          column.defaultValue().map(value -> scope.compile(value.value())).orElse(null);
    }
    return defaults;
  }

  private static @Nullable RowExpression[] generated(
      TableDefinition table, StatementExpressions.RowScope scope) {
    @Nullable RowExpression[] generated = new RowExpression[table.columns().size()];
    for (TableColumn column : table.columns()) {
      generated[column.index()] =
          column
              .generated()
              .map(value -> scope.compile(value.value(), RepeatableCalls::inGeneratedColumn))
              .orElse(null);
    }
    return generated;
  }
}
