package org.braiddb.storage.tck;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.jspecify.annotations.Nullable;

/** One of the two stores on which {@link RandomOperations} runs. */
final class OperatedStore {
  /** The trees: a table, an index, a table without rowid. */
  static final int TREES = 3;

  static final int TABLE = 0;
  static final int INDEX = 1;

  /** An open cursor and the number of its tree. */
  record Opened(int tree, Cursor cursor) {}

  /** A reader and the ids of the trees as it sees them. */
  record Reader(Transaction transaction, long[] ids) {}

  private final TransactionMode writerMode;
  private Store store;
  private @Nullable Transaction writer;
  private long[] ids = new long[TREES];
  final List<Opened> cursors = new ArrayList<>();
  final List<Integer> marks = new ArrayList<>();

  /** The tree ids when each mark was set. */
  private final List<long[]> idsAtMark = new ArrayList<>();

  final List<Reader> readers = new ArrayList<>();

  /**
   * A store and how it is written.
   *
   * @param writerMode IMMEDIATE or CONCURRENT
   */
  OperatedStore(Store store, TransactionMode writerMode) {
    this.store = store;
    this.writerMode = writerMode;
  }

  void replace(Store newStore) {
    store = newStore;
  }

  Transaction writer() {
    if (writer == null) {
      throw new IllegalStateException("no transaction");
    }
    return writer;
  }

  void beginWriter() {
    Transaction begun = store.begin(TransactionOptions.of(writerMode), new CallLimits());
    begun.makeWritable();
    writer = begun;
    ids = idsInCatalogue(begun);
  }

  void beginReader() {
    Transaction reader =
        store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits());
    readers.add(new Reader(reader, idsInCatalogue(reader)));
  }

  private static long[] idsInCatalogue(Transaction transaction) {
    long[] found = new long[TREES];
    try (Cursor catalogue = transaction.open(Tree.CATALOG, false)) {
      for (boolean on = catalogue.first(); on; on = catalogue.next()) {
        found[(int) catalogue.rowid() - 1] =
            (long) Records.values(catalogue, transaction.encoding()).get(3);
      }
    }
    return found;
  }

  /** Makes a tree anew, in place of what it was; its catalogue line has the number as rowid. */
  void make(int number) {
    if (ids[number] != 0) {
      writer().dropTree(tree(number));
    }
    long id = writer().createTree(number == TABLE ? TreeKind.TABLE : TreeKind.INDEX);
    ids[number] = id;
    String name = "tree" + number;
    byte[] record =
        new Records(writer().encoding())
            .of(number == TABLE ? "table" : "index", name, name, id, "CREATE");
    try (Cursor catalogue = writer().open(Tree.CATALOG, true)) {
      catalogue.insert(number + 1, record, 0, record.length);
    }
  }

  Tree tree(int number) {
    return tree(number, ids[number], writer());
  }

  static Tree tree(int number, long id, Transaction transaction) {
    if (number == TABLE) {
      return new Tree.Table(id, "tree0");
    }
    var encoding = transaction.encoding();
    if (number == INDEX) {
      KeyOrder order =
          new KeyOrder(List.of(new KeyOrder.Column(Collations.NOCASE, true)), encoding);
      return new Tree.Index(id, "tree1", order, 0, "tree0");
    }
    KeyOrder key =
        new KeyOrder(
            List.of(
                new KeyOrder.Column(Collations.BINARY, false),
                new KeyOrder.Column(Collations.RTRIM, true)),
            encoding);
    return new Tree.Clustered(id, "tree2", key);
  }

  void openCursor(int number) {
    cursors.add(new Opened(number, writer().open(tree(number), true)));
  }

  void closeCursors(int number) {
    cursors.removeIf(opened -> {
      if (opened.tree() == number) {
        opened.cursor().close();
      }
      return opened.tree() == number;
    });
  }

  void mark() {
    marks.add(writer().savepoint());
    idsAtMark.add(ids.clone());
  }

  void rollbackTo(int mark) {
    writer().rollbackTo(marks.get(mark));
    ids = idsAtMark.get(mark).clone();
    forgetMarks(mark + 1);
  }

  void release(int mark) {
    writer().release(marks.get(mark));
    forgetMarks(mark);
  }

  private void forgetMarks(int from) {
    marks.subList(from, marks.size()).clear();
    idsAtMark.subList(from, idsAtMark.size()).clear();
  }

  void endWriter(boolean commit) {
    if (commit) {
      writer().commit();
    } else {
      writer().close();
    }
    cursors.clear();
    forgetMarks(0);
    writer = null;
  }

  /** What the store's own check finds wrong with a reader's trees. */
  List<String> findings(Reader reader) {
    List<Tree> trees = new ArrayList<>(List.of(Tree.CATALOG));
    for (int number = 0; number < TREES; number++) {
      trees.add(tree(number, reader.ids()[number], reader.transaction()));
    }
    List<String> findings = new ArrayList<>();
    store
        .facet(Facets.IntegrityCheck.class)
        .ifPresent(facet -> facet.check(reader.transaction(), trees, 10, findings::add));
    return findings;
  }

  /** All entries of all trees. */
  List<List<String>> contents(Transaction transaction, long[] treeIds) {
    List<List<String>> contents = new ArrayList<>();
    for (int number = 0; number < TREES; number++) {
      contents.add(ContractTopic.contents(transaction, tree(number, treeIds[number], transaction)));
    }
    return contents;
  }

  List<List<String>> contentsInWriter() {
    return contents(writer(), ids);
  }
}
