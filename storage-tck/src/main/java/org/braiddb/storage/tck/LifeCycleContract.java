package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;

/** Finding an engine, opening and closing a store. */
abstract class LifeCycleContract extends ContractTopic {
  private StorageEngine engine() {
    return engineUnderTest().engine();
  }

  @Test
  void engineIsFoundByItsJournalMode() {
    StorageEngine found = StorageEngines.installed().forMode(engine().journalMode());
    assertThat(found.family()).isEqualTo(engine().family());
    assertThat(found.capabilities()).isEqualTo(engine().capabilities());
    assertThat(engine().journalMode())
        .matches("[a-z0-9_]+")
        .isNotIn("delete", "truncate", "persist", "memory", "off");
    assertThat(engine().family()).isNotBlank();
    assertThat(engine().spiVersion()).isEqualTo(StorageEngine.SPI_VERSION);
  }

  @Test
  void capabilitiesAreConstantAndInRange() {
    Capabilities capabilities = engine().capabilities();
    assertThat(engine().capabilities()).isEqualTo(capabilities);
    assertThat(capabilities.maximumRecordBytes()).isBetween(1L, (long) Integer.MAX_VALUE);
    assertThat(capabilities.maximumKeyBytes()).isBetween(1L, (long) Integer.MAX_VALUE);
    assertThat(capabilities.maximumTransactionBytes()).isPositive();
    if (capabilities.concurrentTransactions()) {
      assertThat(capabilities.isolationLevels()).isNotEmpty();
    }
  }

  @Test
  void concurrentTransactionsAreAsDeclared() {
    if (capabilities().concurrentTransactions()) {
      try (Transaction transaction = begin(TransactionMode.CONCURRENT)) {
        assertThat(transaction.mode()).isEqualTo(TransactionMode.CONCURRENT);
      }
    } else {
      assertFails(
          () -> begin(TransactionMode.CONCURRENT), UnsupportedException.class, ResultCode.ERROR);
    }
  }

  @Test
  void isolationLevelsAreAsDeclared() {
    assumeTrue(capabilities().concurrentTransactions());
    for (IsolationLevel level : IsolationLevel.values()) {
      TransactionOptions options =
          TransactionOptions.of(TransactionMode.CONCURRENT).withIsolation(level);
      boolean stronger =
          capabilities().isolationLevels().stream().anyMatch(l -> l.compareTo(level) >= 0);
      if (stronger) {
        try (Transaction transaction = store.begin(options, new CallLimits())) {
          assertThat(transaction.mode()).isEqualTo(TransactionMode.CONCURRENT);
        }
      } else {
        assertFails(
            () -> store.begin(options, new CallLimits()),
            UnsupportedException.class,
            ResultCode.ERROR);
      }
    }
  }

  @Test
  void storeKnowsItsEngineAndLocation() {
    assertThat(store.engine()).hasSameClassAs(engine());
    assertThat(store.location()).isEqualTo(location());
    assertThat(store.readOnly()).isFalse();
    assertThat(store.facet(Runnable.class)).isEmpty();
  }

  @Test
  void spellingsOfAPathAreOneDatabase() throws IOException {
    Path file = directory.resolve("spelled.db");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    Object identity = identify(file);
    assertThat(identify(directory.resolve(".").resolve("spelled.db"))).isEqualTo(identity);
    assertThat(identify(link.resolve("spelled.db")))
        .isEqualTo(identity)
        .hasSameHashCodeAs(identity);
    assertThat(identify(directory.resolve("other.db"))).isNotEqualTo(identity);
  }

  private Object identify(Path path) {
    return engine().identify(new StoreLocation.File(path), options());
  }

  @Test
  void memoryDatabasesAreTheirOwnUnlessNamed() {
    var first = new StoreLocation.PrivateMemory();
    var second = new StoreLocation.PrivateMemory();
    assertThat(engine().identify(first, options()))
        .isNotEqualTo(engine().identify(second, options()));
    var shared = new StoreLocation.SharedMemory("contract");
    assertThat(engine().identify(shared, options()))
        .isEqualTo(engine().identify(new StoreLocation.SharedMemory("contract"), options()))
        .isNotEqualTo(engine().identify(new StoreLocation.SharedMemory("contract2"), options()));

    Store one = open(first, options());
    Store other = open(second, options());
    store = one;
    commitTable("t", 1);
    store = other;
    assertThat(committedCatalogue().size()).isZero();
  }

  @Test
  void missingDatabaseIsMadeOnlyWhereAllowed() {
    Path missing = directory.resolve("missing.db");
    var location = new StoreLocation.File(missing);
    for (StoreOptions options :
        new StoreOptions[] {options().withCreate(false), options().withReadOnly(true)}) {
      assertFails(
          () -> {
            Object unused = engine().identify(location, options);
            open(location, options);
          },
          CannotOpenException.class,
          ResultCode.CANTOPEN);
      assertThat(missing).doesNotExist();
    }
  }

  @Test
  void missingDirectoryIsAnError() {
    var location = new StoreLocation.File(directory.resolve("no/such/directory/x.db"));
    assertFails(
        () -> {
          Object unused = engine().identify(location, options());
          open(location, options());
        },
        CannotOpenException.class,
        ResultCode.CANTOPEN);
  }

  @Test
  void readOnlyStoreReadsAndRefusesWriters() {
    assumeTrue(keepsContents());
    commitTable("t", 3);
    store.close();
    store = open(location(), options().withReadOnly(true));
    assertThat(store.readOnly()).isTrue();
    assertThat(committedRowids("t")).containsExactly(1L, 2L, 3L);
    assertFails(
        () -> begin(TransactionMode.IMMEDIATE), ReadOnlyException.class, ResultCode.READONLY);
    assertFails(
        () -> begin(TransactionMode.EXCLUSIVE), ReadOnlyException.class, ResultCode.READONLY);
    try (Transaction transaction = begin(TransactionMode.DEFERRED)) {
      assertFails(transaction::makeWritable, ReadOnlyException.class, ResultCode.READONLY);
      assertThat(transaction.writable()).isFalse();
      assertThat(rowids(transaction, table(transaction, "t"))).hasSize(3);
    }
  }

  @Test
  void encodingIsThatOfTheDatabase() {
    for (TextEncoding encoding : TextEncoding.values()) {
      var location = new StoreLocation.File(directory.resolve(encoding + ".db"));
      StoreOptions options = options().withEncoding(encoding);
      store = open(location, options);
      commitTable("t", 1);
      store.close();
      store = open(location, options.withEncoding(TextEncoding.UTF_8));
      TextEncoding found = read(Transaction::encoding);
      assertThat(found).isEqualTo(encoding);
      assertThat(committedContents("t")).containsExactly("1: 1, 'row 1'");
    }
  }

  @Test
  void closingTwiceIsHarmlessAndCallsAfterItAreMisuse() {
    store.close();
    store.close();
    assertMisuse(() -> begin(TransactionMode.DEFERRED));
    assertMisuse(() -> begin(TransactionMode.IMMEDIATE));
    assertMisuse(() -> store.visibleCommit());
    assertMisuse(() -> store.awaitVisible(0, new CallLimits()));
  }

  @Test
  void closingTheStoreRollsBackOpenTransactions() {
    commitTable("t", 2);
    Transaction writer = begin(TransactionMode.IMMEDIATE);
    put(writer, table(writer, "t"), 3, "never");
    Transaction reader = begin(TransactionMode.READ_ONLY);
    assertThat(rowids(reader, table(reader, "t"))).hasSize(2);
    store.close();
    assertMisuse(writer::commit);
    assertMisuse(reader::snapshot);
    writer.close();
    reader.close();
    if (keepsContents()) {
      store = open();
      assertThat(committedRowids("t")).containsExactly(1L, 2L);
    }
  }
}
