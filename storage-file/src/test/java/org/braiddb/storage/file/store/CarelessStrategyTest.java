package org.braiddb.storage.file.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Facets;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.record.RecordWriter;
import org.junit.jupiter.api.Test;

/** The file engine under strategies that err, or replay everything (V2). */
class CarelessStrategyTest {
  /** A strategy that lets every concurrent transaction pass. */
  private static class CarelessEngine extends FileStorageEngine {
    @Override
    public String journalMode() {
      return "careless";
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          true, Set.of(IsolationLevel.SNAPSHOT), true, true, 1 << 20, 1 << 20, 1 << 20);
    }

    @Override
    protected ConcurrencyControl concurrencyControl(StoreView store) {
      return ConcurrencyControl.SINGLE_WRITER;
    }
  }

  /** A strategy that has every tree replayed, by putting one row into it. */
  private static final class ReplayingEngine extends CarelessEngine {
    @Override
    protected ConcurrencyControl concurrencyControl(StoreView store) {
      return options -> new ReplayingControl();
    }
  }

  private static final class ReplayingControl implements TransactionControl {
    private final List<Tree> trees = new ArrayList<>();

    @Override
    public TreeControl tree(Tree tree) {
      if (tree.id() != Tree.CATALOG_ID && tree.id() < FIRST_PRIVATE_TREE) {
        trees.add(tree);
      }
      return TreeControl.NONE;
    }

    @Override
    public List<Tree> validate(long head) {
      return trees;
    }

    @Override
    public void replay(Tree tree, Cursor from, Cursor to) {
      // As if the last row were all that the transaction had changed.
      assertThat(from.last()).isTrue();
      from.fetch(from.payloadSize());
      to.insert(from.rowid(), from.bytes(), from.offset(), from.payloadSize());
    }
  }

  /** A strategy that fails when it is told of the third commit. */
  private static final class FailingEngine extends CarelessEngine {
    @Override
    protected ConcurrencyControl concurrencyControl(StoreView store) {
      AtomicInteger told = new AtomicInteger();
      return options ->
          new TransactionControl() {
            @Override
            public void staged(long commit, int[] pages) {
              if (told.incrementAndGet() == 3) {
                throw new IllegalStateException("no room for commit " + commit);
              }
            }
          };
    }
  }

  /** A strategy that keeps what it is told of trees that were made. */
  private static final class NotingEngine extends CarelessEngine {
    private final List<Long> made = new ArrayList<>();

    @Override
    protected ConcurrencyControl concurrencyControl(StoreView store) {
      return options ->
          new TransactionControl() {
            @Override
            public void treeMade(long id) {
              made.add(id);
            }
          };
    }
  }

  private static Store open(FileStorageEngine engine) {
    return engine.open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS.withPageSize(512));
  }

  private static Transaction begin(Store store, TransactionMode mode) {
    Transaction transaction = store.begin(TransactionOptions.of(mode), new CallLimits());
    transaction.makeWritable();
    return transaction;
  }

  private static Tree.Table makeTable(Store store, int rows) {
    try (Transaction transaction = begin(store, TransactionMode.IMMEDIATE)) {
      Tree.Table table = new Tree.Table(transaction.createTree(TreeKind.TABLE), "t");
      for (int i = 1; i <= rows; i++) {
        put(transaction, table, i, i);
      }
      transaction.commit();
      return table;
    }
  }

  private static void put(Transaction transaction, Tree.Table table, long rowid, long value) {
    RecordWriter writer = new RecordWriter();
    writer.addInteger(value);
    writer.addZeroBlob(90);
    try (Cursor cursor = transaction.open(table, true)) {
      cursor.insert(rowid, writer.bytes(), 0, writer.length());
    }
  }

  private static long count(Store store, Tree.Table table) {
    try (Transaction reader =
        store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits())) {
      return reader.count(table);
    }
  }

  @Test
  void aCommitThatWouldLoseAnotherIsRefusedWhateverTheStrategySays() {
    try (Store store = open(new CarelessEngine())) {
      Tree.Table table = makeTable(store, 3);
      try (Transaction first = begin(store, TransactionMode.CONCURRENT);
          Transaction second = begin(store, TransactionMode.CONCURRENT)) {
        put(first, table, 4, 4);
        put(second, table, 5, 5);
        first.commit();
        assertThatThrownBy(second::commit)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("was changed by commit");
      }
      assertThat(count(store, table)).isEqualTo(4);
      makeTable(store, 1); // the writer lock is free
    }
  }

  @Test
  void aStrategyIsToldOfTreesThatAPlainWriterMakes() {
    NotingEngine engine = new NotingEngine();
    try (Store store = open(engine)) {
      Tree.Table table = makeTable(store, 3);
      assertThat(engine.made).containsExactly(table.id());
      try (Transaction concurrent = begin(store, TransactionMode.CONCURRENT)) {
        concurrent.createTree(TreeKind.TABLE); // which nobody can know by its provisional number
        concurrent.commit();
      }
      assertThat(engine.made).containsExactly(table.id());
    }
  }

  @Test
  void nothingIsWrittenAfterAStrategyFailedToTakeNoteOfACommit() {
    try (Store store = open(new FailingEngine())) {
      Tree.Table table = makeTable(store, 3);
      makeTable(store, 1);
      assertThatThrownBy(() -> makeTable(store, 1))
          .isInstanceOf(CommitOutcomeUnknownException.class)
          .hasMessageContaining("no room for commit");
      assertThat(count(store, table)).isEqualTo(3);
      assertThatThrownBy(() -> begin(store, TransactionMode.IMMEDIATE))
          .isInstanceOf(StorageIOException.class)
          .hasMessageContaining("refuses writes");
    }
  }

  @Test
  void aReplayedTreeIsTheHeadsWithTheReplayedRows() {
    try (Store store = open(new ReplayingEngine())) {
      Tree.Table table = makeTable(store, 40);
      try (Transaction first = begin(store, TransactionMode.CONCURRENT);
          Transaction second = begin(store, TransactionMode.CONCURRENT)) {
        put(first, table, 1000, 1);
        put(second, table, 2000, 2);
        for (int i = 0; i < 50; i++) {
          put(second, table, 1000 + i, i); // not replayed: its pages are given up
        }
        long root = second.createTree(TreeKind.TABLE);
        put(second, new Tree.Table(root, "made"), 1, 1);
        first.commit();
        second.commit();
      }
      assertThat(count(store, table)).isEqualTo(42);
    }
  }

  @Test
  void aDroppedTreeThatIsReplayedIsDroppedAtTheHead() {
    try (Store store = open(new ReplayingEngine())) {
      Tree.Table table = makeTable(store, 40);
      try (Transaction first = begin(store, TransactionMode.CONCURRENT);
          Transaction second = begin(store, TransactionMode.CONCURRENT)) {
        put(first, table, 1000, 1);
        second.dropTree(table);
        first.commit();
        second.commit();
      }
      try (Transaction reader =
          store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits())) {
        List<String> findings = new ArrayList<>();
        store
            .facet(Facets.IntegrityCheck.class)
            .orElseThrow()
            .check(reader, List.of(), 10, findings::add);
        assertThat(findings).isEmpty();
      }
    }
  }
}
