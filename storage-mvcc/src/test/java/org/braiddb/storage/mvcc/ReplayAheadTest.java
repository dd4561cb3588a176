package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replays that take long: others commit meanwhile, and nothing of theirs is lost. */
@Timeout(120)
class ReplayAheadTest {
  private final Keys.Interrupted collation = new Keys.Interrupted();
  private final Workshop workshop = new Workshop();
  private final Tree.Table table = workshop.table("t");
  private final Tree.Index index =
      workshop.index("i", "t", 0, Keys.order(collation, Collations.BINARY));
  private final ExecutorService committer = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    collation.before = () -> {};
    committer.close();
    workshop.close();
  }

  private static boolean isReplaying() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(each -> each.getClassName().endsWith("mvcc.Replay")));
  }

  private void insert(Transaction transaction, long id) {
    Workshop.put(transaction, table, id, "row " + id);
    Workshop.putKey(transaction, index, "key " + id, id);
  }

  private void commitBeside(long... ids) {
    try (Transaction transaction = workshop.begin()) {
      for (long id : ids) {
        insert(transaction, id);
      }
      transaction.commit();
    }
  }

  /** A thread commits; it stops at the first comparison of its replay until {@code go}. */
  private Future<Long> commitHeldUp(Transaction transaction, CountDownLatch go)
      throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Thread[] thread = new Thread[1];
    collation.before =
        () -> {
          if (Thread.currentThread() == thread[0] && go.getCount() > 0 && isReplaying()) {
            reached.countDown();
            try {
              assertThat(go.await(100, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Future<Long> outcome =
        committer.submit(() -> {
          thread[0] = Thread.currentThread();
          return transaction.commit();
        });
    assertThat(reached.await(100, TimeUnit.SECONDS)).isTrue();
    return outcome;
  }

  @Test
  void othersCommitWhileAReplayIsHeldUp() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Transaction slow = workshop.begin()) {
      insert(slow, 1);
      insert(slow, 3);
      commitBeside(2);
      Future<Long> outcome = commitHeldUp(slow, go);
      commitBeside(4, 5); // concurrent ones
      workshop.write(transaction -> insert(transaction, 6)); // and a plain one
      assertThat(outcome.isDone()).isFalse();
      go.countDown();
      assertThat(outcome.get()).isPositive();
    }
    assertThat(workshop.rowids(table)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(workshop.contents(index)).hasSize(6).contains("key 5|5", "key 3|3");
    assertThat(workshop.damage()).isEmpty();
  }

  @Test
  void commitDuringAReplayThatChangedTheSameRowWins() throws Exception {
    commitBeside(1, 2);
    CountDownLatch go = new CountDownLatch(1);
    try (Transaction slow = workshop.begin()) {
      Workshop.put(slow, table, 1, "mine");
      insert(slow, 7);
      commitBeside(3);
      Future<Long> outcome = commitHeldUp(slow, go);
      workshop.write(transaction -> Workshop.put(transaction, table, 1, "theirs"));
      go.countDown();
      assertThatThrownBy(outcome::get).hasCauseInstanceOf(ConflictException.class);
    }
    assertThat(workshop.contents(table)).containsExactly("1: theirs", "2: row 2", "3: row 3");
    assertThat(workshop.damage()).isEmpty();
  }

  @Test
  void busyCommitAfterAReplayIsTriedAgain() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Transaction slow = workshop.begin()) {
      insert(slow, 1);
      commitBeside(2);
      Future<Long> outcome = commitHeldUp(slow, go);
      try (Transaction plain =
          workshop.store.begin(
              TransactionOptions.of(TransactionMode.IMMEDIATE),
              CallLimits.waiting(Duration.ofSeconds(60)))) {
        insert(plain, 3);
        go.countDown();
        assertThatThrownBy(outcome::get).hasCauseInstanceOf(BusyException.class);
        plain.commit();
      }
      insert(slow, 4);
      assertThat(Workshop.rowids(slow, table)).containsExactly(1L, 4L);
      slow.commit();
    }
    assertThat(workshop.rowids(table)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(workshop.contents(index)).hasSize(4);
    assertThat(workshop.damage()).isEmpty();
  }

  @Test
  void largeTransactionsAreReplayedAheadWhateverTheirCollations() {
    Tree.Table other = workshop.table("u");
    Tree.Index plain = workshop.index("p", "u", 0, Keys.order(Collations.BINARY));
    try (Transaction large = workshop.begin()) {
      for (int i = 1; i <= 4000; i += 2) {
        Workshop.put(large, other, i, "x".repeat(i % 700));
        Workshop.putKey(large, plain, "x" + i % 97, i);
      }
      for (int i = 1; i <= 4000; i += 4) {
        Workshop.remove(large, other, i);
      }
      try (Transaction beside = workshop.begin()) {
        for (int i = 2; i <= 500; i += 2) {
          Workshop.put(beside, other, i, "y");
          Workshop.putKey(beside, plain, "y", i);
        }
        beside.commit();
      }
      large.commit();
    }
    assertThat(workshop.rowids(other)).hasSize(1250);
    assertThat(workshop.contents(plain)).hasSize(2250);
    assertThat(workshop.damage()).isEmpty();
  }
}
