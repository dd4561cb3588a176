package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ConflictException.Kind;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which claims are incompatible, and what is said of it. */
class ClaimRulesTest {
  private final Workshop workshop = new Workshop();
  private final Tree.Table table = workshop.table("t");
  private final Tree.Table other = workshop.table("other");
  private final Tree.Index unique =
      workshop.index("u", "t", 1, Keys.order(Collations.NOCASE, Collations.BINARY));

  @AfterEach
  void treesAreWhole() {
    assertThat(workshop.damage()).isEmpty();
    workshop.close();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertLoses(Transaction transaction) {
    ConflictException[] first = new ConflictException[1];
    AbstractThrowableAssert<?, ? extends Throwable> thrown =
        assertThatThrownBy(() -> {
          try {
            transaction.commit();
          } catch (ConflictException e) {
            first[0] = e;
            throw e;
          }
        });
    thrown.isInstanceOf(ConflictException.class).hasMessageContaining("conflict on");
    assertThatThrownBy(transaction::commit).as("once more").isSameAs(first[0]);
    return thrown;
  }

  /** Both begin, both act, the first commits; what the second's COMMIT then says. */
  private void bothWin(Consumer<Transaction> first, Consumer<Transaction> second) {
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      first.accept(one);
      second.accept(two);
      one.commit();
      two.commit();
    }
  }

  private void secondLoses(
      Consumer<Transaction> first, Consumer<Transaction> second, Kind kind, String place) {
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      first.accept(one);
      second.accept(two);
      long winner = one.commit();
      assertLoses(two)
          .hasMessageContaining(place)
          .satisfies(e -> assertThat(((ConflictException) e).kind()).isEqualTo(kind))
          .satisfies(e -> assertThat(((ConflictException) e).winner()).isEqualTo(winner));
    }
  }

  // ---- rows

  @Test
  void sameRowIsForOneOnly() {
    secondLoses(
        one -> Workshop.put(one, table, 5, "one"),
        two -> Workshop.put(two, table, 5, "two"),
        Kind.ROW,
        "conflict on t (row 5) with commit ");
  }

  @Test
  void conflictWithWhatIsCommittedIsReportedByTheStatementAndStays() {
    try (Transaction one = workshop.begin()) {
      one.snapshot();
      workshop.write(transaction -> Workshop.put(transaction, table, 5, "committed"));
      int mark = one.savepoint();
      assertThatThrownBy(() -> Workshop.put(one, table, 5, "mine"))
          .isInstanceOf(ConflictException.class);
      one.rollbackTo(mark);
      assertThat(Workshop.rowids(one, table)).isEmpty();
      assertLoses(one);
    }
  }

  @Test
  void rowInsertedAndDeletedAgainIsNoClaim() {
    bothWin(
        one -> Workshop.put(one, table, 5, "one"),
        two -> {
          Workshop.put(two, table, 5, "two");
          Workshop.remove(two, table, 5);
          Workshop.put(two, table, 6, "two");
        });
    assertThat(workshop.contents(table)).containsExactly("5: one", "6: two");
  }

  @Test
  void rollingBackToSavepointTakesClaimsBack() {
    bothWin(
        one -> Workshop.put(one, table, 5, "one"),
        two -> {
          Workshop.put(two, table, 6, "two");
          int mark = two.savepoint();
          Workshop.put(two, table, 5, "two");
          two.setMetadata(Metadata.USER_VERSION, 7);
          two.changeDefinition("x");
          two.rollbackTo(mark);
          two.release(mark);
        });
    assertThat(workshop.contents(table)).containsExactly("5: one", "6: two");
  }

  // ---- unique keys

  @Test
  void sameUniqueKeyIsForOneOnlyWhateverItsLetterCase() {
    secondLoses(
        one -> Workshop.putKey(one, unique, "Key", 1),
        two -> Workshop.putKey(two, unique, "kEY", 2),
        Kind.KEY,
        "conflict on u (key ('kEY') of table t)");
  }

  @Test
  void uniqueKeyTakenByACommitIsReportedByTheStatement() {
    try (Transaction one = workshop.begin()) {
      one.snapshot();
      workshop.write(transaction -> Workshop.putKey(transaction, unique, "key", 1));
      assertThatThrownBy(() -> Workshop.putKey(one, unique, "KEY", 2))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("unique key");
    }
  }

  @Test
  void uniqueKeysWithNullNeverClash() {
    bothWin(
        one -> Workshop.putKey(one, unique, Keys.NULL, 1),
        two -> Workshop.putKey(two, unique, Keys.NULL, 2));
  }

  @Test
  void uniqueKeyGivenUpAgainByACommitIsFree() {
    try (Transaction one = workshop.begin()) {
      one.snapshot();
      workshop.write(transaction -> Workshop.putKey(transaction, unique, "key", 1));
      workshop.write(transaction -> Workshop.removeKey(transaction, unique, "key", 1));
      Workshop.putKey(one, unique, "key", 2);
      one.commit();
    }
    assertThat(workshop.contents(unique)).containsExactly("key|2");
  }

  // ---- foreign keys

  private void parents() {
    workshop.write(transaction -> {
      Workshop.put(transaction, table, 1, "parent");
      Workshop.put(transaction, table, 2, "parent");
      Workshop.putKey(transaction, unique, "a", 1);
      Workshop.putKey(transaction, unique, "b", 2);
    });
  }

  private Consumer<Transaction> child(long id, long parent) {
    return transaction -> {
      transaction.requireRow(table, parent);
      Workshop.put(transaction, other, id, parent);
    };
  }

  private Consumer<Transaction> childByKey(long id, String parent) {
    return transaction -> {
      transaction.requireKey(unique, Workshop.key(parent));
      Workshop.put(transaction, other, id, parent);
    };
  }

  @Test
  void requiredRowMayNotBeRemoved() {
    parents();
    Consumer<Transaction> removal = transaction -> Workshop.remove(transaction, table, 1);
    secondLoses(child(1, 1), removal, Kind.KEY, "conflict on t (row 1)");
    secondLoses(removal, child(2, 1), Kind.KEY, "conflict on t (row 1)");
    bothWin(child(3, 2), child(4, 2));
  }

  @Test
  void requiredRowMayBeChangedOrPutBack() {
    parents();
    bothWin(child(1, 1), transaction -> Workshop.put(transaction, table, 1, "changed"));
    bothWin(
        child(2, 1),
        transaction -> {
          Workshop.remove(transaction, table, 1);
          Workshop.put(transaction, table, 1, "put back");
        });
    bothWin(transaction -> Workshop.put(transaction, table, 1, "again"), child(3, 1));
  }

  @Test
  void removalIsReportedByTheStatementWhereTheChildIsCommitted() {
    parents();
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      one.snapshot();
      two.snapshot();
      workshop.write(child(1, 1));
      assertThatThrownBy(() -> Workshop.remove(one, table, 1))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("foreign key");
      assertThatThrownBy(() -> two.clearTree(table))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("foreign key");
    }
  }

  @Test
  void requireIsReportedByTheStatementWhereTheRemovalIsCommitted() {
    parents();
    try (Transaction one = workshop.begin()) {
      one.snapshot();
      workshop.write(transaction -> Workshop.remove(transaction, table, 1));
      assertThatThrownBy(() -> one.requireRow(table, 1)).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void requiredUniqueKeyMayMoveToAnotherRowButNotGo() {
    parents();
    secondLoses(
        childByKey(1, "A"),
        transaction -> {
          Workshop.removeKey(transaction, unique, "a", 1);
          Workshop.putKey(transaction, unique, "z", 1);
        },
        Kind.KEY,
        "conflict on u");
    bothWin(
        childByKey(2, "A"),
        transaction -> {
          Workshop.removeKey(transaction, unique, "a", 1);
          Workshop.putKey(transaction, unique, "a", 9);
        });
    secondLoses(
        transaction -> Workshop.removeKey(transaction, unique, "b", 2),
        childByKey(3, "B"),
        Kind.KEY,
        "conflict on u (key ('B') of table t)");
  }

  @Test
  void requiredKeyOfClusteredTableMayNotBeRemoved() {
    Tree.Clustered words = workshop.clustered("words", Keys.order(Collations.NOCASE));
    workshop.write(transaction -> Workshop.putKey(transaction, words, "a", "body"));
    Consumer<Transaction> require =
        transaction -> {
          transaction.requireKey(words, Workshop.key("A"));
          Workshop.append(transaction, other, "child");
        };
    bothWin(require, transaction -> Workshop.putKey(transaction, words, "a", "other body"));
    secondLoses(
        require,
        transaction -> Workshop.removeKey(transaction, words, "a"),
        Kind.KEY,
        "conflict on words (key ('a'))");
  }

  @Test
  void droppedParentConflictsWithItsChildren() {
    parents();
    secondLoses(
        childByKey(1, "a"),
        transaction -> Workshop.drop(transaction, unique),
        Kind.TABLE,
        "conflict on u");
  }

  // ---- definitions

  @Test
  void twoTablesOfOneNameConflict() {
    secondLoses(
        one -> Workshop.newTable(one, "made"),
        two -> Workshop.newTable(two, "MADE"),
        Kind.DEFINITION,
        "conflict on made");
    workshop.trees.add(
        new Tree.Table(workshop.read(transaction -> Workshop.root(transaction, "made")), "made"));
  }

  @Test
  void tablesOfTwoNamesAreBothThere() {
    int cookie = workshop.read(transaction -> transaction.metadata(Metadata.SCHEMA_COOKIE));
    bothWin(
        one -> Workshop.put(one, Workshop.newTable(one, "one"), 1, "in one"),
        two -> {
          Tree.Table made = Workshop.newTable(two, "two");
          for (int i = 1; i <= 100; i++) {
            Workshop.put(two, made, i, "in two");
          }
        });
    for (String name : List.of("one", "two")) {
      Tree.Table found =
          new Tree.Table(workshop.read(transaction -> Workshop.root(transaction, name)), name);
      workshop.trees.add(found);
      assertThat(workshop.contents(found)).hasSize(name.equals("one") ? 1 : 100);
      assertThat(workshop.contents(found)).first().isEqualTo("1: in " + name);
    }
    assertThat(workshop.<Integer>read(transaction -> transaction.metadata(Metadata.SCHEMA_COOKIE)))
        .isEqualTo(cookie + 2);
  }

  @Test
  void droppedTableConflictsWithChangesOfItsRowsInBothOrders() {
    parents();
    Consumer<Transaction> drop =
        transaction -> {
          transaction.changeDefinition("T");
          transaction.dropTree(unique);
          transaction.dropTree(table);
        };
    Consumer<Transaction> change = transaction -> Workshop.put(transaction, table, 7, "row");
    secondLoses(change, drop, Kind.DEFINITION, "t");
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      drop.accept(one);
      Workshop.put(two, table, 8, "row");
      one.commit();
      assertLoses(two).hasMessageContaining("conflict on t (its definition)");
    }
    workshop.trees.removeAll(List.of(table, unique));
  }

  @Test
  void newIndexConflictsWithInsertsIntoItsTableInBothOrders() {
    Consumer<Transaction> index =
        transaction -> {
          transaction.changeDefinition("t");
          Workshop.newTree(transaction, TreeKind.INDEX, "index", "made", "t");
        };
    Consumer<Transaction> insert = transaction -> Workshop.put(transaction, table, 7, "row");
    secondLoses(insert, index, Kind.DEFINITION, "conflict on t");
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      index.accept(one);
      Workshop.put(two, table, 8, "row");
      one.commit();
      assertLoses(two).hasMessageContaining("its definition");
    }
    bothWin(
        transaction -> Workshop.put(transaction, other, 1, "row"),
        transaction -> Workshop.newTree(transaction, TreeKind.TABLE, "table", "third", "third"));
    workshop.trees.add(
        new Tree.Table(workshop.read(transaction -> Workshop.root(transaction, "third")), "third"));
    workshop.trees.add(
        new Tree.Index(
            workshop.read(transaction -> Workshop.root(transaction, "made")),
            "made",
            Keys.order(Collations.BINARY),
            0,
            "t"));
  }

  @Test
  void numbersOfTheDatabaseAreForOneOnlyButNotTheCookie() {
    secondLoses(
        one -> one.setMetadata(Metadata.USER_VERSION, 1),
        two -> two.setMetadata(Metadata.USER_VERSION, 2),
        Kind.OTHER,
        "user_version");
    bothWin(
        one -> one.setMetadata(Metadata.USER_VERSION, 3),
        two -> two.setMetadata(Metadata.APPLICATION_ID, 4));
    assertThat(workshop.<Integer>read(transaction -> transaction.metadata(Metadata.USER_VERSION)))
        .isEqualTo(3);
    assertThat(workshop.<Integer>read(transaction -> transaction.metadata(Metadata.APPLICATION_ID)))
        .isEqualTo(4);
  }

  // ---- rowids

  @Test
  void autoincrementNumbersAreMergedByMaximum() {
    Tree.Table sequences = workshop.table("sqlite_sequence");
    AutoIncrement sequence = new AutoIncrement(sequences, "t");
    Consumer<Transaction> insert =
        transaction -> {
          long rowid = transaction.allocateRowid(table, sequence);
          Workshop.put(transaction, table, rowid, "row");
          transaction.recordRowid(sequence, rowid);
        };
    bothWin(insert, insert);
    assertThat(workshop.contents(sequences)).containsExactly("1: t|2");
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      insert.accept(one);
      insert.accept(two);
      two.commit();
      one.commit();
    }
    assertThat(workshop.rowids(table)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(workshop.contents(sequences)).containsExactly("1: t|4");
    bothWin(
        insert,
        transaction -> {
          AutoIncrement others = new AutoIncrement(sequences, "other");
          transaction.recordRowid(others, transaction.allocateRowid(other, others));
        });
    assertThat(workshop.contents(sequences)).containsExactly("1: t|5", "2: other|1");
    secondLoses(
        insert,
        transaction -> Workshop.put(transaction, sequences, 1, "t", 0),
        Kind.ROW,
        "conflict on sqlite_sequence (row 1)");
  }

  @Test
  void rowidsAloneAreThoseOfSqlite() {
    try (Transaction one = workshop.begin()) {
      assertThat(Workshop.append(one, table, "a")).isEqualTo(1);
      int mark = one.savepoint();
      assertThat(Workshop.append(one, table, "b")).isEqualTo(2);
      one.rollbackTo(mark);
      assertThat(Workshop.append(one, table, "b")).isEqualTo(2);
      Workshop.put(one, table, 10, "c");
      assertThat(Workshop.append(one, table, "d")).isEqualTo(11);
      Workshop.remove(one, table, 11);
      assertThat(Workshop.append(one, table, "e")).isEqualTo(11);
      one.commit();
    }
    try (Transaction two = workshop.begin()) {
      assertThat(Workshop.append(two, table, "f")).isEqualTo(12);
    }
    assertThat(workshop.write(transaction -> Workshop.append(transaction, table, "f")))
        .isPositive();
    assertThat(workshop.rowids(table)).containsExactly(1L, 2L, 10L, 11L, 12L);
  }

  @Test
  void allocatedRowidAvoidsThoseThatOthersHaveChosenAndCommitted() {
    try (Transaction one = workshop.begin()) {
      one.snapshot();
      workshop.write(transaction -> Workshop.put(transaction, table, 1, "chosen"));
      assertThat(Workshop.append(one, table, "given")).isEqualTo(2);
      one.commit();
    }
  }

  @Test
  void onceTheLargestRowidIsTakenRandomOnesAreGiven() {
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      one.snapshot();
      two.snapshot();
      workshop.write(transaction -> Workshop.put(transaction, table, Long.MAX_VALUE, "last"));
      Workshop.append(one, table, "random");
      Workshop.append(two, table, "random");
      one.commit();
      two.commit();
    }
    assertThat(workshop.rowids(table)).hasSize(3);
  }

  // ---- plain writers

  @Test
  void plainWriterCannotLoseAndConcurrentOnesWaitForIt() {
    try (Transaction one = workshop.begin();
        Transaction two = workshop.begin()) {
      Workshop.put(one, table, 1, "one");
      Workshop.put(two, table, 2, "two");
      try (Transaction plain = workshop.beginAlone()) {
        Workshop.put(plain, table, 1, "plain");
        assertThatThrownBy(two::commit).isInstanceOf(BusyException.class);
        plain.commit();
      }
      two.commit();
      assertLoses(one).hasMessageContaining("row 1");
    }
    assertThat(workshop.contents(table)).containsExactly("1: plain", "2: two");
  }

  @Test
  void failingCollationOfAPlainWriterLeavesItsCommitAndTheLockWhole() {
    Keys.Failing collation = new Keys.Failing();
    Tree.Index index = workshop.index("f", "other", 1, Keys.order(collation, Collations.BINARY));
    try (Transaction one = workshop.begin()) {
      one.snapshot();
      workshop.write(transaction -> Workshop.putKey(transaction, index, "a", 1));
      try (Transaction plain = workshop.beginAlone()) {
        Workshop.putKey(plain, index, "b", 2);
        collation.fails = true;
        plain.commit();
      } finally {
        collation.fails = false;
      }
      Workshop.putKey(one, index, "c", 3);
      assertLoses(one).hasMessageContaining("conflict on f");
    }
    workshop.write(transaction -> Workshop.putKey(transaction, index, "d", 4));
    assertThat(workshop.contents(index)).containsExactly("a|1", "b|2", "d|4");
  }

  @Test
  void failingCollationOfAConcurrentWriterLeavesItOpen() {
    Keys.Failing collation = new Keys.Failing();
    Tree.Index index = workshop.index("f", "other", 1, Keys.order(collation, Collations.BINARY));
    try (Transaction one = workshop.begin()) {
      Workshop.putKey(one, index, "b", 1);
      workshop.write(transaction -> Workshop.putKey(transaction, index, "a", 2));
      collation.fails = true;
      assertThatThrownBy(one::commit).hasMessageContaining("the collation fails");
      collation.fails = false;
      one.commit();
    }
    assertThat(workshop.contents(index)).containsExactly("a|2", "b|1");
  }

  // ---- old transactions

  @Test
  void transactionOpenForLongBesideABusyWriterCommitsWhereItsPagesAreItsOwn() {
    workshop.write(transaction -> {
      for (int i = 1; i <= 2000; i++) {
        Workshop.put(transaction, table, i, "row " + i);
      }
    });
    try (Transaction old = workshop.begin();
        Transaction older = workshop.begin()) {
      Workshop.put(old, table, 1000, "changed by the old one");
      Workshop.append(older, other, "not touched by anybody");
      for (int i = 0; i < 300; i++) {
        int row = 1 + i % 100;
        workshop.write(transaction -> Workshop.put(transaction, table, row, "busy"));
      }
      old.commit();
      older.commit();
    }
  }
}
