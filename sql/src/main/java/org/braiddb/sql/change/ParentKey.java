package org.braiddb.sql.change;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.catalog.ForeignKeyDefinition;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.Tree;

/**
 * What a foreign key refers to.
 *
 * @param columns the parent's columns, one for each of the child's
 * @param tree the parent's own tree, or that of its unique index
 * @param order for each key column of the tree, which of {@code columns} it is; empty for a rowid
 * @param collations the collation of each of {@code columns} in that key
 */
record ParentKey(
    TableDefinition parent,
    List<TableColumn> columns,
    Tree tree,
    List<Integer> order,
    List<String> collations) {
  /** Whether the parent is found by its rowid. */
  boolean isRowid() {
    return tree instanceof Tree.Table;
  }

  /**
   * Finds the primary key or unique index that a foreign key refers to.
   *
   * @throws StatementException where the parent has none: "foreign key mismatch"
   */
  static ParentKey of(
      TableDefinition child, ForeignKeyDefinition foreignKey, TableDefinition parent) {
    return find(foreignKey, parent)
        .orElseThrow(() ->
            new StatementException(
                "foreign key mismatch - \""
                    + child.name()
                    + "\" referencing \""
                    + foreignKey.parentTable()
                    + "\""));
  }

  /** The same, empty where the parent has none. */
  static Optional<ParentKey> find(ForeignKeyDefinition foreignKey, TableDefinition parent) {
    List<String> names = foreignKey.parentColumns();
    int size = foreignKey.columns().size();
    if (size == 1 && parent.rowidAlias() >= 0) {
      TableColumn alias = parent.columns().get(parent.rowidAlias());
      if (names.isEmpty() || NameKey.of(names.getFirst()).equals(NameKey.of(alias.name()))) {
        return Optional.of(
            new ParentKey(parent, List.of(alias), parent.tree(), List.of(), List.of("BINARY")));
      }
    }
    Optional<ParentKey> clustered =
        parent
            .clusteredKey()
            .flatMap(key -> match(parent, names, size, key.columns(), parent.tree(), true));
    return clustered.or(() -> inIndexes(parent, names, size));
  }

  private static Optional<ParentKey> inIndexes(
      TableDefinition parent, List<String> names, int size) {
    for (IndexDefinition index : parent.indexes()) {
      if (index.unique() && index.where().isEmpty() && index.tree().isPresent()) {
        boolean primary = index.origin() == IndexDefinition.Origin.PRIMARY_KEY;
        Optional<ParentKey> key =
            match(parent, names, size, index.keyColumns(), index.tree().get(), primary);
        if (key.isPresent()) {
          return key;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ParentKey> match(
      TableDefinition parent,
      List<String> names,
      int size,
      List<IndexColumn> key,
      Tree tree,
      boolean primary) {
    if (key.size() != size || key.stream().anyMatch(column -> column.column() < 0)) {
      return Optional.empty();
    }
    if (names.isEmpty()) {
      if (!primary) {
        return Optional.empty();
      }
      List<TableColumn> columns =
          key.stream().map(column -> parent.columns().get(column.column())).toList();
      List<Integer> order = java.util.stream.IntStream.range(0, size).boxed().toList();
      return Optional.of(
          new ParentKey(
              parent, columns, tree, order, key.stream().map(IndexColumn::collation).toList()));
    }
    return byNames(parent, names, key, tree);
  }

  private static Optional<ParentKey> byNames(
      TableDefinition parent, List<String> names, List<IndexColumn> key, Tree tree) {
    List<TableColumn> columns = new java.util.ArrayList<>();
    for (String name : names) {
      Optional<TableColumn> column = parent.column(name);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    List<Integer> order = new java.util.ArrayList<>();
    for (IndexColumn keyColumn : key) {
      TableColumn column = parent.columns().get(keyColumn.column());
      int place = columns.indexOf(column);
      if (place < 0 || !keyColumn.collation().equalsIgnoreCase(column.collation())) {
        return Optional.empty();
      }
      order.add(place);
    }
    if (order.stream().distinct().count() != names.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new ParentKey(
            parent, columns, tree, order, columns.stream().map(TableColumn::collation).toList()));
  }
}
