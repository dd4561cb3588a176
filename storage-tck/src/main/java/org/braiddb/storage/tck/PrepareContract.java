package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit in two parts: what waits or conflicts, then what does neither. */
abstract class PrepareContract extends ContractTopic {
  @BeforeEach
  void makeATable() {
    commitTable("t", 3);
  }

  private Transaction beginWriting() {
    TransactionMode mode =
        capabilities().concurrentTransactions()
            ? TransactionMode.CONCURRENT
            : TransactionMode.DEFERRED;
    Transaction transaction = begin(mode, CallLimits.waiting(LONG));
    transaction.makeWritable();
    return transaction;
  }

  private static void set(Transaction tx, long rowid, String value) {
    put(tx, table(tx, "t"), rowid, value);
  }

  @Test
  void aPreparedTransactionCommits() {
    try (Transaction tx = beginWriting()) {
      set(tx, 2, "prepared");
      tx.prepareCommit();
      assertThat(committedContents("t")).contains("2: 2, 'row 2'");
      long commit = tx.commit();
      assertThat(commit).isEqualTo(store.visibleCommit());
    }
    assertThat(committedContents("t")).contains("2: 'prepared'");
  }

  @Test
  void aPreparedTransactionThatClosesLeavesNothingAndHoldsNobodyUp() {
    try (Transaction tx = beginWriting()) {
      set(tx, 2, "never");
      tx.prepareCommit();
    }
    write(tx -> set(tx, 1, "by another"));
    assertThat(committedContents("t")).contains("1: 'by another'", "2: 2, 'row 2'");
  }

  @Test
  void aWithdrawnTransactionGoesOnAndOthersCommitMeanwhile() {
    assumeTrue(capabilities().concurrentTransactions());
    try (Transaction tx = beginWriting()) {
      set(tx, 2, "first");
      tx.prepareCommit();
      tx.withdrawCommit();
      write(other -> newTable(other, "unrelated"));
      set(tx, 2, "second");
      tx.withdrawCommit();
      ConflictException conflict =
          catchThrowableOfType(
              ConflictException.class,
              () -> {
                tx.prepareCommit();
                tx.commit();
              });
      if (conflict == null) {
        assertThat(committedContents("t")).contains("2: 'second'");
      }
    }
  }

  @Test
  void whatWouldConflictConflictsWhenItIsPrepared() {
    assumeTrue(capabilities().concurrentTransactions());
    try (Transaction tx = beginWriting()) {
      set(tx, 2, "lost");
      write(other -> set(other, 2, "won"));
      assertFails(tx::prepareCommit, ConflictException.class, ResultCode.BUSY_SNAPSHOT);
      assertFails(tx::commit, ConflictException.class, ResultCode.BUSY_SNAPSHOT);
    }
    write(other -> set(other, 2, "won again"));
    assertThat(committedContents("t")).contains("2: 'won again'");
  }

  @Test
  void preparingWaitsItsTurn() {
    assumeTrue(capabilities().concurrentTransactions());
    try (Transaction tx = begin(TransactionMode.CONCURRENT, new CallLimits())) {
      tx.makeWritable();
      set(tx, 2, "patient");
      try (Transaction plain = begin(TransactionMode.IMMEDIATE)) {
        set(plain, 1, "plain");
        assertFails(tx::prepareCommit, BusyException.class, ResultCode.BUSY);
      }
      tx.prepareCommit();
      tx.commit();
    }
    assertThat(committedContents("t")).contains("2: 'patient'", "1: 1, 'row 1'");
  }
}
