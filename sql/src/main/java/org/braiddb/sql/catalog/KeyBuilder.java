package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.KeyOrder;

/** Makes the orders of index trees from declared columns. */
final class KeyBuilder {
  private final CollationSource collations;
  private final SchemaFormat format;

  KeyBuilder(CollationSource collations, SchemaFormat format) {
    this.collations = collations;
    this.format = format;
  }

  /** Whether a column of a key is in descending order, where it is written so. */
  boolean descends(boolean written) {
    return written && format.descending();
  }

  /** Whether there is a collation of that name. */
  boolean knows(String collation) {
    return collations.find(collation).isPresent();
  }

  /** The order of these columns; empty where a collation is unknown. */
  Optional<KeyOrder> order(List<IndexColumn> columns) {
    List<KeyOrder.Column> order = new ArrayList<>();
    for (IndexColumn column : columns) {
      Optional<Collation> collation = collations.find(column.collation());
      if (collation.isEmpty()) {
        return Optional.empty();
      }
      order.add(new KeyOrder.Column(collation.get(), column.descending()));
    }
    return Optional.of(new KeyOrder(order, format.encoding()));
  }

  /** The order of these columns, fit for reading only where a collation is unknown. */
  KeyOrder orderForReading(List<IndexColumn> columns) {
    List<KeyOrder.Column> order = new ArrayList<>();
    for (IndexColumn column : columns) {
      Collation collation =
          collations
              .find(column.collation())
              .orElseGet(() -> new MissingCollation(column.collation()));
      order.add(new KeyOrder.Column(collation, column.descending()));
    }
    return new KeyOrder(order, format.encoding());
  }

  /** The order of these columns. */
  KeyOrder requiredOrder(List<IndexColumn> columns) {
    for (IndexColumn column : columns) {
      if (collations.find(column.collation()).isEmpty()) {
        throw new MissingCollation(column.collation()).missing();
      }
    }
    return order(columns).orElseThrow();
  }

  /** Fails where there is no collation of that name. */
  void require(String collation) {
    if (!knows(collation)) {
      throw new MissingCollation(collation).missing();
    }
  }

  /** The same index with what follows its key in each record. */
  IndexDefinition withSuffix(IndexDefinition index, TableDraft table) {
    return new IndexDefinition(
        index.name(),
        index.table(),
        index.origin(),
        index.keyColumns(),
        suffix(index, table),
        index.unique(),
        index.onConflict(),
        index.where(),
        index.sql(),
        index.tree());
  }

  private static List<IndexColumn> suffix(IndexDefinition index, TableDraft table) {
    ClusteredKey clustered = table.clusteredKey;
    if (clustered == null) {
      return List.of(new IndexColumn(IndexColumn.ROWID, Optional.empty(), "BINARY", false));
    }
    List<IndexColumn> suffix = new ArrayList<>();
    for (IndexColumn column : clustered.columns()) {
      boolean inKey =
          index.keyColumns().stream()
              .anyMatch(k ->
                  k.column() == column.column()
                      && k.collation().equalsIgnoreCase(column.collation()));
      if (!inKey) {
        // In automatic indexes the suffix is ascending whatever the direction of the primary key.
        boolean descending =
            column.descending() && index.origin() == IndexDefinition.Origin.CREATE_INDEX;
        suffix.add(
            new IndexColumn(column.column(), Optional.empty(), column.collation(), descending));
      }
    }
    return suffix;
  }

  /** The same index with a tree, if its collations are known. */
  IndexDefinition withTree(IndexDefinition index, long root) {
    List<IndexColumn> ordered = new ArrayList<>(index.keyColumns());
    for (IndexColumn column : index.suffixColumns()) {
      if (column.column() != IndexColumn.ROWID) {
        ordered.add(column);
      }
    }
    int uniqueColumns = index.unique() ? index.keyColumns().size() : 0;
    Optional<Tree.Index> tree =
        order(ordered)
            .map(o -> new Tree.Index(root, index.name(), o, uniqueColumns, index.table()));
    return new IndexDefinition(
        index.name(),
        index.table(),
        index.origin(),
        index.keyColumns(),
        index.suffixColumns(),
        index.unique(),
        index.onConflict(),
        index.where(),
        index.sql(),
        tree);
  }
}
