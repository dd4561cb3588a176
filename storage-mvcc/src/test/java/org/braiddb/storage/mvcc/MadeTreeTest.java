package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;

/** Rows of a tree that nobody else can know. */
class MadeTreeTest {
  private static final StoreView STORE =
      new StoreView() {
        @Override
        public String description() {
          return "a store";
        }

        @Override
        public int pageSize() {
          return 4096;
        }

        @Override
        public TextEncoding encoding() {
          return TextEncoding.UTF_8;
        }

        @Override
        public long visible() {
          return 1;
        }

        @Override
        public long horizon() {
          return 1;
        }

        @Override
        public byte[] page(int page, long commit) {
          throw new AssertionError("no page is needed");
        }
      };

  private static long sizeOfClaims(TreeControl control) {
    TreeClaims claims = (TreeClaims) control;
    for (int i = 20_000; i > 0; i -= 2) {
      claims.rows().inserting(i, false);
    }
    return claims.sizeBytes();
  }

  @Test
  void theyAreNotClaimedOneByOne() {
    MvccControl control = new MvccControl(STORE, MvccControl.Budgets.ofHeap());
    MvccTransaction transaction =
        (MvccTransaction) control.begin(TransactionOptions.of(TransactionMode.IMMEDIATE));
    transaction.opened(1);
    transaction.writesAlone();
    transaction.treeMade(7);
    long known = sizeOfClaims(transaction.tree(new Tree.Table(6, "known")));
    assertThat(known).isGreaterThan(10_000);
    assertThat(sizeOfClaims(transaction.tree(new Tree.Table(7, "made")))).isLessThan(1000);
  }

  /** What becomes of a transaction that has changed a table while a plain writer has committed. */
  private static void beside(
      Workshop workshop,
      Tree.Table table,
      Consumer<Transaction> writer,
      Consumer<Transaction> ending) {
    workshop.write(tx -> Workshop.put(tx, table, 1, "first"));
    try (Transaction early = workshop.begin()) {
      Workshop.put(early, table, 2, "early");
      workshop.write(writer);
      ending.accept(early);
    }
  }

  @Test
  void othersCommitBesideATableThatIsMade() {
    try (Workshop workshop = new Workshop()) {
      Tree.Table table = workshop.table("t");
      beside(
          workshop,
          table,
          tx -> {
            Tree.Table made = new Tree.Table(tx.createTree(TreeKind.TABLE), "made");
            Workshop.put(tx, made, 2, "made");
            Workshop.put(tx, table, 3, "late");
          },
          Transaction::commit);
      assertThat(workshop.contents(table)).contains("2: early", "3: late");
    }
  }

  /**
   * A tree that is dropped has another's place: who knew the first must not commit to the other.
   */
  @Test
  void whoKnewTheTreeThatWasThereBeforeLoses() {
    try (Workshop workshop = new Workshop()) {
      Tree.Table table = workshop.table("t");
      beside(
          workshop,
          table,
          tx -> {
            tx.dropTree(table);
            long made = tx.createTree(TreeKind.TABLE);
            assertThat(made).isEqualTo(table.id());
            Workshop.put(tx, new Tree.Table(made, "t"), 5, "another");
          },
          early -> assertThatThrownBy(early::commit).isInstanceOf(ConflictException.class));
      assertThat(workshop.contents(table)).containsExactly("5: another");
    }
  }
}
