package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

/** The history of changed pages and its budget. */
class PageHistoryTest {
  private static final long SEED = Long.getLong("braid.test.seed", 31L);

  @Test
  void knowsTheLastChangeOfEveryPageAfterTheHorizon() {
    AtomicLong horizon = new AtomicLong(1);
    PageHistory history = new PageHistory(1, 1 << 20, horizon::get);
    SplittableRandom random = new SplittableRandom(SEED);
    Map<Integer, Long> expected = new HashMap<>();
    for (long commit = 2; commit < 5000; commit++) {
      PageBitmap touched = new PageBitmap();
      int[] written = {random.nextInt(1, 3000), random.nextInt(1, 3000)};
      touched.add(random.nextInt(1, 3000));
      history.record(commit, written, touched);
      long number = commit;
      for (int page : written) {
        expected.put(page, number);
      }
      touched.findFirst(page -> {
        expected.put(page, number);
        return false;
      });
      if (commit % 100 == 0) {
        horizon.set(commit - random.nextInt(90));
      }
    }
    assertThat(history.floor()).isEqualTo(1);
    expected.forEach((page, commit) -> {
      if (commit > horizon.get()) {
        assertThat(history.lastChange(page)).as("seed %s, page %s", SEED, page).isEqualTo(commit);
      }
    });
  }

  @Test
  void staysWithinItsBudgetByRaisingTheFloor() {
    PageHistory history = new PageHistory(1, 12 * 1024, () -> 1);
    for (int page = 1; page < 100_000; page++) {
      history.record(page + 1, new int[] {page}, new PageBitmap());
      assertThat(history.size()).isLessThanOrEqualTo(1024);
    }
    assertThat(history.floor()).isGreaterThan(90_000);
    for (int page = (int) history.floor() + 1; page < 100_000; page++) {
      assertThat(history.lastChange(page)).isEqualTo(page + 1);
    }
  }

  @Test
  void oneCommitOfMorePagesThanFitRaisesTheFloorToItself() {
    PageHistory history = new PageHistory(1, 12 * 1024, () -> 1);
    int[] pages = new int[5000];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = i + 1;
    }
    history.record(2, pages, new PageBitmap());
    assertThat(history.floor()).isEqualTo(2);
    assertThat(history.size()).isLessThanOrEqualTo(1024);
  }

  @Test
  void aTransactionLeftOpenBesideABusyWriterStillCommits() {
    try (Database database = Database.inMemory(StoreOptions.DEFAULTS)) {
      database.write(tx -> {
        Database.makeTable(tx, "t");
        Database.makeTable(tx, "u");
        Database.append(tx, "u", "quiet");
      });
      try (Transaction old = database.begin(TransactionMode.CONCURRENT)) {
        Database.append(old, "u", "begun long ago");
        for (int i = 0; i < 5000; i++) {
          long row = i % 50;
          database.write(tx -> Database.put(tx, "t", row, "busy"));
        }
        old.commit();
      }
      assertThat(database.rows("u")).hasSize(2);
    }
  }

  @Test
  void aTransactionOlderThanTheHistoryFailsAndSaysWhy() {
    SimulatedPageLockEngine engine =
        new SimulatedPageLockEngine(new SimulatedFileSystem(SEED), 12 * 64);
    StoreOptions options = StoreOptions.DEFAULTS.withPageSize(512);
    try (Database database = Database.at(engine, Database.PATH, options)) {
      database.write(tx -> {
        Database.makeTable(tx, "t");
        Database.makeTable(tx, "u");
      });
      try (Transaction old = database.begin(TransactionMode.CONCURRENT);
          Transaction pinned = database.begin(TransactionMode.READ_ONLY)) {
        Database.append(old, "u", "begun long ago");
        assertThat(pinned.snapshot()).isEqualTo(old.snapshot());
        for (int i = 0; i < 300; i++) {
          database.write(tx -> Database.append(tx, "t", "x".repeat(400)));
        }
        ConflictException conflict = catchThrowableOfType(ConflictException.class, old::commit);
        assertThat(conflict).hasMessageContaining("not known any more");
      }
      try (Transaction young = database.begin(TransactionMode.CONCURRENT)) {
        Database.append(young, "u", "begun just now");
        young.commit();
      }
      assertThat(database.rows("u")).hasSize(1);
    }
  }
}
