package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of concurrent transactions, and what happens when two of them clash. */
abstract class ConcurrentTransactionContract extends ContractTopic {
  /** Far apart, so that they share no page whatever its size. */
  private static final long LOW = 1;

  private static final long HIGH = 20_000;

  @BeforeEach
  void needsConcurrentTransactions() {
    assumeTrue(capabilities().concurrentTransactions());
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      LongStream.rangeClosed(LOW, HIGH)
          .filter(i -> i % 10 == 0 || i < 3 || i > HIGH - 3)
          .forEach(i -> put(tx, table, i, padded("row " + i)));
    });
  }

  private Transaction beginConcurrent() {
    return begin(TransactionMode.CONCURRENT, CallLimits.waiting(LONG));
  }

  private Transaction beginWriting() {
    Transaction transaction = beginConcurrent();
    transaction.makeWritable();
    return transaction;
  }

  private static @Nullable String get(Transaction tx, long rowid) {
    Tree.Table table = table(tx, "t");
    try (Cursor cursor = tx.open(table, false)) {
      return cursor.seek(rowid, Cursor.Seek.EQUAL)
          ? ((String) Records.values(cursor, tx.encoding()).get(0)).strip()
          : null;
    }
  }

  private static void set(Transaction tx, long rowid, String value) {
    put(tx, table(tx, "t"), rowid, padded(value));
  }

  /** All rows are of one size, so that changing one moves none. */
  private static String padded(String value) {
    return String.format("%-50s", value);
  }

  private @Nullable String committed(long rowid) {
    return read(tx -> get(tx, rowid));
  }

  private static ConflictException conflictOf(Transaction transaction) {
    ConflictException conflict = catchThrowableOfType(ConflictException.class, transaction::commit);
    assertThat(conflict).isNotNull();
    return conflict;
  }

  @Test
  void takesItsSnapshotAtItsFirstRead() {
    try (Transaction late = beginConcurrent()) {
      long number = write(tx -> set(tx, LOW, "newer"));
      assertThat(get(late, LOW)).isEqualTo("newer");
      assertThat(late.snapshot()).isGreaterThanOrEqualTo(number);
      write(tx -> set(tx, LOW, "newest"));
      assertThat(get(late, LOW)).isEqualTo("newer");
    }
  }

  @Test
  void doesNotWaitForAWriter() {
    try (Transaction writer = begin(TransactionMode.IMMEDIATE);
        Transaction concurrent = begin(TransactionMode.CONCURRENT)) {
      set(writer, LOW, "by the writer");
      concurrent.makeWritable();
      assertThat(concurrent.writable()).isTrue();
      set(concurrent, HIGH, "beside it");
      writer.commit();
      concurrent.commit();
    }
    assertThat(committed(LOW)).isEqualTo("by the writer");
    assertThat(committed(HIGH)).isEqualTo("beside it");
  }

  @Test
  void changesAreVisibleToNobodyElseBeforeTheCommit() {
    try (Transaction first = beginWriting();
        Transaction second = beginWriting()) {
      set(first, LOW, "mine");
      assertThat(get(first, LOW)).isEqualTo("mine");
      assertThat(get(second, LOW)).isEqualTo("row " + LOW);
      assertThat(committed(LOW)).isEqualTo("row " + LOW);
      first.commit();
      assertThat(get(second, LOW)).isEqualTo("row " + LOW);
      assertThat(committed(LOW)).isEqualTo("mine");
    }
  }

  @Test
  void closingWithoutCommitLeavesNothing() {
    List<String> before = committedContents("t");
    try (Transaction transaction = beginWriting()) {
      set(transaction, LOW, "never");
      newTable(transaction, "never");
    }
    assertThat(committedContents("t")).isEqualTo(before);
    assertThat(committedCatalogue()).hasSize(1);
  }

  @Test
  void manyWithoutCommonDataCommitTogether() {
    List<Transaction> open = LongStream.range(0, 3).mapToObj(i -> beginWriting()).toList();
    long[] rows = {LOW, HIGH / 2, HIGH};
    for (int i = 0; i < open.size(); i++) {
      set(open.get(i), rows[i], "by " + i);
    }
    open.reversed().forEach(Transaction::commit);
    for (int i = 0; i < open.size(); i++) {
      assertThat(committed(rows[i])).isEqualTo("by " + i);
    }
  }

  @Test
  void firstOfTwoThatChangedOneRowWins() {
    try (Transaction first = beginWriting();
        Transaction second = beginWriting()) {
      set(first, LOW, "first");
      set(second, LOW, "second");
      long winner = first.commit();
      ConflictException conflict = conflictOf(second);
      assertThat(conflict.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
      assertThat(conflict.winner()).isEqualTo(winner);
      assertThat(conflict.object()).isEqualTo("t");
      assertThat(conflict).hasMessageContaining("conflict").hasMessageContaining("t");
    }
    assertThat(committed(LOW)).isEqualTo("first");
  }

  @Test
  void theSecondOfTwoThatBothLookedAndInsertedDoesNotDestroyTheFirst() {
    try (Transaction first = beginWriting();
        Transaction second = beginWriting()) {
      assertThat(get(first, 15)).isNull();
      assertThat(get(second, 15)).isNull();
      set(first, 15, "first");
      first.commit();
      assertThat(
              catchThrowableOfType(
                  ConflictException.class,
                  () -> {
                    set(second, 15, "second");
                    second.commit();
                  }))
          .isNotNull();
    }
    assertThat(committed(15)).isEqualTo("first");
  }

  @Test
  void anUpdateOfADeletedRowFails() {
    try (Transaction deleter = beginWriting();
        Transaction updater = beginWriting()) {
      remove(deleter, table(deleter, "t"), LOW);
      set(updater, LOW, "updated");
      deleter.commit();
      conflictOf(updater);
    }
    assertThat(committed(LOW)).isNull();
  }

  @Test
  void afterAConflictReadsWorkAndEveryCommitFails() {
    try (Transaction loser = beginWriting()) {
      int mark = loser.savepoint();
      set(loser, LOW, "lost");
      write(tx -> set(tx, LOW, "won"));
      ConflictException first = conflictOf(loser);
      assertThat(get(loser, LOW)).isEqualTo("lost");
      assertThat(get(loser, HIGH)).isEqualTo("row " + HIGH);
      assertThat(conflictOf(loser).winner()).isEqualTo(first.winner());
      loser.rollbackTo(mark);
      assertThat(get(loser, LOW)).isEqualTo("row " + LOW);
      conflictOf(loser);
    }
    assertThat(committed(LOW)).isEqualTo("won");
  }

  @Test
  void aRetryAfterTheWinnerIsVisibleSucceeds() {
    long winner;
    try (Transaction loser = beginWriting()) {
      set(loser, LOW, "lost");
      write(tx -> set(tx, LOW, "won"));
      winner = conflictOf(loser).winner();
    }
    store.awaitVisible(winner, CallLimits.waiting(LONG));
    try (Transaction retry = beginWriting()) {
      assertThat(get(retry, LOW)).isEqualTo("won");
      set(retry, LOW, "retried");
      retry.commit();
    }
    assertThat(committed(LOW)).isEqualTo("retried");
  }

  @Test
  void onlyReadingAlwaysCommits() {
    try (Transaction reader = beginConcurrent()) {
      long snapshot = reader.snapshot();
      assertThat(get(reader, LOW)).isEqualTo("row " + LOW);
      write(tx -> set(tx, LOW, "changed"));
      assertThat(reader.commit()).isEqualTo(snapshot);
    }
    try (Transaction writable = beginWriting()) {
      assertThat(get(writable, LOW)).isEqualTo("changed");
      write(tx -> set(tx, LOW, "changed again"));
      writable.commit();
    }
  }

  @Test
  void aPlainWriterCannotLose() {
    try (Transaction plain = begin(TransactionMode.IMMEDIATE);
        Transaction concurrent = beginWriting()) {
      set(concurrent, LOW, "concurrent");
      set(plain, LOW, "plain");
      plain.commit();
      conflictOf(concurrent);
    }
    assertThat(committed(LOW)).isEqualTo("plain");
  }

  @Test
  void commitBehindAPlainWriterIsBusyAndCanBeTriedAgain() {
    CallLimits impatient = CallLimits.waiting(Duration.ZERO);
    try (Transaction concurrent = begin(TransactionMode.CONCURRENT, impatient)) {
      concurrent.makeWritable();
      set(concurrent, HIGH, "concurrent");
      try (Transaction plain = begin(TransactionMode.IMMEDIATE)) {
        set(plain, LOW, "plain");
        assertFails(concurrent::commit, BusyException.class, ResultCode.BUSY);
        assertThat(get(concurrent, HIGH)).isEqualTo("concurrent");
        plain.commit();
      }
      concurrent.commit();
    }
    assertThat(committed(HIGH)).isEqualTo("concurrent");
    assertThat(committed(LOW)).isEqualTo("plain");
  }

  @Test
  void writeSkewIsRefusedWhereSerializable() {
    assumeTrue(capabilities().isolationLevels().contains(IsolationLevel.SERIALIZABLE));
    TransactionOptions options =
        new TransactionOptions(
            TransactionMode.CONCURRENT, IsolationLevel.SERIALIZABLE, Durability.FULL, 0);
    try (Transaction first = store.begin(options, CallLimits.waiting(LONG));
        Transaction second = store.begin(options, CallLimits.waiting(LONG))) {
      assertThat(get(first, HIGH)).isEqualTo("row " + HIGH);
      assertThat(get(second, LOW)).isEqualTo("row " + LOW);
      first.makeWritable();
      second.makeWritable();
      set(first, LOW, "as if the high row were what it was");
      set(second, HIGH, "as if the low row were what it was");
      first.commit();
      conflictOf(second);
    }
  }

  @Test
  void aPhantomIsRefusedWhereSerializable() {
    assumeTrue(capabilities().isolationLevels().contains(IsolationLevel.SERIALIZABLE));
    TransactionOptions options =
        new TransactionOptions(
            TransactionMode.CONCURRENT, IsolationLevel.SERIALIZABLE, Durability.FULL, 0);
    try (Transaction counting = store.begin(options, CallLimits.waiting(LONG))) {
      assertThat(get(counting, LOW + 3)).isNull();
      write(tx -> set(tx, LOW + 3, "phantom"));
      counting.makeWritable();
      set(counting, HIGH, "there was no phantom");
      conflictOf(counting);
    }
  }

  @Test
  void aTreeMadeHereIsThereAfterTheCommit() {
    try (Transaction transaction = beginWriting()) {
      Tree.Table table = newTable(transaction, "made");
      for (int i = 1; i <= 300; i++) {
        put(transaction, table, i, "row " + i + " " + "x".repeat(i % 7 == 0 ? 5000 : 10));
      }
      assertThat(rowids(transaction, table)).hasSize(300);
      transaction.commit();
    }
    assertThat(committedRowids("made")).hasSize(300);
    assertThat(committedContents("t")).isNotEmpty();
  }

  @Test
  void aTreeDroppedHereIsGoneAfterTheCommit() {
    try (Transaction transaction = beginWriting()) {
      transaction.dropTree(table(transaction, "t"));
      removeFromCatalogue(transaction, "t");
      transaction.commit();
    }
    assertThat(committedCatalogue()).isEmpty();
  }

  @Test
  void numbersOfTheSchemaAreRolledBackToASavepoint() {
    try (Transaction transaction = beginWriting()) {
      int before = transaction.metadata(Metadata.SCHEMA_COOKIE);
      int mark = transaction.savepoint();
      transaction.setMetadata(Metadata.SCHEMA_COOKIE, before + 1);
      assertThat(transaction.metadata(Metadata.SCHEMA_COOKIE)).isEqualTo(before + 1);
      transaction.rollbackTo(mark);
      assertThat(transaction.metadata(Metadata.SCHEMA_COOKIE)).isEqualTo(before);
      transaction.setMetadata(Metadata.SCHEMA_COOKIE, before + 7);
      transaction.commit();
      assertThat(committedNumber(Metadata.SCHEMA_COOKIE)).isEqualTo(before + 7);
    }
  }

  @Test
  void aWholeTreeIsClearedAndFilledAgain() {
    try (Transaction transaction = beginWriting()) {
      Tree.Table table = table(transaction, "t");
      assertThat(transaction.clearTree(table)).isPositive();
      assertThat(rowids(transaction, table)).isEmpty();
      put(transaction, table, 5, "the only one");
      transaction.commit();
    }
    assertThat(committedContents("t")).containsExactly("5: 'the only one'");
  }

  @Test
  void aBigTransactionCommitsBesideOthers() {
    try (Transaction big = beginWriting();
        Transaction small = beginWriting()) {
      Tree.Table table = newTable(big, "big");
      for (int i = 1; i <= 3000; i++) {
        put(big, table, i, "row " + i + "x".repeat(400));
      }
      int mark = big.savepoint();
      for (int i = 1; i <= 3000; i += 2) {
        remove(big, table, i);
      }
      big.rollbackTo(mark);
      big.commit();
      assertThat(get(small, LOW)).isEqualTo("row " + LOW);
    }
    assertThat(committedRowids("big")).hasSize(3000);
  }
}
