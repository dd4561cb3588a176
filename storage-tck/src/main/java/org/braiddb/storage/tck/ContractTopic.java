package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An open store for each test, and the words the tests are written in. */
abstract class ContractTopic {
  /** Long enough for any wait that is bound to end. */
  static final Duration LONG = Duration.ofSeconds(60);

  @TempDir(cleanup = CleanupMode.ALWAYS)
  Path directory = Path.of("");

  private final Deque<Store> stores = new ArrayDeque<>();

  /** The store of the test. */
  Store store;

  @SuppressWarnings("NullAway.Init") // the store comes before each test
  ContractTopic() {}

  abstract EngineUnderTest engineUnderTest();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStores() {
    stores.forEach(Store::close);
  }

  // ---- stores

  StoreLocation location() {
    return engineUnderTest().location(directory);
  }

  StoreOptions options() {
    return engineUnderTest().options();
  }

  Capabilities capabilities() {
    return engineUnderTest().engine().capabilities();
  }

  Store open() {
    return open(location(), options());
  }

  Store open(StoreLocation location, StoreOptions options) {
    Store opened = engineUnderTest().engine().open(location, options);
    stores.push(opened);
    return opened;
  }

  /** Closes the test's store and opens it again. */
  void reopen() {
    store.close();
    store = open();
  }

  /** Whether what is committed is still there after {@link #reopen()}. */
  boolean keepsContents() {
    return location() instanceof StoreLocation.File;
  }

  // ---- transactions

  Transaction begin(TransactionMode mode) {
    return begin(mode, new CallLimits());
  }

  Transaction begin(TransactionMode mode, CallLimits limits) {
    return store.begin(TransactionOptions.of(mode), limits);
  }

  /** Commits what the action does in an IMMEDIATE transaction; returns the commit. */
  long write(Consumer<Transaction> action) {
    try (Transaction transaction = begin(TransactionMode.IMMEDIATE, CallLimits.waiting(LONG))) {
      action.accept(transaction);
      return transaction.commit();
    }
  }

  /** What the function finds in a new READ_ONLY transaction. */
  <T> T read(Function<Transaction, T> function) {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY, CallLimits.waiting(LONG))) {
      return function.apply(transaction);
    }
  }

  List<Long> committedRowids(String table) {
    return read(transaction -> rowids(transaction, table(transaction, table)));
  }

  List<String> committedContents(String table) {
    return read(transaction -> contents(transaction, table(transaction, table)));
  }

  List<String> committedCatalogue() {
    return read(transaction -> contents(transaction, Tree.CATALOG));
  }

  int committedNumber(Metadata field) {
    return read(transaction -> transaction.metadata(field));
  }

  // ---- trees

  /** Makes a table and its line in the catalogue. */
  Tree.Table newTable(Transaction transaction, String name) {
    long id = transaction.createTree(TreeKind.TABLE);
    addToCatalogue(transaction, "table", name, id);
    return new Tree.Table(id, name);
  }

  /** Makes an index tree and its line in the catalogue; returns its id. */
  long newIndexTree(Transaction transaction, String name) {
    long id = transaction.createTree(TreeKind.INDEX);
    addToCatalogue(transaction, "index", name, id);
    return id;
  }

  private static void addToCatalogue(Transaction transaction, String type, String name, long id) {
    Records records = new Records(transaction.encoding());
    try (Cursor catalogue = transaction.open(Tree.CATALOG, true)) {
      byte[] record = records.of(type, name, name, id, "CREATE");
      catalogue.insert(transaction.allocateRowid(Tree.CATALOG), record, 0, record.length);
    }
  }

  /** Takes a line out of the catalogue. */
  static void removeFromCatalogue(Transaction transaction, String name) {
    try (Cursor catalogue = transaction.open(Tree.CATALOG, true)) {
      for (boolean on = catalogue.first(); on; on = catalogue.next()) {
        if (Records.values(catalogue, transaction.encoding()).get(1).equals(name)) {
          catalogue.delete();
        }
      }
    }
  }

  /** The id that the catalogue has for a tree. */
  static long treeId(Transaction transaction, String name) {
    try (Cursor catalogue = transaction.open(Tree.CATALOG, false)) {
      for (boolean on = catalogue.first(); on; on = catalogue.next()) {
        List<Object> line = Records.values(catalogue, transaction.encoding());
        if (line.get(1).equals(name)) {
          return (long) line.get(3);
        }
      }
    }
    throw new AssertionError("the catalogue has no line for " + name);
  }

  static Tree.Table table(Transaction transaction, String name) {
    return new Tree.Table(treeId(transaction, name), name);
  }

  /** Makes and commits a table with rows 1 to {@code rows}: (rowid, "row N"). */
  void commitTable(String name, int rows) {
    write(transaction -> {
      Tree.Table table = newTable(transaction, name);
      for (int i = 1; i <= rows; i++) {
        put(transaction, table, i, i, "row " + i);
      }
    });
  }

  static void put(Transaction transaction, Tree.Table table, long rowid, Object... values) {
    byte[] record = new Records(transaction.encoding()).of(values);
    try (Cursor cursor = transaction.open(table, true)) {
      cursor.insert(rowid, record, 0, record.length);
    }
  }

  static void remove(Transaction transaction, Tree.Table table, long rowid) {
    try (Cursor cursor = transaction.open(table, true)) {
      assertThat(cursor.seek(rowid, Cursor.Seek.EQUAL)).as("row %s is there", rowid).isTrue();
      cursor.delete();
    }
  }

  static void putKey(Transaction transaction, Tree index, Object... values) {
    byte[] record = new Records(transaction.encoding()).of(values);
    try (Cursor cursor = transaction.open(index, true)) {
      cursor.insert(record, 0, record.length);
    }
  }

  /** Every entry of a tree in order, a table's rowids in front: {@code "1: 'a', NULL"}. */
  static List<String> contents(Transaction transaction, Tree tree) {
    List<String> contents = new ArrayList<>();
    try (Cursor cursor = transaction.open(tree, false)) {
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        contents.add(entry(transaction, tree, cursor));
      }
    }
    return contents;
  }

  static String entry(Transaction transaction, Tree tree, Cursor cursor) {
    String values = Records.display(cursor, transaction.encoding());
    return tree instanceof Tree.Table ? cursor.rowid() + ": " + values : values;
  }

  /** The rowids of a table in order. */
  static List<Long> rowids(Transaction transaction, Tree.Table table) {
    List<Long> rowids = new ArrayList<>();
    try (Cursor cursor = transaction.open(table, false)) {
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        rowids.add(cursor.rowid());
      }
    }
    return rowids;
  }

  // ---- errors

  static void assertMisuse(ThrowingCallable call) {
    assertFails(call, MisuseException.class, ResultCode.MISUSE);
  }

  /** The call fails with this class and code, and its message says something. */
  static void assertFails(
      ThrowingCallable call, Class<? extends StorageException> expected, ResultCode code) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(expected);
    assertThat(((StorageException) thrown).code()).isEqualTo(code);
    assertThat(thrown.getMessage()).isNotBlank();
  }
}
