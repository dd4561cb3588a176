package org.braiddb.storage.wal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;

/** A database with one table {@code t(id INTEGER PRIMARY KEY, body TEXT)}, without SQL. */
final class Database implements AutoCloseable {
  static final Path PATH = Path.of("/database");

  final Store store;

  Database(StorageEngine engine, Path path, StoreOptions options) {
    store = engine.open(new StoreLocation.File(path), options);
  }

  static Database open(StorageEngine engine, StoreOptions options) {
    return new Database(engine, PATH, options);
  }

  static CallLimits patient() {
    return CallLimits.waiting(Duration.ofSeconds(20));
  }

  Transaction begin(TransactionMode mode) {
    return store.begin(TransactionOptions.of(mode), patient());
  }

  Transaction begin(TransactionMode mode, Durability durability) {
    return store.begin(TransactionOptions.of(mode).withDurability(durability), patient());
  }

  /** The table; made in a transaction of its own if it is not there. */
  Tree.Table table() {
    try (Transaction transaction = begin(TransactionMode.IMMEDIATE)) {
      try (Cursor catalog = transaction.open(Tree.CATALOG, true)) {
        if (catalog.first()) {
          return new Tree.Table(integerColumn(catalog, 3), "t");
        }
        long root = transaction.createTree(TreeKind.TABLE);
        RecordWriter writer = new RecordWriter();
        text(writer, "table");
        text(writer, "t");
        text(writer, "t");
        writer.addInteger(root);
        text(writer, "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)");
        catalog.insert(1, writer.bytes(), 0, writer.length());
        transaction.setMetadata(Transaction.Metadata.SCHEMA_COOKIE, 1);
        transaction.commit();
        return new Tree.Table(root, "t");
      }
    }
  }

  /** The table as it is found in the catalogue, if it is. */
  static long rootOf(Transaction transaction) {
    try (Cursor catalog = transaction.open(Tree.CATALOG, false)) {
      return catalog.first() ? integerColumn(catalog, 3) : 0;
    }
  }

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

  private static long integerColumn(Cursor cursor, int column) {
    return read(cursor).integer(column);
  }

  static void put(Cursor cursor, long id, String body) {
    RecordWriter writer = new RecordWriter();
    writer.addNull();
    text(writer, body);
    cursor.insert(id, writer.bytes(), 0, writer.length());
  }

  static String body(Cursor cursor) {
    RecordReader reader = read(cursor);
    return new String(reader.bytes(), reader.offset(1), reader.length(1), StandardCharsets.UTF_8);
  }

  /** All rows, as a transaction sees them. */
  static Map<Long, String> rows(Transaction transaction) {
    Map<Long, String> rows = new TreeMap<>();
    long root = rootOf(transaction);
    if (root == 0) {
      return rows;
    }
    try (Cursor cursor = transaction.open(new Tree.Table(root, "t"), false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        rows.put(cursor.rowid(), body(cursor));
      }
    }
    return rows;
  }

  Map<Long, String> rows() {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      return rows(transaction);
    }
  }

  /** What the integrity check finds. */
  List<String> damage() {
    List<String> findings = new ArrayList<>();
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      long root = rootOf(transaction);
      List<Tree> trees = root == 0 ? List.of() : List.of(new Tree.Table(root, "t"));
      store
          .facet(Facets.IntegrityCheck.class)
          .orElseThrow()
          .check(transaction, trees, 100, findings::add);
    }
    return findings;
  }

  Facets.Checkpointing checkpointing() {
    return store.facet(Facets.Checkpointing.class).orElseThrow();
  }

  @Override
  public void close() {
    store.close();
  }
}
