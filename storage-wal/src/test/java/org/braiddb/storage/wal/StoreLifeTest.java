package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.Facets.CheckpointResult;
import org.braiddb.storage.Handover;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.MemoryFileSystem;
import org.braiddb.storage.file.io.RealFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, handing over, checkpointing and closing. */
class StoreLifeTest {
  private static final int FRAMES_BETWEEN_CHECKPOINTS = 10;
  private static final int MOST_LOOKS = 2000;
  private static final int ROUND_OFFSET = 12;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("x.db");
  }

  private Database open() {
    return new Database(new WalEngine(), file(), StoreOptions.DEFAULTS);
  }

  private static void insert(Database database, Tree.Table table, long id) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE, Durability.NORMAL)) {
      try (Cursor cursor = transaction.open(table, true)) {
        Database.put(cursor, id, "row " + id);
      }
      transaction.commit();
    }
  }

  @Test
  void theEngineIsFoundByItsService() {
    assertThat(StorageEngines.installed().journalModes()).contains("wal");
  }

  @Test
  void theLogThatStartsOverKeepsNoMoreDiskThanItsLimit() throws Exception {
    Path log = directory.resolve("x.db-wal");
    try (Database database = open()) {
      database.checkpointing().setAutoCheckpointFrames(0);
      assertThat(database.checkpointing().logSizeLimit()).isEqualTo(-1);
      Tree.Table table = database.table();
      fill(database, table, 1, 2000);
      long long1 = Files.size(log);
      assertThat(long1).isGreaterThan(1_000_000);
      database.checkpointing().checkpoint(CheckpointMode.RESTART, Database.patient());
      insert(database, table, 5000);
      assertThat(Files.size(log)).as("without a limit").isEqualTo(long1);
      database.checkpointing().setLogSizeLimit(100_000);
      database.checkpointing().checkpoint(CheckpointMode.RESTART, Database.patient());
      insert(database, table, 5001);
      assertThat(Files.size(log)).isEqualTo(100_000);
      fill(database, table, 2000, 3000);
      assertThat(database.damage()).isEmpty();
      assertThat(database.rows()).hasSize(3001);
    }
    assertThat(log).doesNotExist();
  }

  /** What nobody will open again is not copied out of its log, which goes with it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingATemporaryStoreLeavesItsLog(boolean temporary) {
    WatchedFileSystem files = new WatchedFileSystem(new MemoryFileSystem());
    int written;
    try (Database database =
        Database.open(new SimulatedEngine(files), StoreOptions.DEFAULTS.withTemporary(temporary))) {
      database.checkpointing().setAutoCheckpointFrames(0);
      fill(database, database.table(), 1, 2000);
      assertThat(database.rows()).hasSize(1999);
      written = files.databaseWrites.get();
    }
    if (temporary) {
      assertThat(files.databaseWrites).hasValue(written);
    } else {
      assertThat(files.databaseWrites.get()).isGreaterThan(written);
    }
  }

  private static void fill(Database database, Tree.Table table, int from, int to) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE, Durability.NORMAL)) {
      try (Cursor cursor = transaction.open(table, true)) {
        for (int id = from; id < to; id++) {
          Database.put(cursor, id, "x".repeat(900));
        }
      }
      transaction.commit();
    }
  }

  @Test
  void aMissingFileIsNotCreatedUnlessAskedFor() {
    assertThatThrownBy(
            () -> new Database(new WalEngine(), file(), StoreOptions.DEFAULTS.withCreate(false)))
        .isInstanceOf(CannotOpenException.class);
    assertThat(file()).doesNotExist();
    assertThatThrownBy(() ->
            new Database(
                new WalEngine(),
                directory.resolve("no").resolve("such").resolve("x.db"),
                StoreOptions.DEFAULTS))
        .isInstanceOf(CannotOpenException.class);
    assertThatThrownBy(() -> new Database(new WalEngine(), directory, StoreOptions.DEFAULTS))
        .isInstanceOf(CannotOpenException.class);
  }

  @Test
  void aStoreThatIsOnlyReadLeavesAnEmptyFileEmpty() throws Exception {
    try (Database database = open()) {
      assertThat(database.rows()).isEmpty();
    }
    assertThat(Files.size(file())).isZero();
    assertThat(file().resolveSibling("x.db-wal")).doesNotExist();
  }

  @Test
  void oneFileIsOpenOnceInAProcess() {
    try (Database first = open()) {
      assertThatThrownBy(this::open).isInstanceOf(MisuseException.class);
      first.table();
    }
    open().close();
  }

  @Test
  void aClosedStoreRefusesCalls() {
    Database database = open();
    Transaction left = database.begin(TransactionMode.DEFERRED);
    database.close();
    database.close();
    assertThatThrownBy(() -> database.begin(TransactionMode.DEFERRED))
        .isInstanceOf(MisuseException.class);
    assertThatThrownBy(left::snapshot).isInstanceOf(MisuseException.class);
    left.close();
  }

  @Test
  void memoryStoresWorkAndAreSeparate() {
    StorageEngine engine = new WalEngine();
    Store first = engine.open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS);
    Store second = engine.open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS);
    CallLimits limits = Database.patient();
    try (Transaction transaction =
        first.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), limits)) {
      transaction.setMetadata(Metadata.USER_VERSION, 4);
      transaction.commit();
    }
    try (Transaction one = first.begin(TransactionOptions.of(TransactionMode.READ_ONLY), limits);
        Transaction two = second.begin(TransactionOptions.of(TransactionMode.READ_ONLY), limits)) {
      assertThat(one.metadata(Metadata.USER_VERSION)).isEqualTo(4);
      assertThat(two.metadata(Metadata.USER_VERSION)).isZero();
    }
    first.close();
    second.close();
    StoreLocation shared = new StoreLocation.SharedMemory("name");
    assertThat(engine.identify(shared, StoreOptions.DEFAULTS))
        .isEqualTo(engine.identify(new StoreLocation.SharedMemory("name"), StoreOptions.DEFAULTS))
        .isNotEqualTo(
            engine.identify(new StoreLocation.SharedMemory("other"), StoreOptions.DEFAULTS));
  }

  @Test
  void anOpenStoreIsHandedOver() {
    Database database = open();
    Tree.Table table = database.table();
    insert(database, table, 1);
    try (Transaction open = database.begin(TransactionMode.DEFERRED)) {
      assertThat(open.snapshot()).isPositive();
      assertThatThrownBy(() -> database.store.detach(new CallLimits()))
          .isInstanceOf(BusyException.class);
    }
    insert(database, table, 2);
    Handover handover = database.store.detach(Database.patient());
    assertThat(handover.family()).isEqualTo(new WalEngine().family());
    assertThatThrownBy(() -> database.begin(TransactionMode.DEFERRED))
        .isInstanceOf(MisuseException.class);
    try (Store adopted = new WalEngine().adopt(handover);
        Transaction transaction =
            adopted.begin(TransactionOptions.of(TransactionMode.READ_ONLY), Database.patient())) {
      assertThat(Database.rows(transaction)).containsOnlyKeys(1L, 2L);
    }
    try (Database again = open()) {
      assertThat(again.rows()).hasSize(2);
    }
  }

  @Test
  void checkpointModesAnswerAsSqliteDoes() throws Exception {
    try (Database database = open()) {
      Tree.Table table = database.table();
      database.checkpointing().setAutoCheckpointFrames(0);
      assertThat(database.checkpointing().autoCheckpointFrames()).isZero();
      for (long id = 1; id <= 10; id++) {
        insert(database, table, id);
      }
      CallLimits now = new CallLimits();
      try (Transaction old = database.begin(TransactionMode.READ_ONLY)) {
        assertThat(old.snapshot()).isPositive();
        insert(database, table, 11);
        CheckpointResult passive = checkpoint(database, CheckpointMode.PASSIVE, now);
        assertThat(passive.blocked()).isFalse();
        assertThat(passive.checkpointedFrames()).isPositive().isLessThan(passive.logFrames());
        assertThat(checkpoint(database, CheckpointMode.FULL, now).blocked()).isTrue();
        assertThat(checkpoint(database, CheckpointMode.TRUNCATE, now).blocked()).isTrue();
        assertThat(Database.rows(old)).hasSize(10);
      }
      try (Transaction writer = database.begin(TransactionMode.IMMEDIATE)) {
        assertThat(writer.writable()).isTrue();
        assertThat(checkpoint(database, CheckpointMode.PASSIVE, now).blocked()).isFalse();
        assertThat(checkpoint(database, CheckpointMode.RESTART, now).blocked()).isTrue();
      }
      CheckpointResult full = checkpoint(database, CheckpointMode.FULL, now);
      assertThat(full.blocked()).isFalse();
      assertThat(full.checkpointedFrames()).isEqualTo(full.logFrames()).isPositive();
      assertThat(checkpoint(database, CheckpointMode.TRUNCATE, now))
          .isEqualTo(new CheckpointResult(false, 0, 0));
      assertThat(Files.size(file().resolveSibling("x.db-wal"))).isZero();
      insert(database, table, 12);
      assertThat(database.rows()).hasSize(12);
    }
  }

  private static CheckpointResult checkpoint(
      Database database, CheckpointMode mode, CallLimits limits) {
    return database.checkpointing().checkpoint(mode, limits);
  }

  @Test
  void theCacheBudgetCanBeChangedWhileItRuns() {
    try (Database database = open()) {
      Facets.CacheControl cache = database.store.facet(Facets.CacheControl.class).orElseThrow();
      cache.setCacheBytes(1 << 20);
      assertThat(cache.cacheBytes()).isEqualTo(1 << 20);
    }
  }

  @Test
  void aTransactionLargerThanItsMemorySpillsIntoNoLogAndCommits() throws IOException {
    StoreOptions small = StoreOptions.DEFAULTS.withPageSize(1024).withCacheBytes(1);
    String body = "x".repeat(400);
    try (Database database = new Database(new WalEngine(), file(), small)) {
      Tree.Table table = database.table();
      Path log = Path.of(file() + "-wal");
      byte[] before = Files.readAllBytes(log);
      try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
        try (Cursor cursor = transaction.open(table, true)) {
          for (long id = 1; id <= 3000; id++) {
            Database.put(cursor, id * 7919 % 3001, id + body);
          }
          int savepoint = transaction.savepoint();
          for (long id = 1; id <= 3000; id += 3) {
            Database.put(cursor, id, "undone");
          }
          transaction.rollbackTo(savepoint);
          for (long id = 2; id <= 3000; id += 3) {
            assertThat(cursor.seek(id, Cursor.Seek.EQUAL)).isTrue();
            cursor.delete();
          }
        }
        assertThat(log).as("the log before the commit").hasBinaryContent(before);
        transaction.commit();
      }
      assertThat(database.rows()).hasSize(2000).doesNotContainValue("undone");
      assertThat(database.damage()).isEmpty();
    }
    try (Database database = open()) {
      assertThat(database.rows()).hasSize(2000);
      assertThat(database.damage()).isEmpty();
    }
  }

  @Test
  void noThreadOfTheStoreOutlivesIt() throws Exception {
    try (Database database = open()) {
      Tree.Table table = database.table();
      database.checkpointing().setAutoCheckpointFrames(10);
      for (long id = 1; id <= 200; id++) {
        insert(database, table, id);
      }
      assertThat(threads()).isPositive();
    }
    assertThat(threads()).isZero();
  }

  /** The second checkpoint is due while the thread rests after the first. */
  @Test
  void aCheckpointThatIsDueComesThoughNobodyCommitsAnyMore() throws Exception {
    try (Database database = open()) {
      Tree.Table table = database.table();
      database.checkpointing().setAutoCheckpointFrames(FRAMES_BETWEEN_CHECKPOINTS);
      int first = round();
      long id = 0;
      while (round() == first) {
        insert(database, table, ++id);
      }
      boolean found = false;
      // Again, in case the first had not come to its very end yet.
      for (int attempt = 0; attempt < 3 && !found; attempt++) {
        for (int i = 0; i < 2 * FRAMES_BETWEEN_CHECKPOINTS; i++) {
          insert(database, table, ++id);
        }
        found = appearsInTheDatabase("row " + id);
      }
      assertThat(found).isTrue();
      assertThat(database.rows()).hasSize((int) id);
    }
  }

  private boolean appearsInTheDatabase(String text) throws Exception {
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (Files.readString(file(), StandardCharsets.ISO_8859_1).contains(text)) {
        return true;
      }
      Thread.sleep(10);
    }
    return false;
  }

  /** How often the log has started over, as its header says. */
  private int round() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(directory.resolve("x.db-wal"))).getInt(ROUND_OFFSET);
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains(file().getFileName().toString()))
        .filter(thread -> thread.getName().startsWith("braid"))
        .peek(thread -> assertThat(thread.isDaemon()).isTrue())
        .count();
  }

  @Test
  void connectionsThatMakeOneFileTogetherDropNoLocks() throws Exception {
    WatchedFileSystem files = new WatchedFileSystem(RealFileSystem.INSTANCE);
    SimulatedEngine engine = new SimulatedEngine(files);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 100; round++) {
        StoreLocation place = new StoreLocation.File(directory.resolve("new" + round));
        List<Future<Optional<Store>>> openings = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(4);
        for (int i = 0; i < 4; i++) {
          openings.add(
              threads.submit(() -> {
                start.await();
                engine.identify(place, StoreOptions.DEFAULTS);
                try {
                  return Optional.of(engine.open(place, StoreOptions.DEFAULTS));
                } catch (MisuseException e) {
                  // Another was first, as it should be.
                  return Optional.empty();
                }
              }));
        }
        List<Store> opened = new ArrayList<>();
        for (Future<Optional<Store>> opening : openings) {
          opening.get().ifPresent(opened::add);
        }
        assertThat(opened).hasSize(1);
        opened.getFirst().close();
      }
    }
    assertThat(files.droppedLocks.get()).isZero();
  }
}
