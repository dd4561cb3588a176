package org.braiddb.storage.mvcc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Facets;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;

/** A database without SQL: trees with names, made in the catalogue as SQL makes them. */
final class Workshop implements AutoCloseable {
  static final StoreOptions SMALL_PAGES = StoreOptions.DEFAULTS.withPageSize(512);

  final Store store;
  final List<Tree> trees = new ArrayList<>();

  Workshop() {
    this(new MvccEngine(), SMALL_PAGES);
  }

  Workshop(StorageEngine engine, StoreOptions options) {
    this(engine.open(new StoreLocation.PrivateMemory(), options));
    trees.add(Tree.CATALOG);
  }

  Workshop(Store store) {
    this.store = store;
  }

  // ---- transactions

  /** A concurrent transaction, its snapshot taken. */
  Transaction begin() {
    return begin(IsolationLevel.SNAPSHOT);
  }

  Transaction begin(IsolationLevel isolation) {
    Transaction transaction =
        store.begin(
            TransactionOptions.of(TransactionMode.CONCURRENT).withIsolation(isolation),
            new CallLimits());
    transaction.makeWritable();
    return transaction;
  }

  /** A plain writer. */
  Transaction beginAlone() {
    return store.begin(
        TransactionOptions.of(TransactionMode.IMMEDIATE),
        CallLimits.waiting(Duration.ofSeconds(20)));
  }

  long write(Consumer<Transaction> action) {
    try (Transaction transaction = beginAlone()) {
      action.accept(transaction);
      return transaction.commit();
    }
  }

  <T> T read(Function<Transaction, T> function) {
    try (Transaction transaction =
        store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits())) {
      return function.apply(transaction);
    }
  }

  // ---- trees

  Tree.Table table(String name) {
    Tree.Table[] made = new Tree.Table[1];
    write(transaction -> made[0] = newTable(transaction, name));
    trees.add(made[0]);
    return made[0];
  }

  Tree.Index index(String name, String table, int uniqueColumns, KeyOrder order) {
    long[] root = new long[1];
    write(transaction -> root[0] = newTree(transaction, TreeKind.INDEX, "index", name, table));
    Tree.Index index = new Tree.Index(root[0], name, order, uniqueColumns, table);
    trees.add(index);
    return index;
  }

  Tree.Clustered clustered(String name, KeyOrder key) {
    long[] root = new long[1];
    write(transaction -> root[0] = newTree(transaction, TreeKind.INDEX, "table", name, name));
    Tree.Clustered tree = new Tree.Clustered(root[0], name, key);
    trees.add(tree);
    return tree;
  }

  static Tree.Table newTable(Transaction transaction, String name) {
    return new Tree.Table(newTree(transaction, TreeKind.TABLE, "table", name, name), name);
  }

  static long newTree(
      Transaction transaction, TreeKind kind, String type, String name, String table) {
    transaction.changeDefinition(name);
    long id = transaction.createTree(kind);
    byte[] record = Keys.record(type, name, table, id, "CREATE");
    try (Cursor catalog = transaction.open(Tree.CATALOG, true)) {
      catalog.insert(transaction.allocateRowid(Tree.CATALOG), record, 0, record.length);
    }
    int cookie = transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
    transaction.setMetadata(Transaction.Metadata.SCHEMA_COOKIE, cookie + 1);
    return id;
  }

  /** The root that the catalogue has for a name, or 0. */
  static long root(Transaction transaction, String name) {
    try (Cursor catalog = transaction.open(Tree.CATALOG, false)) {
      for (boolean more = catalog.first(); more; more = catalog.next()) {
        RecordReader reader = read(catalog);
        if (text(reader, 1).equals(name)) {
          return reader.integer(3);
        }
      }
    }
    return 0;
  }

  /** Takes a tree away as DROP does. */
  static void drop(Transaction transaction, Tree tree) {
    transaction.changeDefinition(tree.name());
    try (Cursor catalog = transaction.open(Tree.CATALOG, true)) {
      for (boolean more = catalog.first(); more; more = catalog.next()) {
        if (text(read(catalog), 1).equals(tree.name())) {
          catalog.delete();
        }
      }
    }
    transaction.dropTree(tree);
  }

  // ---- rows

  static void put(Transaction transaction, Tree.Table table, long rowid, Object... values) {
    byte[] record = Keys.record(values);
    try (Cursor cursor = transaction.open(table, true)) {
      cursor.insert(rowid, record, 0, record.length);
    }
  }

  static long append(Transaction transaction, Tree.Table table, Object... values) {
    long rowid = transaction.allocateRowid(table);
    put(transaction, table, rowid, values);
    return rowid;
  }

  static boolean remove(Transaction transaction, Tree.Table table, long rowid) {
    try (Cursor cursor = transaction.open(table, true)) {
      boolean found = cursor.seek(rowid, Cursor.Seek.EQUAL);
      if (found) {
        cursor.delete();
      }
      return found;
    }
  }

  static void putKey(Transaction transaction, Tree tree, Object... values) {
    byte[] record = Keys.record(values);
    try (Cursor cursor = transaction.open(tree, true)) {
      cursor.insert(record, 0, record.length);
    }
  }

  static boolean removeKey(Transaction transaction, Tree tree, Object... values) {
    try (Cursor cursor = transaction.open(tree, true)) {
      boolean found = cursor.seek(key(values), Cursor.Seek.EQUAL);
      if (found) {
        cursor.delete();
      }
      return found;
    }
  }

  static SearchKey key(Object... values) {
    SearchKey key = new SearchKey(values.length);
    for (Object value : values) {
      switch (value) {
        case String text -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          key.addText(bytes, 0, bytes.length);
        }
        case Number number -> key.addInteger(number.longValue());
        default -> key.addNull();
      }
    }
    return key;
  }

  private static RecordReader read(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    RecordReader reader = new RecordReader();
    reader.read(cursor.bytes(), cursor.offset(), size);
    return reader;
  }

  private static String text(RecordReader reader, int column) {
    return new String(
        reader.bytes(), reader.offset(column), reader.length(column), StandardCharsets.UTF_8);
  }

  /** The entries of a tree: {@code "5: a|1"}, without the rowid in front in an index tree. */
  static List<String> contents(Transaction transaction, Tree tree) {
    List<String> rows = new ArrayList<>();
    try (Cursor cursor = transaction.open(tree, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        rows.add((tree instanceof Tree.Table ? cursor.rowid() + ": " : "") + display(read(cursor)));
      }
    }
    return rows;
  }

  private static String display(RecordReader reader) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < reader.columnCount(); i++) {
      text.append(i == 0 ? "" : "|");
      if (reader.isNull(i)) {
        text.append("NULL");
      } else if (SerialType.isText(reader.type(i))) {
        text.append(text(reader, i));
      } else {
        text.append(reader.integer(i));
      }
    }
    return text.toString();
  }

  List<String> contents(Tree tree) {
    return read(transaction -> contents(transaction, tree));
  }

  static List<Long> rowids(Transaction transaction, Tree.Table table) {
    List<Long> rowids = new ArrayList<>();
    try (Cursor cursor = transaction.open(table, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        rowids.add(cursor.rowid());
      }
    }
    return rowids;
  }

  List<Long> rowids(Tree.Table table) {
    return read(transaction -> rowids(transaction, table));
  }

  /** What the check of the whole database finds. */
  List<String> damage() {
    List<String> findings = new ArrayList<>();
    try (Transaction transaction =
        store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits())) {
      store
          .facet(Facets.IntegrityCheck.class)
          .orElseThrow()
          .check(transaction, trees, 100, findings::add);
    }
    return findings;
  }

  @Override
  public void close() {
    store.close();
  }
}
