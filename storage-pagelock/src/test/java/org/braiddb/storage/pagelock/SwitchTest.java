package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.file.store.FileStorageEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An open database goes from a strategy with one writer to this one and back. */
class SwitchTest {
  private static final StoreOptions SMALL = StoreOptions.DEFAULTS.withPageSize(512);

  @TempDir Path directory;

  /** The family's simplest strategy. */
  private static final class OneWriterEngine extends FileStorageEngine {
    private final FileSystem files;

    OneWriterEngine(FileSystem files) {
      this.files = files;
    }

    @Override
    protected FileSystem fileSystem() {
      return files;
    }

    @Override
    public String journalMode() {
      return "one_writer";
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          false, Set.of(IsolationLevel.SERIALIZABLE), true, true, 1 << 20, 1 << 20, 1 << 20);
    }
  }

  private static void change(Database database, int round) {
    boolean concurrent = database.store.engine().capabilities().concurrentTransactions();
    if (!concurrent) {
      assertThatThrownBy(() -> database.begin(TransactionMode.CONCURRENT))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("one_writer");
      database.write(tx -> Database.append(tx, "t", "plain " + round));
      return;
    }
    try (Transaction first = database.begin(TransactionMode.CONCURRENT);
        Transaction second = database.begin(TransactionMode.CONCURRENT)) {
      for (int i = 0; i < 10; i++) {
        Database.append(first, "t", "concurrent " + round + "x".repeat(200));
        Database.append(second, "u", "concurrent " + round + "x".repeat(200));
      }
      first.commit();
      second.commit();
    }
  }

  @Test
  void aLiveDatabaseSwitchesBackAndForthAndSurvivesAPowerCut() {
    SimulatedFileSystem files = new SimulatedFileSystem(3);
    OneWriterEngine plain = new OneWriterEngine(files);
    SimulatedPageLockEngine pages = new SimulatedPageLockEngine(files);
    Database database = Database.at(plain, Database.PATH, SMALL);
    database.write(tx -> {
      Database.makeTable(tx, "t");
      Database.makeTable(tx, "u");
    });
    for (int round = 0; round < 6; round++) {
      change(database, round);
      Handover handover = database.store.detach(Database.patient());
      boolean concurrent = database.store.engine().capabilities().concurrentTransactions();
      database.store = (concurrent ? plain : pages).adopt(handover);
    }
    change(database, 6);
    SimulatedFileSystem cut = files.afterPowerCut();
    try (Database after = Database.at(new SimulatedPageLockEngine(cut), Database.PATH, SMALL)) {
      assertThat(after.rows("t")).isEqualTo(database.rows("t")).hasSize(34);
      assertThat(after.rows("u")).isEqualTo(database.rows("u")).hasSize(30);
      assertThat(after.damage()).isEmpty();
      change(after, 7);
    }
    database.close();
  }

  @Test
  void anOpenConcurrentTransactionHoldsTheSwitchUp() {
    try (Database database = Database.inMemory(SMALL)) {
      database.write(tx -> Database.makeTable(tx, "t"));
      try (Transaction open = database.begin(TransactionMode.CONCURRENT)) {
        Database.append(open, "t", "open");
        assertThatThrownBy(() -> database.store.detach(CallLimits.waiting(Duration.ofMillis(20))))
            .isInstanceOf(BusyException.class);
        open.commit();
      }
      assertThat(database.rows("t")).hasSize(1);
    }
  }

  @Test
  void sqliteReadsWhatIsLeft() throws Exception {
    Path path = directory.resolve("switched.db");
    try (Database database = Database.at(new PageLockEngine(), path, SMALL)) {
      database.write(tx -> {
        Database.makeTable(tx, "t");
        Database.makeTable(tx, "u");
      });
      change(database, 0);
      database.store = new PageLockEngine().adopt(database.store.detach(Database.patient()));
      change(database, 1);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }
}
