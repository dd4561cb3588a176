package org.braiddb.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.faults.SimulatedDisk;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;

/**
 * Uses all that a storage engine does with a file, without SQL: every tree in both directions,
 * searches, changes, the integrity check, a commit and a checkpoint.
 */
final class TreeWalk {
  private static final int MOST_STEPS = 5000;
  private static final CallLimits LIMITS = CallLimits.waiting(Duration.ofSeconds(10));

  private final Transaction transaction;

  private TreeWalk(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Everything with the file that the simulated disk has. */
  static void all(String file) {
    StoreOptions options = StoreOptions.DEFAULTS.withPageSize(512);
    try (Store store =
        new SimulatedDisk.Wal().open(new StoreLocation.File(Path.of(file)), options)) {
      FuzzedDatabase.tolerate(() -> read(store));
      FuzzedDatabase.tolerate(() -> change(store));
      FuzzedDatabase.tolerate(() ->
          store
              .facet(Facets.Checkpointing.class)
              .orElseThrow()
              .checkpoint(Facets.CheckpointMode.TRUNCATE, LIMITS));
    }
  }

  private static void read(Store store) {
    try (Transaction transaction =
        store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), LIMITS)) {
      TreeWalk walk = new TreeWalk(transaction);
      List<Tree> trees = walk.trees();
      for (Tree tree : trees) {
        FuzzedDatabase.tolerate(() -> walk.readTree(tree));
      }
      store
          .facet(Facets.IntegrityCheck.class)
          .orElseThrow()
          .check(transaction, trees, 20, finding -> {});
    }
  }

  private static void change(Store store) {
    TransactionOptions options =
        TransactionOptions.of(TransactionMode.IMMEDIATE).withDurability(Durability.OFF);
    try (Transaction transaction = store.begin(options, LIMITS)) {
      TreeWalk walk = new TreeWalk(transaction);
      for (Tree tree : walk.trees()) {
        int savepoint = transaction.savepoint();
        if (!FuzzedDatabase.tolerate(() -> walk.changeTree(tree))) {
          transaction.rollbackTo(savepoint);
        }
        transaction.release(savepoint);
      }
      transaction.commit();
    }
  }

  /** What the catalogue names, wherever it says that it is. */
  private List<Tree> trees() {
    List<Tree> trees = new ArrayList<>();
    trees.add(Tree.CATALOG);
    FuzzedDatabase.tolerate(() -> {
      try (Cursor catalog = transaction.open(Tree.CATALOG, false)) {
        int steps = 0;
        for (boolean more = catalog.first(); more && steps++ < 100; more = catalog.next()) {
          long root = root(catalog);
          if (root != 0) {
            trees.add(tree(root, (int) catalog.rowid()));
          }
        }
      }
    });
    return trees;
  }

  private static Tree tree(long root, int number) {
    KeyOrder.Column column = new KeyOrder.Column(Collations.BINARY, false);
    return switch (number) {
      case 2 ->
          new Tree.Index(
              root, "i", new KeyOrder(List.of(column, column), TextEncoding.UTF_8), 0, "t");
      case 3 -> new Tree.Clustered(root, "w", new KeyOrder(List.of(column), TextEncoding.UTF_8));
      default -> new Tree.Table(root, "t" + number);
    };
  }

  /** The fourth column; 0 where there is none. */
  private static long root(Cursor catalog) {
    RecordReader reader = new RecordReader();
    try {
      catalog.showTo(reader);
      return reader.columnCount() > 3 && !reader.isNull(3)
          ? reader.castToInteger(3, TextEncoding.UTF_8)
          : 0;
    } catch (MalformedRecordException e) {
      return 0; // SQL says so
    }
  }

  private void readTree(Tree tree) {
    transaction.count(tree);
    try (Cursor cursor = transaction.open(tree, false)) {
      int steps = 0;
      for (boolean more = cursor.first(); more && steps++ < MOST_STEPS; more = cursor.next()) {
        cursor.fetch(cursor.payloadSize());
      }
      for (boolean more = cursor.last(); more && steps-- > 0; more = cursor.previous()) {
        cursor.available();
      }
      for (Cursor.Seek seek : Cursor.Seek.values()) {
        if (tree instanceof Tree.Table) {
          cursor.seek(30, seek);
        } else {
          cursor.seek(key(), seek);
        }
      }
    }
  }

  private static SearchKey key() {
    SearchKey key = new SearchKey();
    byte[] text = {'n', 'a', 'm', 'e', ' ', '3'};
    key.addText(text, 0, text.length);
    return key;
  }

  private void changeTree(Tree tree) {
    try (Cursor cursor = transaction.open(tree, true)) {
      RecordWriter writer = new RecordWriter();
      byte[] text = new byte[700];
      writer.addText(text, 0, text.length);
      writer.addInteger(77);
      if (tree instanceof Tree.Table) {
        cursor.insert(1000, writer.bytes(), 0, writer.length());
        cursor.insert(31, writer.bytes(), 0, writer.length());
      } else {
        cursor.insert(writer.bytes(), 0, writer.length());
      }
      int steps = 0;
      for (boolean more = cursor.first(); more && steps++ < 200; more = cursor.next()) {
        if (tree.id() != Tree.CATALOG_ID && steps % 2 == 0) {
          cursor.delete();
        }
      }
    }
  }
}
