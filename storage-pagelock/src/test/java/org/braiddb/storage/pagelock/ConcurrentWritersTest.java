package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to concurrent writers that conflict by pages. */
class ConcurrentWritersTest {
  private static final StoreOptions SMALL = StoreOptions.DEFAULTS.withPageSize(512);

  @TempDir Path directory;

  private static Database withTables(Database database, int rows) {
    database.write(tx -> {
      for (String name : List.of("t", "u")) {
        Database.makeTable(tx, name);
        for (int i = 1; i <= rows; i++) {
          Database.put(tx, name, i, "row " + i + "-".repeat(90));
        }
      }
    });
    return database;
  }

  private static ConflictException conflictOf(Transaction transaction) {
    ConflictException conflict = catchThrowableOfType(ConflictException.class, transaction::commit);
    assertThat(conflict).isNotNull();
    return conflict;
  }

  @Test
  void theFirstCommitOfANewDatabaseMayBeAConcurrentOne() throws Exception {
    SimulatedFileSystem files = new SimulatedFileSystem(7);
    SimulatedPageLockEngine engine = new SimulatedPageLockEngine(files);
    try (Database database = Database.at(engine, Database.PATH, SMALL);
        Transaction first = database.begin(TransactionMode.CONCURRENT)) {
      Database.makeTable(first, "t");
      Database.put(first, "t", 1, "one");
      first.commit();
    }
    SimulatedFileSystem restarted = files.afterPowerCut();
    try (Database database =
        Database.at(new SimulatedPageLockEngine(restarted), Database.PATH, SMALL)) {
      assertThat(database.rows("t")).containsEntry(1L, "one").hasSize(1);
      assertThat(database.damage()).isEmpty();
    }
  }

  @Test
  void twoOverlappingTransactionsOnDifferentPagesBothSurviveAPowerCut() {
    SimulatedFileSystem files = new SimulatedFileSystem(8);
    try (Database database =
        withTables(Database.at(new SimulatedPageLockEngine(files), Database.PATH, SMALL), 50)) {
      try (Transaction first = database.begin(TransactionMode.CONCURRENT);
          Transaction second = database.begin(TransactionMode.CONCURRENT)) {
        for (int i = 0; i < 40; i++) {
          Database.append(first, "t", "first " + i + "x".repeat(100));
          Database.append(second, "u", "second " + i + "x".repeat(i == 7 ? 3000 : 100));
        }
        second.commit();
        first.commit();
      }
      SimulatedFileSystem restarted = files.afterPowerCut();
      try (Database after =
          Database.at(new SimulatedPageLockEngine(restarted), Database.PATH, SMALL)) {
        assertThat(after.rows("t")).hasSize(90);
        assertThat(after.rows("u")).hasSize(90);
        assertThat(after.rows("t")).isEqualTo(database.rows("t"));
        assertThat(after.rows("u")).isEqualTo(database.rows("u"));
        assertThat(after.damage()).isEmpty();
      }
    }
  }

  @Test
  void aConflictNamesPageAndTable() {
    try (Database database = withTables(Database.inMemory(SMALL), 100);
        Transaction reader = database.begin(TransactionMode.CONCURRENT);
        Transaction writer = database.begin(TransactionMode.CONCURRENT)) {
      Database.get(reader, "t", 40);
      Database.append(reader, "u", "result");
      Database.put(writer, "t", 40, "changed");
      long winner = writer.commit();
      ConflictException readOnly = conflictOf(reader);
      assertThat(readOnly.object()).isEqualTo("t");
      assertThat(readOnly.place()).matches("page \\d+");
      assertThat(readOnly.winner()).isEqualTo(winner);
      assertThat(readOnly).hasMessageContaining("read here, changed there");
    }
  }

  @Test
  void rollingBackToASavepointForgetsNothingThatWasRead() {
    try (Database database = withTables(Database.inMemory(SMALL), 100);
        Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
      int mark = transaction.savepoint();
      Database.put(transaction, "t", 3, "never");
      transaction.rollbackTo(mark);
      Database.append(transaction, "u", "result");
      database.write(tx -> Database.put(tx, "t", 3, "changed"));
      assertThat(conflictOf(transaction).object()).isEqualTo("t");
    }
  }

  @Test
  void aCommittedSchemaChangeConflictsWithEveryConcurrentWriter() {
    try (Database database = withTables(Database.inMemory(SMALL), 10);
        Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
      Database.append(transaction, "u", "result");
      database.write(tx -> Database.makeTable(tx, "v"));
      assertThat(conflictOf(transaction)).hasMessageContaining("schema");
    }
  }

  @Test
  void aSchemaChangeConflictsWithEveryCommitBeforeIt() {
    try (Database database = withTables(Database.inMemory(SMALL), 10);
        Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
      Database.makeTable(transaction, "v");
      database.write(tx -> Database.put(tx, "u", 10, "changed"));
      assertThat(conflictOf(transaction)).hasMessageContaining("schema");
    }
  }

  @Test
  void numbersOfTheUserAreNotSetInside() {
    try (Database database = withTables(Database.inMemory(SMALL), 1);
        Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
      assertThatThrownBy(() -> transaction.setMetadata(Metadata.USER_VERSION, 3))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("user_version");
      assertThatThrownBy(() -> transaction.setMetadata(Metadata.APPLICATION_ID, 3))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("application_id");
    }
  }

  @Test
  void aNumberThatWasReadMustNotHaveChanged() {
    try (Database database = withTables(Database.inMemory(SMALL), 1);
        Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
      assertThat(transaction.metadata(Metadata.USER_VERSION)).isZero();
      Database.append(transaction, "u", "the user version is 0");
      database.write(tx -> tx.setMetadata(Metadata.USER_VERSION, 1));
      assertThat(conflictOf(transaction)).hasMessageContaining("user_version");
    }
  }

  @Test
  void inAnAutoVacuumDatabaseConcurrentTransactionsArePlainOnes() throws Exception {
    Path path = directory.resolve("vacuumed.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = FULL");
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body)");
      statement.execute("INSERT INTO t VALUES(1, 'one')");
    }
    try (Database database = Database.at(new PageLockEngine(), path, SMALL);
        Transaction transaction =
            database.store.begin(
                TransactionOptions.of(TransactionMode.CONCURRENT), Database.patient())) {
      transaction.makeWritable();
      Database.append(transaction, "t", "two");
      try (Transaction other =
          database.store.begin(
              TransactionOptions.of(TransactionMode.CONCURRENT), new CallLimits())) {
        assertThatThrownBy(other::makeWritable).isInstanceOf(BusyException.class);
        assertThat(Database.rows(other, "t")).hasSize(1);
      }
      assertThat(transaction.commit()).isPositive();
      try (Transaction reading = database.begin(TransactionMode.READ_ONLY)) {
        assertThat(Database.rows(reading, "t")).hasSize(2);
      }
    }
  }

  @Test
  void freePagesAreUsedAndLostByNobody() {
    try (Database database = withTables(Database.inMemory(SMALL), 600)) {
      // More than one trunk: a trunk of a 512-byte page takes 120 leaves.
      database.write(tx -> Database.drop(tx, "u"));
      long free = database.freePages();
      long pages = database.pageCount();
      assertThat(free).isGreaterThan(130);
      try (Transaction first = database.begin(TransactionMode.CONCURRENT)) {
        Database.makeTable(first, "v");
        for (int i = 0; i < 20; i++) {
          Database.append(first, "v", "x".repeat(400));
        }
        first.commit();
      }
      assertThat(database.damage()).isEmpty();
      assertThat(database.pageCount()).isEqualTo(pages);
      assertThat(database.freePages()).isLessThan(free);
      long left = database.freePages();
      try (Transaction second = database.begin(TransactionMode.CONCURRENT)) {
        for (int i = 1; i <= 500; i++) {
          Database.delete(second, "t", i);
        }
        second.commit();
      }
      assertThat(database.damage()).isEmpty();
      assertThat(database.freePages()).isGreaterThan(left + 100);
      try (Transaction third = database.begin(TransactionMode.CONCURRENT)) {
        for (int i = 0; i < 400; i++) {
          Database.append(third, "v", "x".repeat(400));
        }
        third.commit();
      }
      assertThat(database.freePages()).isZero();
      assertThat(database.damage()).isEmpty();
    }
  }

  @Test
  void aTableMadeAndDroppedInOneTransactionLeavesNothing() {
    try (Database database = withTables(Database.inMemory(SMALL), 10)) {
      long pages = database.pageCount();
      try (Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
        Database.makeTable(transaction, "v");
        for (int i = 0; i < 100; i++) {
          Database.append(transaction, "v", "x".repeat(400));
        }
        Database.drop(transaction, "v");
        transaction.commit();
      }
      assertThat(database.pageCount()).isEqualTo(pages);
      assertThat(database.damage()).isEmpty();
    }
  }

  @Test
  void theCatalogueGrowsAndShrinksInConcurrentTransactions() throws Exception {
    Path path = directory.resolve("catalogue.db");
    try (Database database = Database.at(new PageLockEngine(), path, SMALL)) {
      for (int round = 0; round < 5; round++) {
        try (Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
          for (int i = 0; i < 20; i++) {
            String name = "t" + round + "_" + i + "_".repeat(30);
            Database.makeTable(transaction, name);
            Database.append(transaction, name, "x".repeat(i * 100));
            Database.makeIndex(transaction, "i" + name, name);
            Database.putKey(transaction, "i" + name, "x".repeat(i * 100), 1);
          }
          transaction.commit();
        }
        assertThat(database.damage()).isEmpty();
      }
      for (int round = 0; round < 4; round++) {
        try (Transaction transaction = database.begin(TransactionMode.CONCURRENT)) {
          for (int i = 0; i < 20; i++) {
            String name = "t" + round + "_" + i + "_".repeat(30);
            Database.drop(transaction, "i" + name);
            Database.drop(transaction, name);
          }
          transaction.commit();
        }
        assertThat(database.damage()).isEmpty();
      }
    }
    checkWithSqlite(path, "SELECT count(*) FROM sqlite_schema", 40);
  }

  @Test
  void sixteenThreadsAppendAndLoseNothing() throws Exception {
    Path path = directory.resolve("threads.db");
    int each = 60;
    try (Database database = Database.at(new PageLockEngine(), path, SMALL)) {
      database.write(tx -> {
        Database.makeTable(tx, "t");
        Database.makeIndex(tx, "i", "t");
      });
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> threads = new ArrayList<>();
      for (int number = 0; number < 16; number++) {
        int thread = number;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int i = 0; i < each; i++) {
                      appendWithRetry(database, thread + "/" + i);
                    }
                  } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failure.get()).isNull();
      assertThat(database.rows("t").values()).hasSize(16 * each).doesNotHaveDuplicates();
      assertThat(database.rows("t").keySet())
          .as("no rowid was given twice and none is missing")
          .hasSize(16 * each)
          .contains(1L, 16L * each);
      assertThat(database.damage()).isEmpty();
    }
    checkWithSqlite(path, "SELECT count(*) FROM t", 16 * each);
    checkWithSqlite(path, "SELECT count(DISTINCT body) FROM t INDEXED BY i", 16 * each);
  }

  private static void appendWithRetry(Database database, String body) {
    while (true) {
      try (Transaction tx = database.begin(TransactionMode.CONCURRENT, Durability.NORMAL)) {
        long id = Database.append(tx, "t", body);
        Database.putKey(tx, "i", body, id);
        tx.commit();
        return;
      } catch (ConflictException e) {
        database.store.awaitVisible(e.winner(), Database.patient());
        Thread.onSpinWait();
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
          Thread.yield();
        }
      }
    }
  }

  private static void checkWithSqlite(Path path, String query, int expected) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(result.getString(1)).isEqualTo("ok");
      }
      try (ResultSet result = statement.executeQuery(query)) {
        assertThat(result.getInt(1)).isEqualTo(expected);
      }
    }
  }
}
