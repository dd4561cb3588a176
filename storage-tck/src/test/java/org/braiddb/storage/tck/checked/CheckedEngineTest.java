package org.braiddb.storage.tck.checked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.tck.StorageEngineContract;
import org.braiddb.storage.tck.naive.NaiveEngine;
import org.junit.jupiter.api.Test;

/** A checked engine keeps the contract, and notices who breaks it. */
class CheckedEngineTest extends StorageEngineContract {
  @Override
  public StorageEngine engine() {
    return new CheckedEngine(new NaiveEngine());
  }

  private static Store open(CheckedEngine engine) {
    return engine.open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS);
  }

  private static Transaction beginWithTwoRows(Store store) {
    Transaction transaction =
        store.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), new CallLimits());
    Cursor cursor = transaction.open(Tree.CATALOG, true);
    cursor.insert(1, new byte[] {2, 1, 7}, 0, 3);
    cursor.insert(2, new byte[] {2, 1, 8}, 0, 3);
    cursor.close();
    return transaction;
  }

  @Test
  void bytesKeptTooLongAreSpoiled() {
    try (Store store = open(new CheckedEngine(new NaiveEngine()));
        Transaction transaction = beginWithTwoRows(store);
        Cursor cursor = transaction.open(Tree.CATALOG, true);
        Cursor other = transaction.open(Tree.CATALOG, true)) {
      assertThat(cursor.first()).isTrue();
      byte[] first = cursor.bytes();
      assertThat(first).containsExactly(2, 1, 7);
      assertThat(cursor.next()).isTrue();
      assertThat(first).containsExactly(0xdb, 0xdb, 0xdb);
      byte[] second = cursor.bytes();
      other.insert(9, new byte[] {2, 1, 9}, 0, 3);
      assertThat(second).containsExactly(0xdb, 0xdb, 0xdb);
      assertThat(cursor.bytes()).containsExactly(2, 1, 8);
    }
  }

  @Test
  void twoThreadsInOneTransactionAreNoticed() throws Exception {
    try (Store store = open(new CheckedEngine(new NaiveEngine()));
        Transaction transaction = beginWithTwoRows(store)) {
      var seen = new AtomicReference<AssertionError>();
      ((CheckedTransaction) transaction)
          .alone(() -> {
            Thread other =
                Thread.ofPlatform()
                    .start(() -> {
                      try {
                        transaction.count(Tree.CATALOG);
                      } catch (AssertionError e) {
                        seen.set(e);
                      }
                    });
            try {
              other.join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(seen.get()).hasMessageContaining("uses a transaction while");
      assertThat(transaction.count(Tree.CATALOG)).isEqualTo(2);
    }
  }

  @Test
  void transactionsLeftOpenAreRemembered() {
    CheckedEngine engine = new CheckedEngine(new NaiveEngine());
    Store store = open(engine);
    Transaction closed = beginWithTwoRows(store);
    closed.commit();
    Transaction leaked = beginWithTwoRows(store);
    store.close();
    assertThat(engine.leaks()).hasSize(1);
    assertThat(engine.leaks().getFirst().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("beginWithTwoRows"));
    assertThatThrownBy(leaked::commit).hasMessageContaining("ended");
  }

  @Test
  void cursorsLeftOpenAreRemembered() {
    CheckedEngine engine = new CheckedEngine(new NaiveEngine());
    Store store = open(engine);
    Transaction transaction = beginWithTwoRows(store);
    assertThat(transaction.open(Tree.CATALOG, false).first()).isTrue();
    transaction.commit();
    store.close();
    assertThat(engine.leaks()).hasSize(1);
    assertThat(engine.leaks().getFirst()).hasMessageContaining("opened here");
  }
}
