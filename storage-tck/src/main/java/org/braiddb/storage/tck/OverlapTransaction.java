package org.braiddb.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;

/** Runs the operations of {@link RandomOverlaps} in a transaction of the engine under test. */
final class OverlapTransaction {
  /** Two tables, an index, a table without rowid. */
  static final int TREES = 4;

  private static final int INDEX = 2;
  private static final int CLUSTERED = 3;

  final Transaction transaction;
  private final List<Integer> marks = new ArrayList<>();

  OverlapTransaction(Transaction transaction) {
    this.transaction = transaction;
  }

  static boolean isTable(int tree) {
    return tree < INDEX;
  }

  static String name(int tree) {
    return "tree" + tree;
  }

  /** Makes the trees of a new store. */
  void makeTrees() {
    for (int tree = 0; tree < TREES; tree++) {
      make(tree);
    }
  }

  private void make(int tree) {
    long id = transaction.createTree(isTable(tree) ? TreeKind.TABLE : TreeKind.INDEX);
    // Long lines, so that the catalogue has more than one page where pages are small.
    byte[] record =
        new Records(transaction.encoding())
            .of(isTable(tree) ? "table" : "index", name(tree), name(tree), id, "C".repeat(120));
    try (Cursor catalogue = transaction.open(Tree.CATALOG, true)) {
      long row = catalogue.last() ? catalogue.rowid() + 1 : 1;
      catalogue.insert(row, record, 0, record.length);
    }
    transaction.setMetadata(
        Metadata.SCHEMA_COOKIE, transaction.metadata(Metadata.SCHEMA_COOKIE) + 1);
  }

  private void remake(int tree) {
    transaction.changeDefinition(name(tree));
    transaction.dropTree(tree(tree));
    ContractTopic.removeFromCatalogue(transaction, name(tree));
    make(tree);
  }

  Tree tree(int number) {
    long id = ContractTopic.treeId(transaction, name(number));
    var encoding = transaction.encoding();
    KeyOrder order = new KeyOrder(List.of(new KeyOrder.Column(Collations.BINARY, false)), encoding);
    return switch (number) {
      case INDEX -> new Tree.Index(id, name(number), order, 0, name(0));
      case CLUSTERED -> new Tree.Clustered(id, name(number), order);
      default -> new Tree.Table(id, name(number));
    };
  }

  /** A rowid for a new row of a table. */
  long allocate(int tree) {
    return transaction.allocateRowid((Tree.Table) tree(tree));
  }

  /** Does it and answers what the store answers. */
  String apply(OverlapOperation operation) {
    return switch (operation) {
      case OverlapOperation.Put put -> {
        put(put.tree(), put.key(), put.value());
        yield "";
      }
      case OverlapOperation.Delete delete -> String.valueOf(delete(delete.tree(), delete.key()));
      case OverlapOperation.Get get -> get(get.tree(), get.key());
      case OverlapOperation.Range range -> range(range);
      case OverlapOperation.Count count -> String.valueOf(transaction.count(tree(count.tree())));
      case OverlapOperation.Clear clear ->
          String.valueOf(transaction.clearTree(tree(clear.tree())));
      case OverlapOperation.Remake remake -> {
        remake(remake.tree());
        yield "";
      }
      case OverlapOperation.Mark mark -> {
        marks.add(transaction.savepoint());
        yield "";
      }
      case OverlapOperation.RollbackTo back -> {
        transaction.rollbackTo(marks.get(back.mark()));
        marks.subList(back.mark() + 1, marks.size()).clear();
        yield "";
      }
      case OverlapOperation.Release release -> {
        transaction.release(marks.get(release.mark()));
        marks.subList(release.mark(), marks.size()).clear();
        yield "";
      }
    };
  }

  /** How a key is written in an index tree: a text that sorts as the number does. */
  private static String text(long key) {
    return String.format("%08d", key);
  }

  /** As many characters as a value's first number says. */
  private static String filling(String value) {
    return "x".repeat(Integer.parseInt(value.substring(0, value.indexOf('.'))));
  }

  private Records records() {
    return new Records(transaction.encoding());
  }

  private void put(int tree, long key, String value) {
    byte[] record =
        switch (tree) {
          case INDEX, CLUSTERED -> records().of(text(key), value, filling(value));
          default -> records().of(value, filling(value));
        };
    try (Cursor cursor = transaction.open(tree(tree), true)) {
      if (isTable(tree)) {
        cursor.insert(key, record, 0, record.length);
        return;
      }
      // In an index, another value is another entry: the old one goes, as an UPDATE does it.
      if (tree == INDEX && cursor.seek(records().key(text(key)), Seek.EQUAL)) {
        cursor.delete();
      }
      cursor.insert(record, 0, record.length);
    }
  }

  private boolean find(Cursor cursor, int tree, long key) {
    return isTable(tree)
        ? cursor.seek(key, Seek.EQUAL)
        : cursor.seek(records().key(text(key)), Seek.EQUAL);
  }

  private boolean delete(int tree, long key) {
    try (Cursor cursor = transaction.open(tree(tree), true)) {
      boolean found = find(cursor, tree, key);
      if (found) {
        cursor.delete();
      }
      return found;
    }
  }

  private String get(int tree, long key) {
    try (Cursor cursor = transaction.open(tree(tree), false)) {
      return find(cursor, tree, key) ? value(cursor, tree) : "null";
    }
  }

  private String value(Cursor cursor, int tree) {
    List<Object> values = Records.values(cursor, transaction.encoding());
    return Objects.toString(values.get(isTable(tree) ? 0 : 1));
  }

  private long key(Cursor cursor, int tree) {
    return isTable(tree)
        ? cursor.rowid()
        : Long.parseLong((String) Records.values(cursor, transaction.encoding()).get(0));
  }

  private String range(OverlapOperation.Range range) {
    List<String> found = new ArrayList<>();
    int tree = range.tree();
    try (Cursor cursor = transaction.open(tree(tree), false)) {
      boolean on =
          isTable(tree)
              ? cursor.seek(range.from(), Seek.AT_LEAST)
              : cursor.seek(records().key(text(range.from())), Seek.AT_LEAST);
      while (on && found.size() < range.limit()) {
        found.add(key(cursor, tree) + "=" + value(cursor, tree));
        on = cursor.next();
      }
    }
    return found.toString();
  }
}
