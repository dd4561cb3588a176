package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Handover;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.tck.checked.CheckedModeEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An open database goes from store to store, for engines that have it. */
abstract class HandoverContract extends ContractTopic {
  private @Nullable Store adopted;

  @AfterEach
  void closeAdopted() {
    if (adopted != null) {
      adopted.close();
    }
  }

  /** The handover; null where the engine says that it has none, and goes on as before. */
  private @Nullable Handover detach() {
    try {
      return store.detach(CallLimits.waiting(LONG));
    } catch (UnsupportedException e) {
      assertThat(e.code()).isEqualTo(ResultCode.ERROR);
      assertThat(committedRowids("t")).hasSizeGreaterThanOrEqualTo(3);
      return null;
    }
  }

  @Test
  void contentsGoOverAndTheOldStoreIsClosed() {
    commitTable("t", 3);
    Store old = store;
    Handover handover = detach();
    if (handover == null) {
      return;
    }
    assertThat(handover.family()).isEqualTo(engineUnderTest().engine().family());
    assertMisuse(() -> old.begin(options(TransactionMode.READ_ONLY), new CallLimits()));
    old.close();
    adopted = engineUnderTest().engine().adopt(handover);
    store = adopted;
    assertThat(committedRowids("t")).containsExactly(1L, 2L, 3L);
    write(tx -> put(tx, table(tx, "t"), 4, "x"));
    assertThat(committedRowids("t")).hasSize(4);
  }

  /** Every installed engine of the family, each of which makes a commit. */
  @Test
  void theEnginesOfAFamilyHandTheDatabaseOn() {
    commitTable("t", 3);
    int rows = 3;
    for (StorageEngine other : family()) {
      Handover handover = detach();
      if (handover != null) {
        adopted = other.adopt(handover);
        store = adopted;
        long next = ++rows;
        write(tx -> put(tx, table(tx, "t"), next, "by " + other.journalMode()));
        assertThat(committedRowids("t")).as(other.journalMode()).hasSize(rows);
      }
    }
  }

  private List<StorageEngine> family() {
    return StorageEngines.installed().all().stream()
        .filter(other -> !(other instanceof CheckedModeEngine)) // one of these under another name
        .filter(other -> other.family().equals(engineUnderTest().engine().family()))
        .toList();
  }

  private static TransactionOptions options(TransactionMode mode) {
    return TransactionOptions.of(mode);
  }

  @Test
  void openTransactionsMakeItBusyAndTheStoreGoesOn() {
    commitTable("t", 3);
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      assertThat(rowids(reader, table(reader, "t"))).hasSize(3);
      try {
        Handover unexpected = store.detach(new CallLimits());
        throw new AssertionError("detached under an open transaction: " + unexpected);
      } catch (BusyException e) {
        assertThat(e.code()).isEqualTo(ResultCode.BUSY);
      } catch (UnsupportedException e) {
        return; // declared: there is no handover
      }
      assertThat(rowids(reader, table(reader, "t"))).hasSize(3);
    }
    write(tx -> put(tx, table(tx, "t"), 4, "x"));
    assertThat(committedRowids("t")).hasSize(4);
  }

  @Test
  void foreignHandoverIsRefused() {
    Handover foreign = () -> "somebody.else";
    assertThat(catchThrowable(() -> engineUnderTest().engine().adopt(foreign)))
        .isInstanceOfAny(MisuseException.class, UnsupportedException.class);
  }
}
