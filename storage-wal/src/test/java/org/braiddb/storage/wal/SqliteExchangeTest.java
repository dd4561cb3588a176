package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files go back and forth between Braid and SQLite. */
class SqliteExchangeTest {
  private static final String CREATE = "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)";

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("x.db");
  }

  private static Connection sqlite(Path path) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  private static String single(Path path, String sql) throws SQLException {
    try (Connection connection = sqlite(path);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.getString(1);
    }
  }

  private static void run(Path path, String... statements) throws SQLException {
    try (Connection connection = sqlite(path);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Map<Long, String> sqliteRows(Path path) throws SQLException {
    Map<Long, String> rows = new TreeMap<>();
    try (Connection connection = sqlite(path);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id, body FROM t")) {
      while (result.next()) {
        rows.put(result.getLong(1), result.getString(2));
      }
    }
    return rows;
  }

  private static Database open(Path path) {
    return new Database(new WalEngine(), path, StoreOptions.DEFAULTS);
  }

  private static void put(Database database, long id, String body) {
    Tree.Table table = database.table();
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      try (Cursor cursor = transaction.open(table, true)) {
        Database.put(cursor, id, body);
      }
      transaction.commit();
    }
  }

  private static void assertIntact(Path path) throws SQLException {
    assertThat(single(path, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 4096, 65536})
  void whatBraidMakesSqliteReads(int pageSize) throws Exception {
    Map<Long, String> rows = new TreeMap<>();
    try (Database database =
        new Database(new WalEngine(), file(), StoreOptions.DEFAULTS.withPageSize(pageSize))) {
      for (long id = 1; id <= 40; id++) {
        String body = "body " + id + "~".repeat((int) (id * id * 7));
        put(database, id, body);
        rows.put(id, body);
      }
    }
    assertThat(file().resolveSibling("x.db-wal")).doesNotExist();
    assertIntact(file());
    assertThat(sqliteRows(file())).isEqualTo(rows);
    assertThat(single(file(), "PRAGMA page_size")).isEqualTo(Integer.toString(pageSize));
    assertThat(single(file(), "PRAGMA journal_mode")).isEqualTo("wal");
  }

  @ParameterizedTest
  @EnumSource(TextEncoding.class)
  void theEncodingAskedForIsThatOfTheFile(TextEncoding encoding) throws Exception {
    StoreOptions options = StoreOptions.DEFAULTS.withEncoding(encoding);
    try (Database database = new Database(new WalEngine(), file(), options);
        Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      assertThat(transaction.encoding()).isEqualTo(encoding);
      transaction.setMetadata(Transaction.Metadata.USER_VERSION, 1);
      transaction.commit();
    }
    assertThat(single(file(), "PRAGMA encoding")).isEqualTo(encoding.pragmaName());
    assertIntact(file());
  }

  @Test
  void aFileTravelsBackAndForth() throws Exception {
    run(file(), "PRAGMA journal_mode=wal", CREATE);
    for (int round = 0; round < 5; round++) {
      run(file(), "INSERT INTO t(body) VALUES('s" + round + "')");
      try (Database database = open(file())) {
        long id = database.rows().size() + 1L;
        put(database, id, "b" + round);
        assertThat(database.rows()).hasSize(2 * (round + 1));
        assertThat(database.damage()).isEmpty();
      }
      assertIntact(file());
    }
    assertThat(sqliteRows(file()).values())
        .containsExactly("s0", "b0", "s1", "b1", "s2", "b2", "s3", "b3", "s4", "b4");
  }

  @Test
  void aLegacyFileBecomesWalWhenItIsWritten() throws Exception {
    run(file(), "PRAGMA journal_mode=delete", CREATE, "INSERT INTO t(body) VALUES('old')");
    assertThat(single(file(), "PRAGMA journal_mode")).isEqualTo("delete");
    try (Database database = open(file())) {
      put(database, 2, "new");
    }
    assertThat(single(file(), "PRAGMA journal_mode")).isEqualTo("wal");
    assertIntact(file());
    assertThat(sqliteRows(file()).values()).containsExactly("old", "new");
  }

  /** What a process that is killed now would leave. */
  private Path copyAsIfKilled() throws IOException {
    Path copy = Files.createTempDirectory(directory, "killed").resolve("x.db");
    Files.copy(file(), copy);
    Files.copy(file().resolveSibling("x.db-wal"), copy.resolveSibling("x.db-wal"));
    return copy;
  }

  private Path killedSqlite() throws Exception {
    try (Connection connection = sqlite(file());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=wal");
      statement.execute("PRAGMA wal_autocheckpoint=0");
      statement.execute(CREATE);
      for (int i = 0; i < 100; i++) {
        statement.execute("INSERT INTO t(body) VALUES('row " + i + "')");
      }
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t(body) VALUES('never committed')");
      return copyAsIfKilled();
    }
  }

  @Test
  void theLogOfAKilledSqliteIsRecovered() throws Exception {
    Path copy = killedSqlite();
    try (Database database = open(copy)) {
      assertThat(database.rows()).hasSize(100);
      put(database, 101, "on top");
      assertThat(database.damage()).isEmpty();
    }
    assertIntact(copy);
    assertThat(sqliteRows(copy)).hasSize(101).containsEntry(101L, "on top");
  }

  @Test
  void aLogWithBigEndianChecksumsIsRecoveredAndContinued() throws Exception {
    Path copy = killedSqlite();
    Path log = copy.resolveSibling("x.db-wal");
    Files.write(log, withBigEndianChecksums(Files.readAllBytes(log)));
    try (Database database = open(copy)) {
      assertThat(database.rows()).hasSize(100);
      database.checkpointing().setAutoCheckpointFrames(0);
      put(database, 101, "on top");
      Path again = Files.createTempDirectory(directory, "again").resolve("x.db");
      Files.copy(copy, again);
      Files.copy(log, again.resolveSibling("x.db-wal"));
      assertThat(sqliteRows(again)).hasSize(101);
      assertIntact(again);
    }
  }

  private static byte[] withBigEndianChecksums(byte[] log) {
    ByteBuffer buffer = ByteBuffer.wrap(log).order(ByteOrder.BIG_ENDIAN);
    buffer.putInt(0, 0x377f0683);
    int pageSize = buffer.getInt(8);
    int[] sums = sum(buffer, new int[2], 0, 24);
    buffer.putInt(24, sums[0]).putInt(28, sums[1]);
    for (int at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
      sums = sum(buffer, sums, at, 8);
      sums = sum(buffer, sums, at + 24, pageSize);
      buffer.putInt(at + 16, sums[0]).putInt(at + 20, sums[1]);
    }
    return log;
  }

  private static int[] sum(ByteBuffer buffer, int[] sums, int offset, int length) {
    int s0 = sums[0];
    int s1 = sums[1];
    for (int i = offset; i < offset + length; i += 8) {
      s0 += buffer.getInt(i) + s1;
      s1 += buffer.getInt(i + 4) + s0;
    }
    return new int[] {s0, s1};
  }

  @Test
  void theLogOfAKilledBraidIsRecoveredBySqlite() throws Exception {
    try (Database database = open(file())) {
      for (long id = 1; id <= 50; id++) {
        put(database, id, "row " + id);
      }
      Path copy = copyAsIfKilled();
      assertIntact(copy);
      assertThat(sqliteRows(copy)).hasSize(50);
    }
  }

  @Test
  void aDamagedLogCountsUpToItsLastValidCommit() throws Exception {
    Path copy = killedSqlite();
    Path log = copy.resolveSibling("x.db-wal");
    byte[] bytes = Files.readAllBytes(log);
    int frame = 24 + 4096;
    // The last commit's frame, which is followed by nothing that counts.
    bytes[bytes.length - frame / 2] ^= 1;
    Files.write(log, bytes);
    Map<Long, String> expected;
    Path twin = Files.createTempDirectory(directory, "twin").resolve("x.db");
    Files.copy(copy, twin);
    Files.copy(log, twin.resolveSibling("x.db-wal"));
    expected = sqliteRows(twin);
    try (Database database = open(copy)) {
      assertThat(database.rows()).isEqualTo(expected).hasSizeLessThan(100);
    }
  }

  @Test
  void aReadOnlyStoreReadsTheLogAndChangesNothing() throws Exception {
    Path copy = killedSqlite();
    byte[] before = Files.readAllBytes(copy);
    byte[] logBefore = Files.readAllBytes(copy.resolveSibling("x.db-wal"));
    try (Database database =
        new Database(new WalEngine(), copy, StoreOptions.DEFAULTS.withReadOnly(true))) {
      assertThat(database.rows()).hasSize(100);
      assertThatThrownBy(() -> database.begin(TransactionMode.IMMEDIATE))
          .isInstanceOf(ReadOnlyException.class);
    }
    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    assertThat(Files.readAllBytes(copy.resolveSibling("x.db-wal"))).isEqualTo(logBefore);
  }

  /** A file whose pages SQLite has begun to overwrite, with the journal to undo that. */
  private Path killedInTheMiddle(int pageSize) throws Exception {
    run(file(), "PRAGMA page_size=" + pageSize, CREATE);
    try (Connection connection = sqlite(file());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cache_size=5");
      statement.execute(
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<500)"
              + " INSERT INTO t SELECT x, 'old ' || hex(zeroblob(50)) FROM c");
      connection.setAutoCommit(false);
      // More than the cache holds, so that changed pages are spilled into the file.
      statement.execute("UPDATE t SET body = 'new ' || hex(randomblob(150))");
      statement.execute("DELETE FROM t WHERE id % 3 = 0");
      Path copy = Files.createTempDirectory(directory, "hot").resolve("x.db");
      Files.copy(file(), copy);
      Files.copy(file().resolveSibling("x.db-journal"), copy.resolveSibling("x.db-journal"));
      return copy;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aHotJournalIsRolledBackFirst(int pageSize) throws Exception {
    Path copy = killedInTheMiddle(pageSize);
    Path twin = Files.createTempDirectory(directory, "twin").resolve("x.db");
    Files.copy(copy, twin);
    // SQLite has rolled the original back since: the copy really is in the middle.
    assertThat(Files.mismatch(copy, file())).isNotEqualTo(-1L);
    Files.copy(copy.resolveSibling("x.db-journal"), twin.resolveSibling("x.db-journal"));
    assertThatThrownBy(
            () -> new Database(new WalEngine(), copy, StoreOptions.DEFAULTS.withReadOnly(true)))
        .isInstanceOf(CannotOpenException.class);
    try (Database database = open(copy)) {
      assertThat(database.rows()).hasSize(500).isEqualTo(sqliteRows(twin));
      assertThat(database.rows().values()).allMatch(body -> body.startsWith("old"));
      assertThat(database.damage()).isEmpty();
      put(database, 501, "after");
    }
    assertThat(copy.resolveSibling("x.db-journal")).doesNotExist();
    assertIntact(copy);
    assertThat(sqliteRows(copy)).hasSize(501);
  }

  /**
   * Cut off, with a byte that is wrong, with a zeroed header: the file is then as SQLite has it.
   */
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void aDamagedJournalIsPlayedBackAsFarAsSqliteDoes(int pageSize) throws Exception {
    long seed = Long.getLong("braid.test.seed", 4711L);
    Random random = new Random(seed);
    Path hot = killedInTheMiddle(pageSize);
    byte[] journal = Files.readAllBytes(hot.resolveSibling("x.db-journal"));
    Path ours = Files.createDirectory(directory.resolve("ours")).resolve("x.db");
    Path theirs = Files.createDirectory(directory.resolve("theirs")).resolve("x.db");
    for (int round = 0; round < 40; round++) {
      byte[] damaged = journal.clone();
      switch (round % 4) {
        case 0 -> damaged = Arrays.copyOf(journal, random.nextInt(journal.length));
        case 1 -> damaged[random.nextInt(28)] ^= (byte) (1 + random.nextInt(255));
        case 2 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
        default -> Arrays.fill(damaged, 0, 1 + random.nextInt(28), (byte) 0);
      }
      for (Path each : List.of(ours, theirs)) {
        Files.copy(hot, each, StandardCopyOption.REPLACE_EXISTING);
        Files.write(each.resolveSibling("x.db-journal"), damaged);
      }
      String what = "-Dbraid.test.seed=" + seed + ", round " + round;
      try {
        run(theirs, "SELECT count(*) FROM sqlite_schema");
      } catch (SQLException e) {
        // The file may be anything now; what counts is what was played back.
      }
      try {
        open(ours).close();
      } catch (CorruptException e) {
        // Likewise.
      }
      assertThat(Files.mismatch(ours, theirs)).as(what).isEqualTo(-1);
    }
  }

  private static void nameSuperJournal(Path journal, String superJournal) throws IOException {
    byte[] name = superJournal.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Files.readAllBytes(journal);
    ByteBuffer longer = ByteBuffer.allocate(bytes.length + name.length + 16);
    int sum = 0;
    for (byte character : name) {
      sum += character;
    }
    longer.put(bytes).put(name).putInt(name.length).putInt(sum).put(bytes, 0, 8);
    Files.write(journal, longer.array());
  }

  /** Two databases with the journals of one transaction: what is done to the first, by whom. */
  private void superJournalDecides(Path hot, String who) throws Exception {
    Path place = Files.createDirectory(directory.resolve(who));
    Path superJournal = place.resolve("x.db-mj0123AB9CD");
    List<Path> databases = List.of(place.resolve("x.db"), place.resolve("y.db"));
    StringBuilder journals = new StringBuilder();
    for (Path database : databases) {
      Path journal = database.resolveSibling(database.getFileName() + "-journal");
      Files.copy(hot, database);
      Files.copy(hot.resolveSibling("x.db-journal"), journal);
      nameSuperJournal(journal, superJournal.toString());
      journals.append(journal).append('\0');
    }
    Files.writeString(superJournal, journals);
    for (Path database : databases) {
      assertThat(superJournal).as(who + ", before " + database).exists();
      if (who.equals("braid")) {
        open(database).close();
      } else {
        run(database, "SELECT count(*) FROM sqlite_schema");
      }
      assertThat(Files.mismatch(database, file())).as(who + ": rolled back").isEqualTo(-1L);
      assertThat(database.resolveSibling(database.getFileName() + "-journal")).doesNotExist();
    }
    assertThat(superJournal).as(who + ", after the last").doesNotExist();
  }

  @Test
  void journalsAreRolledBackWhileTheirSuperJournalIsThereAndTheLastTakesItAway() throws Exception {
    Path hot = killedInTheMiddle(1024);
    superJournalDecides(hot, "sqlite");
    superJournalDecides(hot, "braid");
  }

  @Test
  void aFileThatAJournalOnlyClaimsToBeItsSuperJournalStays() throws Exception {
    Path copy = killedInTheMiddle(1024);
    Path other = Files.writeString(directory.resolve("precious-mj0123AB9CD"), "somebody's letters");
    nameSuperJournal(copy.resolveSibling("x.db-journal"), other.toString());
    open(copy).close();
    assertThat(Files.mismatch(copy, file())).isEqualTo(-1L);
    assertThat(other).hasContent("somebody's letters");
  }

  @Test
  void aJournalWhoseSuperJournalIsGoneIsVoid() throws Exception {
    Path copy = killedInTheMiddle(1024);
    Path journal = copy.resolveSibling("x.db-journal");
    nameSuperJournal(journal, "/no/such/super-journal");
    byte[] before = Files.readAllBytes(copy);
    open(copy).close();
    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    assertThat(journal).doesNotExist();
  }

  @Test
  void anAutoVacuumFileGivesPagesBackWithEachCommit() throws Exception {
    run(file(), "PRAGMA auto_vacuum=full", CREATE, "INSERT INTO t(body) VALUES('x')");
    long size = Files.size(file());
    try (Database database = open(file())) {
      Tree.Table table = database.table();
      try (Transaction writing = database.begin(TransactionMode.IMMEDIATE);
          Cursor cursor = writing.open(table, true)) {
        for (int i = 2; i < 100; i++) {
          Database.put(cursor, i, "y".repeat(100 * i));
        }
        writing.commit();
      }
      assertThat(database.damage()).isEmpty();
      try (Transaction writing = database.begin(TransactionMode.IMMEDIATE);
          Cursor cursor = writing.open(table, true)) {
        for (int i = 2; i < 100; i++) {
          cursor.seek(i, Cursor.Seek.EQUAL);
          cursor.delete();
        }
        writing.commit();
      }
      assertThat(database.damage()).isEmpty();
      assertThat(database.rows()).hasSize(1);
    }
    assertIntact(file());
    assertThat(Files.size(file())).isEqualTo(size);
  }

  @Test
  void somethingElseIsNotADatabase() throws Exception {
    Files.writeString(file(), "This is a text file, and not even a short one. ".repeat(20));
    assertThatThrownBy(() -> open(file()))
        .isInstanceOf(CorruptException.class)
        .extracting(e -> ((StorageException) e).code())
        .isEqualTo(ResultCode.NOTADB);
    assertThat(Files.readString(file())).startsWith("This is a text file");
  }

  @Test
  void linksAndSpellingsLeadToOneIdentity() throws Exception {
    Files.createFile(file());
    Path link = Files.createSymbolicLink(directory.resolve("link.db"), file());
    Path hard = Files.createLink(directory.resolve("hard.db"), file());
    Path spelled = directory.resolve("y").resolve("..").resolve("x.db");
    Files.createDirectory(directory.resolve("y"));
    WalEngine engine = new WalEngine();
    Object identity = identity(engine, file());
    assertThat(identity(engine, link)).isEqualTo(identity);
    assertThat(identity(engine, hard)).isEqualTo(identity);
    assertThat(identity(engine, spelled)).isEqualTo(identity);
    assertThat(identity(engine, directory.resolve("other.db"))).isNotEqualTo(identity);
  }

  private static Object identity(WalEngine engine, Path path) {
    return engine.identify(new org.braiddb.storage.StoreLocation.File(path), StoreOptions.DEFAULTS);
  }

  @Test
  void theLogLiesBesideTheFileThatALinkLeadsTo() throws Exception {
    Files.createDirectory(directory.resolve("real"));
    Path real = directory.resolve("real").resolve("x.db");
    Files.createSymbolicLink(file(), real);
    try (Database database = open(file())) {
      put(database, 1, "x");
      assertThat(real.resolveSibling("x.db-wal")).exists();
      assertThat(file().resolveSibling("x.db-wal")).doesNotExist();
    }
    assertThat(sqliteRows(real)).hasSize(1);
  }

  @Test
  void aJournalBesideAnEmptyFileIsNotLeftToUndoWhatComesAfter() throws Exception {
    Path copy = killedInTheMiddle(1024);
    Files.write(copy, new byte[0]);
    try (Database database = open(copy)) {
      database.table();
      put(database, 1, "kept");
    }
    assertThat(copy.resolveSibling("x.db-journal")).doesNotExist();
    assertIntact(copy);
    assertThat(sqliteRows(copy)).containsOnlyKeys(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16le", "UTF-16be"})
  void anEncodingThatOnlyTheLogKnowsIsRead(String encoding) throws Exception {
    Path copy;
    try (Connection connection = sqlite(file());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=wal");
      statement.execute("PRAGMA wal_autocheckpoint=0");
      statement.execute("PRAGMA encoding='" + encoding + "'");
      statement.execute(CREATE);
      statement.execute("INSERT INTO t VALUES(1, 'grün')");
      copy = copyAsIfKilled();
    }
    try (Database database = open(copy)) {
      try (Transaction transaction = database.begin(TransactionMode.READ_ONLY)) {
        assertThat(transaction.encoding().name().replace("_", "-")).isEqualToIgnoringCase(encoding);
      }
    }
    assertIntact(copy);
    assertThat(sqliteRows(copy)).containsEntry(1L, "grün");
  }
}
