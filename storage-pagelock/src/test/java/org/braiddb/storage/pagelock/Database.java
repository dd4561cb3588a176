package org.braiddb.storage.pagelock;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;

/** A database of tables {@code (id INTEGER PRIMARY KEY, body)} and of indexes, without SQL. */
final class Database implements AutoCloseable {
  static final Path PATH = Path.of("/database");

  Store store;

  Database(Store store) {
    this.store = store;
  }

  static Database inMemory(StoreOptions options) {
    return new Database(new PageLockEngine().open(new StoreLocation.PrivateMemory(), options));
  }

  static Database at(StorageEngine engine, Path path, StoreOptions options) {
    return new Database(engine.open(new StoreLocation.File(path), options));
  }

  static CallLimits patient() {
    return CallLimits.waiting(Duration.ofSeconds(30));
  }

  Transaction begin(TransactionMode mode) {
    return begin(mode, Durability.FULL);
  }

  Transaction begin(TransactionMode mode, Durability durability) {
    Transaction transaction =
        store.begin(
            new TransactionOptions(mode, IsolationLevel.SERIALIZABLE, durability, 0), patient());
    if (mode == TransactionMode.CONCURRENT) {
      transaction.makeWritable();
    }
    return transaction;
  }

  long write(Consumer<Transaction> change) {
    try (Transaction transaction = begin(TransactionMode.IMMEDIATE)) {
      change.accept(transaction);
      return transaction.commit();
    }
  }

  // ---- schema

  static void makeTable(Transaction transaction, String name) {
    String sql = "CREATE TABLE " + name + "(id INTEGER PRIMARY KEY, body)";
    addToCatalog(transaction, "table", name, name, transaction.createTree(TreeKind.TABLE), sql);
  }

  /** An index on the body of a table. */
  static void makeIndex(Transaction transaction, String name, String table) {
    String sql = "CREATE INDEX " + name + " ON " + table + "(body)";
    addToCatalog(transaction, "index", name, table, transaction.createTree(TreeKind.INDEX), sql);
  }

  private static void addToCatalog(
      Transaction transaction, String type, String name, String table, long id, String sql) {
    RecordWriter writer = new RecordWriter();
    text(writer, type);
    text(writer, name);
    text(writer, table);
    writer.addInteger(id);
    text(writer, sql);
    try (Cursor catalog = transaction.open(Tree.CATALOG, true)) {
      long row = catalog.last() ? catalog.rowid() + 1 : 1;
      catalog.insert(row, writer.bytes(), 0, writer.length());
    }
    raiseCookie(transaction);
  }

  static void raiseCookie(Transaction transaction) {
    transaction.setMetadata(
        Metadata.SCHEMA_COOKIE, transaction.metadata(Metadata.SCHEMA_COOKIE) + 1);
  }

  static void drop(Transaction transaction, String name) {
    transaction.dropTree(
        name.startsWith("i") ? index(transaction, name) : table(transaction, name));
    try (Cursor catalog = transaction.open(Tree.CATALOG, true)) {
      for (boolean on = catalog.first(); on; on = catalog.next()) {
        if (textOf(read(catalog), 1).equals(name)) {
          catalog.delete();
        }
      }
    }
    raiseCookie(transaction);
  }

  static boolean exists(Transaction transaction, String name) {
    return find(transaction, name) != 0;
  }

  private static long root(Transaction transaction, String name) {
    long root = find(transaction, name);
    if (root == 0) {
      throw new AssertionError("no tree " + name);
    }
    return root;
  }

  private static long find(Transaction transaction, String name) {
    try (Cursor catalog = transaction.open(Tree.CATALOG, false)) {
      for (boolean on = catalog.first(); on; on = catalog.next()) {
        RecordReader line = read(catalog);
        if (textOf(line, 1).equals(name)) {
          return line.integer(3);
        }
      }
    }
    return 0;
  }

  static Tree.Table table(Transaction transaction, String name) {
    return new Tree.Table(root(transaction, name), name);
  }

  static Tree.Index index(Transaction transaction, String name) {
    KeyOrder order =
        new KeyOrder(
            List.of(new KeyOrder.Column(Collations.BINARY, false)), transaction.encoding());
    return new Tree.Index(root(transaction, name), name, order, 0, "t");
  }

  // ---- rows

  private static void text(RecordWriter writer, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writer.addText(bytes, 0, bytes.length);
  }

  private static RecordReader read(Cursor cursor) {
    cursor.fetch(cursor.payloadSize());
    RecordReader reader = new RecordReader();
    reader.read(cursor.bytes(), cursor.offset(), cursor.payloadSize());
    return reader;
  }

  private static String textOf(RecordReader reader, int column) {
    return new String(
        reader.bytes(), reader.offset(column), reader.length(column), StandardCharsets.UTF_8);
  }

  static void put(Cursor cursor, long id, String body) {
    RecordWriter writer = new RecordWriter();
    writer.addNull();
    text(writer, body);
    cursor.insert(id, writer.bytes(), 0, writer.length());
  }

  static void put(Transaction transaction, String table, long id, String body) {
    try (Cursor cursor = transaction.open(table(transaction, table), true)) {
      put(cursor, id, body);
    }
  }

  /** Adds what a row of a table has in its index. */
  static void putKey(Transaction transaction, String index, String body, long id) {
    RecordWriter writer = new RecordWriter();
    text(writer, body);
    writer.addInteger(id);
    try (Cursor cursor = transaction.open(index(transaction, index), true)) {
      cursor.insert(writer.bytes(), 0, writer.length());
    }
  }

  static void delete(Transaction transaction, String table, long id) {
    try (Cursor cursor = transaction.open(table(transaction, table), true)) {
      if (cursor.seek(id, Cursor.Seek.EQUAL)) {
        cursor.delete();
      }
    }
  }

  static String get(Transaction transaction, String table, long id) {
    try (Cursor cursor = transaction.open(table(transaction, table), false)) {
      return cursor.seek(id, Cursor.Seek.EQUAL) ? textOf(read(cursor), 1) : "";
    }
  }

  static long append(Transaction transaction, String table, String body) {
    Tree.Table tree = table(transaction, table);
    long id = transaction.allocateRowid(tree);
    put(transaction, table, id, body);
    return id;
  }

  static Map<Long, String> rows(Transaction transaction, String table) {
    Map<Long, String> rows = new TreeMap<>();
    try (Cursor cursor = transaction.open(table(transaction, table), false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        rows.put(cursor.rowid(), textOf(read(cursor), 1));
      }
    }
    return rows;
  }

  Map<Long, String> rows(String table) {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      return rows(transaction, table);
    }
  }

  String get(String table, long id) {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      return get(transaction, table, id);
    }
  }

  // ---- structure

  /** What the check of all trees, the free list and unused pages finds. */
  List<String> damage() {
    List<String> findings = new ArrayList<>();
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      List<Tree> trees = new ArrayList<>();
      try (Cursor catalog = transaction.open(Tree.CATALOG, false)) {
        for (boolean on = catalog.first(); on; on = catalog.next()) {
          String name = textOf(read(catalog), 1);
          boolean isIndex = name.startsWith("i");
          trees.add(isIndex ? index(transaction, name) : table(transaction, name));
        }
      }
      store
          .facet(Facets.IntegrityCheck.class)
          .orElseThrow()
          .check(transaction, trees, 100, findings::add);
    }
    return findings;
  }

  long pageCount() {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      return pages().pageCount(transaction);
    }
  }

  long freePages() {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      return pages().freePageCount(transaction);
    }
  }

  private Facets.PageInspection pages() {
    return store.facet(Facets.PageInspection.class).orElseThrow();
  }

  Facets.Checkpointing checkpointing() {
    return store.facet(Facets.Checkpointing.class).orElseThrow();
  }

  @Override
  public void close() {
    store.close();
  }
}
