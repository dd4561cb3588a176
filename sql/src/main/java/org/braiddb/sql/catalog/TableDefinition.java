package org.braiddb.sql.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** A table with a tree. Immutable. */
public final class TableDefinition implements Relation {
  private final String name;
  private final List<TableColumn> columns;
  private final Map<String, TableColumn> columnsByName;
  private final List<TableColumn> generatedOrder;
  private final int rowidAlias;
  private final Optional<ConflictAction> rowidConflict;
  private final boolean autoincrement;
  private final boolean strict;
  private final boolean view;
  private final Optional<ClusteredKey> clusteredKey;
  private final Tree tree;
  private final int[] tableColumnOfRecord;
  private final List<IndexDefinition> indexes;
  private final List<CheckConstraint> checks;
  private final List<ForeignKeyDefinition> foreignKeys;
  private final List<TriggerDefinition> triggers;
  private final List<String> unsupported;
  private final String sql;

  TableDefinition(TableDraft draft) {
    name = draft.name;
    columns = List.copyOf(draft.columns);
    columnsByName = new HashMap<>();
    for (TableColumn column : columns) {
      columnsByName.put(NameKey.of(column.name()), column);
    }
    generatedOrder = List.copyOf(draft.generatedOrder);
    rowidAlias = draft.rowidAlias;
    rowidConflict = draft.rowidConflict;
    autoincrement = draft.autoincrement;
    strict = draft.strict;
    view = draft.view;
    clusteredKey = Optional.ofNullable(draft.clusteredKey);
    tree = draft.tree();
    tableColumnOfRecord = recordLayout(columns, draft.clusteredKey);
    indexes = List.copyOf(draft.indexes);
    checks = List.copyOf(draft.checks);
    foreignKeys = List.copyOf(draft.foreignKeys);
    triggers = List.copyOf(draft.triggers);
    unsupported = List.copyOf(draft.unsupported);
    sql = draft.sql;
  }

  /** A column of a view. */
  public record ViewColumn(String name, String declaredType, Affinity affinity, String collation) {}

  /**
   * The rows of a view as those of a table that has no tree, no rowid and no key: what OLD and NEW
   * are in its triggers.
   */
  public static TableDefinition ofView(ViewDefinition view, List<ViewColumn> columns) {
    TableDraft draft = new TableDraft(view.name(), view.sql(), 0);
    draft.view = true;
    draft.triggers.addAll(view.triggers());
    for (ViewColumn column : columns) {
      int index = draft.columns.size();
      draft.columns.add(
          new TableColumn(
              index,
              column.name(),
              column.declaredType(),
              column.affinity(),
              column.collation(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              0,
              index));
    }
    return new TableDefinition(draft);
  }

  /** Whether it stands for the rows of a view. */
  public boolean isView() {
    return view;
  }

  /** A column that is in a clustered key twice is in the record twice. */
  private static int[] recordLayout(List<TableColumn> columns, @Nullable ClusteredKey key) {
    List<IndexColumn> first = key == null ? List.of() : key.columns();
    int last = columns.stream().mapToInt(TableColumn::recordColumn).max().orElse(-1);
    int[] layout = new int[Math.max(first.size(), last + 1)];
    for (TableColumn column : columns) {
      if (column.recordColumn() >= 0) {
        layout[column.recordColumn()] = column.index();
      }
    }
    for (int i = 0; i < first.size(); i++) {
      layout[i] = first.get(i).column();
    }
    return layout;
  }

  @Override
  public String name() {
    return name;
  }

  /** The columns, generated ones included, in the order of the definition. */
  public List<TableColumn> columns() {
    return columns;
  }

  /** The generated columns, each after those that it is computed from. */
  public List<TableColumn> generatedOrder() {
    return generatedOrder;
  }

  /** The column of that name, without regard to letter case; rowid names are not among them. */
  public Optional<TableColumn> column(String columnName) {
    return Optional.ofNullable(columnsByName.get(NameKey.of(columnName)));
  }

  /** The column that is another name of the rowid: INTEGER PRIMARY KEY; -1 where there is none. */
  public int rowidAlias() {
    return rowidAlias;
  }

  /** What a clash of rowids does where the statement does not say: the clause of the alias. */
  public Optional<ConflictAction> rowidConflict() {
    return rowidConflict;
  }

  /** Whether rows have a rowid, which then can also be called rowid, oid and _rowid_. */
  public boolean hasRowid() {
    return clusteredKey.isEmpty() && !view;
  }

  /** Whether {@code word} means the rowid here: a rowid name that no column has. */
  public boolean isRowidName(String word) {
    String key = NameKey.of(word);
    return hasRowid()
        && (key.equals("rowid") || key.equals("oid") || key.equals("_rowid_"))
        && !columnsByName.containsKey(key);
  }

  /** Whether rowids are never used again. */
  public boolean autoincrement() {
    return autoincrement;
  }

  /** Whether values must have the declared type. */
  public boolean strict() {
    return strict;
  }

  /** The primary key of a WITHOUT ROWID table; empty for all others. */
  public Optional<ClusteredKey> clusteredKey() {
    return clusteredKey;
  }

  /** Its tree: a {@link Tree.Table}, or a {@link Tree.Clustered} for WITHOUT ROWID. */
  public Tree tree() {
    return tree;
  }

  /** The table's column that each column of a stored record holds. Not to be changed. */
  public int[] tableColumnOfRecord() {
    return tableColumnOfRecord;
  }

  /** The indexes with trees of their own, automatic ones too, in the order they were made. */
  public List<IndexDefinition> indexes() {
    return indexes;
  }

  /** The CHECK constraints of columns and table, in the order of the text. */
  public List<CheckConstraint> checks() {
    return checks;
  }

  /** The foreign keys this table is the child of, in the order of the text. */
  public List<ForeignKeyDefinition> foreignKeys() {
    return foreignKeys;
  }

  /** The triggers on it, in the order they were made; temporary ones excluded. */
  public List<TriggerDefinition> triggers() {
    return triggers;
  }

  /**
   * What this engine does not understand about the table, one complete error text each. Reading it
   * is safe; changes must be refused with the first.
   */
  public List<String> unsupported() {
    return unsupported;
  }

  /** Its definition as stored; empty for the catalogue itself. */
  public String sql() {
    return sql;
  }

  /** Whether it is the catalogue: {@code sqlite_schema} under one of its names. */
  public boolean isCatalog() {
    return tree.id() == Tree.CATALOG_ID;
  }

  @Override
  public String toString() {
    return "table " + name;
  }
}
