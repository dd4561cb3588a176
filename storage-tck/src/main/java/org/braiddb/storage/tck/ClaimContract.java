package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What transactions that touch no common entry may yet not both do: one relies on a row that the
 * other removes, or on a definition that it changes, or both add one unique key. Both look before
 * they leap, as SQL does: who requires a row has found it, who removes one has found nobody who
 * needs it.
 */
abstract class ClaimContract extends ContractTopic {
  @BeforeEach
  void needsConcurrentTransactions() {
    assumeTrue(capabilities().concurrentTransactions());
    write(tx -> {
      newTable(tx, "parent");
      newTable(tx, "child");
      newIndexTree(tx, "parent_key");
      fill(tx);
    });
  }

  private static Tree.Index parentKey(Transaction tx) {
    KeyOrder order =
        new KeyOrder(List.of(new KeyOrder.Column(Collations.BINARY, false)), tx.encoding());
    return new Tree.Index(treeId(tx, "parent_key"), "parent_key", order, 1, "parent");
  }

  /** Of two that do this side by side the second to commit loses, whichever that is. */
  private void oneOfTwoLoses(Consumer<Transaction> one, Consumer<Transaction> other) {
    secondLoses(one, other);
    secondLoses(other, one);
  }

  private void secondLoses(Consumer<Transaction> first, Consumer<Transaction> second) {
    try (Transaction loser = beginWriting();
        Transaction winner = beginWriting()) {
      ConflictException conflict =
          catchThrowableOfType(
              ConflictException.class,
              () -> {
                second.accept(loser);
                first.accept(winner);
                winner.commit();
                loser.commit();
              });
      assertThat(conflict).as("the second to commit loses").isNotNull();
      assertThat(conflict.getMessage()).contains("conflict");
    }
    restore();
  }

  private void restore() {
    write(tx -> {
      tx.clearTree(table(tx, "parent"));
      tx.clearTree(table(tx, "child"));
      tx.clearTree(parentKey(tx));
      removeFromCatalogue(tx, "fresh");
      removeFromCatalogue(tx, "Fresh");
      fill(tx);
    });
  }

  private static void fill(Transaction tx) {
    for (long i = 1; i <= 3; i++) {
      put(tx, table(tx, "parent"), i, "parent " + i);
      putKey(tx, parentKey(tx), "key " + i, i);
    }
  }

  private Transaction beginWriting() {
    Transaction transaction = begin(TransactionMode.CONCURRENT, CallLimits.waiting(LONG));
    transaction.makeWritable();
    return transaction;
  }

  private static void removeKey(Transaction tx, String key) {
    try (Cursor cursor = tx.open(parentKey(tx), true)) {
      var sought = new Records(tx.encoding()).key(key);
      assertThat(cursor.seek(sought, Cursor.Seek.EQUAL)).isTrue();
      cursor.delete();
    }
  }

  @Test
  void aRequiredRowIsNotRemoved() {
    oneOfTwoLoses(
        tx -> {
          assertThat(rowids(tx, table(tx, "parent"))).contains(2L);
          tx.requireRow(table(tx, "parent"), 2);
          put(tx, table(tx, "child"), 1, 2);
        },
        tx -> {
          assertThat(rowids(tx, table(tx, "child"))).isEmpty();
          remove(tx, table(tx, "parent"), 2);
        });
  }

  @Test
  void aRequiredKeyIsNotRemoved() {
    oneOfTwoLoses(
        tx -> {
          assertThat(contents(tx, parentKey(tx))).contains("'key 2', 2");
          tx.requireKey(parentKey(tx), new Records(tx.encoding()).key("key 2"));
          put(tx, table(tx, "child"), 1, "key 2");
        },
        tx -> {
          assertThat(rowids(tx, table(tx, "child"))).isEmpty();
          removeKey(tx, "key 2");
        });
  }

  @Test
  void aRowThatOneMadeItselfMayBeRequired() {
    try (Transaction tx = beginWriting()) {
      put(tx, table(tx, "parent"), 9, "parent 9");
      tx.requireRow(table(tx, "parent"), 9);
      put(tx, table(tx, "child"), 1, 9);
      tx.commit();
    }
    assertThat(committedRowids("parent")).containsExactly(1L, 2L, 3L, 9L);
  }

  @Test
  void aUniqueKeyIsAddedOnce() {
    oneOfTwoLoses(
        tx -> putKey(tx, parentKey(tx), "new", 10), tx -> putKey(tx, parentKey(tx), "new", 11));
  }

  @Test
  void keysWithNullAreNeverEqual() {
    write(tx -> {
      putKey(tx, parentKey(tx), Records.NULL, 20);
      putKey(tx, parentKey(tx), Records.NULL, 21);
    });
    long entries = read(tx -> tx.count(parentKey(tx)));
    assertThat(entries).isEqualTo(5);
  }

  @Test
  void rowsAreNotChangedUnderADefinitionThatHasChanged() {
    secondLoses(
        tx -> {
          tx.changeDefinition("PARENT");
          int cookie = tx.metadata(Metadata.SCHEMA_COOKIE);
          tx.setMetadata(Metadata.SCHEMA_COOKIE, cookie + 1);
          put(tx, Tree.CATALOG, 1, "table", "parent", "parent", treeId(tx, "parent"), "CHANGED");
        },
        tx -> {
          int unused = tx.metadata(Metadata.SCHEMA_COOKIE);
          put(tx, table(tx, "parent"), 4, "parent 4");
        });
  }

  @Test
  void aDefinitionIsNotChangedTwice() {
    oneOfTwoLoses(
        tx -> {
          tx.changeDefinition("fresh");
          put(tx, Tree.CATALOG, 50, "view", "fresh", "fresh", 0, "one");
        },
        tx -> {
          tx.changeDefinition("Fresh");
          put(tx, Tree.CATALOG, 51, "view", "Fresh", "Fresh", 0, "other");
        });
  }
}
