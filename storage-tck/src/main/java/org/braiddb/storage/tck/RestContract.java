package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Handover;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.UnsupportedException;
import org.junit.jupiter.api.Test;

/** Transactions that rest and begin again; those of an engine that has none stay as they are. */
abstract class RestContract extends ContractTopic {
  private Transaction reader() {
    Transaction reader = begin(TransactionMode.READ_ONLY, CallLimits.waiting(LONG));
    assertThat(rowids(reader, table(reader, "t"))).isNotEmpty();
    return reader;
  }

  /** Lets it rest; one that cannot is open as before. */
  private static boolean rests(Transaction reader) {
    boolean rests = reader.rest();
    if (!rests) {
      assertThat(rowids(reader, table(reader, "t"))).isNotEmpty();
      assertMisuse(() -> reader.resume(0));
      reader.commit();
    }
    return rests;
  }

  @Test
  void resumedTransactionSeesWhatWasCommittedWhileItRested() {
    commitTable("t", 1);
    try (Transaction reader = reader()) {
      if (!rests(reader)) {
        return;
      }
      for (long rowid = 2; rowid < 6; rowid++) {
        long added = rowid;
        long commit = write(tx -> put(tx, table(tx, "t"), added, "row"));
        assertThat(reader.resume(commit)).isTrue();
        assertThat(reader.snapshot()).isGreaterThanOrEqualTo(commit);
        assertThat(rowids(reader, table(reader, "t"))).hasSize((int) rowid).endsWith(rowid);
        write(tx -> put(tx, table(tx, "t"), added + 100, "unseen"));
        assertThat(rowids(reader, table(reader, "t"))).endsWith(rowid);
        write(tx -> remove(tx, added + 100));
        assertThat(reader.rest()).isTrue();
      }
    }
  }

  private static void remove(Transaction transaction, long rowid) {
    try (Cursor cursor = transaction.open(table(transaction, "t"), true)) {
      assertThat(cursor.seek(rowid, Cursor.Seek.EQUAL)).isTrue();
      cursor.delete();
    }
  }

  @Test
  void cursorsGoOnInTheNewSnapshot() {
    commitTable("t", 2000);
    try (Transaction reader = begin(TransactionMode.READ_ONLY, CallLimits.waiting(LONG))) {
      Cursor cursor = reader.open(table(reader, "t"), false);
      assertThat(cursor.seek(1500, Cursor.Seek.EQUAL)).isTrue();
      if (!reader.rest()) {
        assertThat(cursor.rowid()).isEqualTo(1500);
        return;
      }
      write(tx -> remove(tx, 1500));
      assertThat(reader.resume(0)).isTrue();
      assertThat(cursor.onEntry()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.seek(1500, Cursor.Seek.EQUAL)).isFalse();
      assertThat(cursor.seek(1500, Cursor.Seek.AT_LEAST)).isTrue();
      assertThat(cursor.rowid()).isEqualTo(1501);
      cursor.close();
    }
  }

  @Test
  void restingTransactionIsInNobodysWay() {
    commitTable("t", 1);
    Transaction reader = reader();
    if (!rests(reader)) {
      reader.close();
      return;
    }
    Handover handover;
    try {
      handover = store.detach(new CallLimits());
    } catch (UnsupportedException e) {
      reader.close();
      return; // declared: there is no handover
    }
    assertThat(reader.resume(0)).isFalse();
    reader.close();
    store = engineUnderTest().engine().adopt(handover);
    assertThat(committedRowids("t")).containsExactly(1L);
    store.close();
  }

  @Test
  void restingTransactionRefusesCallsAndCanBeClosed() {
    commitTable("t", 1);
    Tree.Table table = read(tx -> table(tx, "t"));
    Transaction reader = reader();
    if (!rests(reader)) {
      reader.close();
      return;
    }
    for (Runnable call :
        List.<Runnable>of(
            reader::snapshot,
            () -> reader.open(table, false),
            reader::savepoint,
            reader::rest,
            reader::commit)) {
      assertMisuse(call::run);
    }
    reader.close();
    reader.close();
    assertMisuse(() -> reader.resume(0));
  }

  @Test
  void onlyReadersRest() {
    commitTable("t", 1);
    for (TransactionMode mode : List.of(TransactionMode.DEFERRED, TransactionMode.IMMEDIATE)) {
      try (Transaction transaction = begin(mode)) {
        assertThat(rowids(transaction, table(transaction, "t"))).hasSize(1);
        assertThat(transaction.rest()).isFalse();
        assertThat(rowids(transaction, table(transaction, "t"))).hasSize(1);
        assertMisuse(() -> transaction.resume(0));
      }
    }
  }
}
