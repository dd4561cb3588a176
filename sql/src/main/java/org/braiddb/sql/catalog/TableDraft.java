package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.KeyOrder;
import org.jspecify.annotations.Nullable;

/** A table while its definition is put together. */
final class TableDraft {
  final String name;
  final String sql;
  final List<TableColumn> columns = new ArrayList<>();
  List<TableColumn> generatedOrder = List.of();
  final List<CheckConstraint> checks = new ArrayList<>();
  final List<ForeignKeyDefinition> foreignKeys = new ArrayList<>();
  final List<IndexDefinition> indexes = new ArrayList<>();
  final List<TriggerDefinition> triggers = new ArrayList<>();
  final List<String> unsupported = new ArrayList<>();

  /** The automatic indexes that PRIMARY KEY and UNIQUE ask for, without trees. */
  final List<IndexDefinition> automaticIndexes = new ArrayList<>();

  int rowidAlias = -1;
  Optional<ConflictAction> rowidConflict = Optional.empty();
  boolean autoincrement;
  boolean strict;
  boolean view;
  @Nullable ClusteredKey clusteredKey;
  @Nullable KeyOrder clusteredOrder;
  long root;

  TableDraft(String name, String sql, long root) {
    this.name = name;
    this.sql = sql;
    this.root = root;
  }

  Tree tree() {
    KeyOrder order = clusteredOrder;
    return order == null ? new Tree.Table(root, name) : new Tree.Clustered(root, name, order);
  }

  int columnIndex(String columnName) {
    String key = NameKey.of(columnName);
    for (int i = 0; i < columns.size(); i++) {
      if (NameKey.of(columns.get(i).name()).equals(key)) {
        return i;
      }
    }
    return -1;
  }
}
