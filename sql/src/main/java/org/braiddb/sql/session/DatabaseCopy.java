package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;

/**
 * Copies all trees of a database into another one, or into what a later transaction has left of the
 * same one: table after table, then the indexes, each in its order, so that the copy has no gaps.
 * Rows keep their rowids and the rows of the catalogue theirs.
 */
final class DatabaseCopy {
  private static final int ENTRIES_BETWEEN_CHECKS = 4096;
  private static final SearchKey NO_END = new SearchKey();

  private final SchemaCatalog catalog;
  private final Map<Long, Tree> trees;
  private final CallLimits limits;
  private int entriesToCheck = ENTRIES_BETWEEN_CHECKS;

  private DatabaseCopy(SchemaCatalog catalog, CallLimits limits) {
    this.catalog = catalog;
    this.trees = trees(catalog);
    this.limits = limits;
  }

  /**
   * A copier of a schema's trees.
   *
   * @throws StatementException where a tree has an order that is not known
   */
  static DatabaseCopy of(SchemaCatalog catalog, CallLimits limits) {
    return new DatabaseCopy(catalog, limits);
  }

  /** All trees by their ids, tables first, the catalogue left out. */
  private static Map<Long, Tree> trees(SchemaCatalog catalog) {
    Map<Long, Tree> trees = new LinkedHashMap<>();
    List<Tree> indexes = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      if (relation instanceof TableDefinition table) {
        trees.put(table.tree().id(), table.tree());
        for (IndexDefinition index : table.indexes()) {
          index.tree().ifPresent(indexes::add);
        }
      }
    }
    indexes.forEach(index -> trees.put(index.id(), index));
    for (SchemaRow row : catalog.rows()) {
      if (row.root() > 0 && !trees.containsKey(row.root())) {
        throw new StatementException(
            "cannot VACUUM: the definition of "
                + row.type()
                + " "
                + row.name()
                + " is not understood");
      }
    }
    return trees;
  }

  /**
   * Removes all trees and empties the catalogue. The tree with the largest id goes first: dropping
   * it gives no other tree another id.
   */
  void drop(Transaction transaction) {
    for (Relation relation : catalog.relations()) {
      transaction.changeDefinition(relation.name());
    }
    trees.values().stream()
        .sorted(Comparator.comparingLong(Tree::id).reversed())
        .forEach(transaction::dropTree);
    transaction.clearTree(Tree.CATALOG);
  }

  /**
   * Makes the trees in a transaction and fills them.
   *
   * @param rootsFirst whether all trees are made before the first is filled, as a database wants it
   *     that keeps their roots together
   */
  void copy(Transaction source, Transaction target, boolean rootsFirst) {
    Map<Long, Long> made = new HashMap<>();
    if (rootsFirst) {
      trees.values().forEach(tree -> made.put(tree.id(), make(tree, target)));
    }
    for (Tree tree : trees.values()) {
      long root = made.computeIfAbsent(tree.id(), id -> make(tree, target));
      copy(source, tree, target, at(tree, root));
    }
    writeCatalog(target, made);
  }

  private static long make(Tree tree, Transaction target) {
    return target.createTree(tree instanceof Tree.Table ? TreeKind.TABLE : TreeKind.INDEX);
  }

  private static Tree at(Tree tree, long root) {
    return switch (tree) {
      case Tree.Table table -> new Tree.Table(root, table.name());
      case Tree.Index index ->
          new Tree.Index(
              root, index.name(), index.order(), index.uniqueColumns(), index.tableName());
      case Tree.Clustered clustered -> new Tree.Clustered(root, clustered.name(), clustered.key());
    };
  }

  private void copy(Transaction source, Tree from, Transaction target, Tree to) {
    boolean byRowid = from instanceof Tree.Table;
    RowBlock block = new RowBlock();
    try (Cursor reading = source.open(from, false);
        Cursor writing = target.open(to, true)) {
      for (boolean more = reading.first(); more; more = reading.next()) {
        int shown =
            byRowid
                ? reading.show(block, Long.MAX_VALUE)
                : reading.show(block, NO_END, true, RowBlock.CAPACITY);
        if (shown == 0) {
          copyPresent(reading, writing, byRowid);
        } else if (byRowid) {
          writing.insertRows(block);
        } else {
          writing.insertEntries(block);
        }
        copied(Math.max(1, shown));
      }
    }
  }

  private static void copyPresent(Cursor reading, Cursor writing, boolean byRowid) {
    int size = reading.payloadSize();
    reading.fetch(size);
    if (byRowid) {
      writing.insert(reading.rowid(), reading.bytes(), reading.offset(), size);
    } else {
      writing.insert(reading.bytes(), reading.offset(), size);
    }
  }

  private void copied(int more) {
    entriesToCheck -= more;
    if (entriesToCheck <= 0) {
      entriesToCheck = ENTRIES_BETWEEN_CHECKS;
      limits.checkCancelled();
    }
  }

  private void writeCatalog(Transaction target, Map<Long, Long> roots) {
    RecordWriter record = new RecordWriter();
    try (Cursor cursor = target.open(Tree.CATALOG, true)) {
      for (SchemaRow row : catalog.rows()) {
        record.clear();
        addText(record, row.type(), target);
        addText(record, row.name(), target);
        addText(record, row.tableName(), target);
        record.addInteger(roots.getOrDefault(row.root(), row.root()));
        if (row.sql().isEmpty()) {
          record.addNull();
        } else {
          addText(record, row.sql(), target);
        }
        cursor.insert(row.rowid(), record.bytes(), 0, record.length());
      }
    }
  }

  private static void addText(RecordWriter record, String text, Transaction target) {
    byte[] bytes = text.getBytes(target.encoding().charset());
    record.addText(bytes, 0, bytes.length);
  }

  /** Copies the numbers of the header; the cookie moves on, since the trees have other places. */
  static void copyNumbers(Transaction source, Transaction target) {
    for (Metadata field : Metadata.values()) {
      int value = source.metadata(field);
      target.setMetadata(field, field == Metadata.SCHEMA_COOKIE ? value + 1 : value);
    }
  }

  /** Whether there is nothing to copy. */
  boolean isEmpty() {
    return catalog.rows().isEmpty();
  }
}
