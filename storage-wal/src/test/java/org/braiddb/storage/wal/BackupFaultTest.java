package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Facets;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups cut off by every fault at every operation: the target is the old file or the new one. */
class BackupFaultTest {
  private static final long SEED = Long.getLong("braid.test.seed", 77L);
  private static final Path TARGET = Path.of("/copy");
  private static final StoreOptions OPTIONS = Workload.options(512);

  private static void insert(Database database, Tree.Table table, long from) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      try (Cursor cursor = transaction.open(table, true)) {
        for (long id = from; id < from + 40; id++) {
          Database.put(cursor, id, "body of row " + id + " ".repeat((int) (id % 300)));
        }
      }
      transaction.commit();
    }
  }

  private static void backUp(Database database, int pages) {
    try (Transaction reading = database.begin(TransactionMode.READ_ONLY);
        Facets.BackupSteps steps =
            database.store.facet(Facets.Backup.class).orElseThrow().begin(reading, TARGET)) {
      while (!steps.step(pages)) {
        // The next step.
      }
    }
  }

  /** A first backup, then another one; operations are counted from the second on. */
  private static long run(SimulatedFileSystem files, Fault fault, long at) {
    long before = 0;
    try (Database database = Database.open(new SimulatedEngine(files), OPTIONS)) {
      Tree.Table table = database.table();
      insert(database, table, 1);
      backUp(database, 100);
      insert(database, table, 101);
      before = files.operations();
      files.plan(fault, at == 0 ? Long.MAX_VALUE : before + at);
      backUp(database, 9);
    } catch (StorageException e) {
      assertThat(Workload.isExpected(e)).as(e.toString()).isTrue();
    }
    return files.operations() - before;
  }

  private static Map<Long, String> rows(SimulatedFileSystem files, Path path) {
    try (Database database = new Database(new SimulatedEngine(files), path, OPTIONS)) {
      assertThat(database.damage()).isEmpty();
      return database.rows();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theTargetIsTheOldCopyOrTheNewOne(Fault fault) {
    long operations = run(new SimulatedFileSystem(SEED), Fault.ERROR, 0);
    assertThat(operations).isGreaterThan(5);
    int replaced = 0;
    for (long at = 1; at <= operations; at++) {
      SimulatedFileSystem files = new SimulatedFileSystem(SEED + at);
      run(files, fault, at);
      SimulatedFileSystem next = files.afterPowerCut();
      next.heal();
      String which = "seed " + SEED + ", " + fault + " at " + at;
      int rows = rows(next, TARGET).size();
      assertThat(rows).as(which).isIn(40, 80);
      replaced += rows / 80;
      assertThat(rows(next, Database.PATH)).as(which).hasSize(80);
    }
    assertThat(replaced).as("backups that were complete").isPositive();
  }
}
