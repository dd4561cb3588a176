package org.braiddb.storage.tck;

import java.nio.file.Path;
import java.util.List;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.TextEncoding;

/**
 * A process that commits until it is killed, and prints the number of each commit's row once it is
 * durable. Each transaction puts one row into a table and one entry into an index, which are to
 * have the same rows whenever the process dies.
 */
final class CommittingProcess {
  static final String TABLE = "t";
  static final String INDEX = "i";

  private CommittingProcess() {}

  /** What {@link #main} is to be started with. */
  static List<String> arguments(StorageEngine engine, Path file, StoreOptions options) {
    return List.of(
        engine.journalMode(),
        file.toString(),
        Integer.toString(options.pageSize()),
        Long.toString(options.cacheBytes()),
        options.encoding().name());
  }

  /** Takes what {@link #arguments} makes. */
  public static void main(String[] arguments) {
    StoreOptions options =
        StoreOptions.DEFAULTS
            .withPageSize(Integer.parseInt(arguments[2]))
            .withCacheBytes(Long.parseLong(arguments[3]))
            .withEncoding(TextEncoding.valueOf(arguments[4]));
    StorageEngine engine = StorageEngines.installed().forMode(arguments[0]);
    Store store = engine.open(new StoreLocation.File(Path.of(arguments[1])), options);
    makeTrees(store);
    while (true) {
      System.out.println(commitRow(store));
    }
  }

  private static Transaction begin(Store store) {
    return store.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), new CallLimits());
  }

  private static void makeTrees(Store store) {
    try (Transaction transaction = begin(store)) {
      if (ContractTopic.rowids(transaction, Tree.CATALOG).isEmpty()) {
        addLine(transaction, 1, "table", TABLE, transaction.createTree(TreeKind.TABLE));
        addLine(transaction, 2, "index", INDEX, transaction.createTree(TreeKind.INDEX));
      }
      transaction.commit();
    }
  }

  private static void addLine(
      Transaction transaction, long rowid, String type, String name, long id) {
    ContractTopic.put(transaction, Tree.CATALOG, rowid, type, name, TABLE, id, "CREATE");
  }

  private static long commitRow(Store store) {
    try (Transaction transaction = begin(store)) {
      Tree.Table table = ContractTopic.table(transaction, TABLE);
      long row = transaction.allocateRowid(table);
      ContractTopic.put(transaction, table, row, value(row));
      ContractTopic.putKey(transaction, index(transaction), value(row), row);
      transaction.commit();
      return row;
    }
  }

  /** Some are short and some are longer than a page. */
  static String value(long row) {
    return row + "x".repeat((int) (row % 7 == 0 ? 9000 : row * 37 % 300));
  }

  /** The index as a transaction finds it. */
  static Tree.Index index(Transaction transaction) {
    KeyOrder order =
        new KeyOrder(
            List.of(new KeyOrder.Column(Collations.BINARY, false)), transaction.encoding());
    return new Tree.Index(ContractTopic.treeId(transaction, INDEX), INDEX, order, 0, TABLE);
  }

  /** How many entries the index has; each is that of a row with this value. */
  static int checkIndex(Transaction transaction) {
    int count = 0;
    try (Cursor cursor = transaction.open(index(transaction), false)) {
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        List<Object> values = Records.values(cursor, transaction.encoding());
        if (!values.get(0).equals(value((long) values.get(1)))) {
          throw new AssertionError("not what was put into the index: " + values);
        }
        count++;
      }
    }
    return count;
  }
}
