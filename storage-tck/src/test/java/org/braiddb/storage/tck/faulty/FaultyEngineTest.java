package org.braiddb.storage.tck.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.tck.naive.NaiveEngine;
import org.junit.jupiter.api.Test;

class FaultyEngineTest {
  /** Inserts rows, each until it succeeds; returns the messages of the failures met. */
  private static List<String> run(long seed) {
    Faults faults = new Faults(seed, 0.2);
    faults.setEnabled(false);
    var engine = new FaultyEngine(new NaiveEngine(), faults);
    List<String> failures = new ArrayList<>();
    try (Store store = engine.open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS);
        Transaction transaction =
            store.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), new CallLimits());
        Cursor cursor = transaction.open(Tree.CATALOG, true)) {
      faults.setEnabled(true);
      for (int row = 0; row < 100; ) {
        try {
          cursor.insert(row, new byte[] {2, 8}, 0, 2);
          row++;
        } catch (StorageIOException e) {
          assertThat(e.code()).isEqualTo(ResultCode.IOERR);
          failures.add(e.getMessage());
        }
        faults.setEnabled(false);
        assertThat(transaction.count(Tree.CATALOG)).isEqualTo(row);
        faults.setEnabled(true);
      }
      faults.setEnabled(false);
    }
    assertThat(faults.failed()).isEqualTo(failures.size());
    return failures;
  }

  @Test
  void sameSeedFailsTheSameCallsAndFailedCallsDoNothing() {
    assertThat(run(42)).isNotEmpty().isEqualTo(run(42));
    assertThat(run(43)).isNotEqualTo(run(44));
  }
}
