package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that stock SQLite wrote, read here; files written here, checked by stock SQLite. */
class SqliteFilesTest {
  @TempDir Path directory;

  private static KeyOrder order(TextEncoding encoding, KeyOrder.Column... columns) {
    return new KeyOrder(List.of(columns), encoding);
  }

  private static byte[] record(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  private static SearchKey unpacked(Cursor cursor) {
    byte[] record = record(cursor);
    SearchKey key = new SearchKey(4);
    RecordComparator.unpack(record, 0, record.length, 4, key);
    return key;
  }

  private static String text(SearchKey key, int column, TextEncoding encoding) {
    return new String(
        key.bytes(column), key.offset(column), key.length(column), encoding.charset());
  }

  private static String randomText(Random random, int most) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(most + 1);
    for (int i = 0; i < length; i++) {
      text.append("abcABC xyz\u00e9\u4e2d".charAt(random.nextInt(12)));
    }
    return text.toString();
  }

  private static int rootOf(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_schema WHERE name='" + name + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"512,UTF-8", "1024,UTF-16le", "4096,UTF-8", "4096,UTF-16be", "65536,UTF-8"})
  void readsWhatSqliteWrote(int pageSize, String encodingName) throws Exception {
    Path file = directory.resolve("golden.db");
    TextEncoding encoding =
        Arrays.stream(TextEncoding.values())
            .filter(e -> e.pragmaName().equals(encodingName))
            .findFirst()
            .orElseThrow();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=" + pageSize);
      statement.execute("PRAGMA encoding='" + encodingName + "'");
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b BLOB)");
      statement.execute("CREATE INDEX ti ON t(a COLLATE NOCASE DESC, b)");
      statement.execute("CREATE INDEX tr ON t(a COLLATE RTRIM)");
      statement.execute(
          "CREATE TABLE w(a TEXT, n INTEGER, b BLOB, PRIMARY KEY(n DESC, a)) WITHOUT ROWID");
      connection.setAutoCommit(false);
      fill(connection, new Random(pageSize));
      statement.execute("DELETE FROM t WHERE id % 7 = 3");
      statement.execute("UPDATE t SET b = zeroblob(300) WHERE id % 11 = 5");
      connection.commit();
    }
    byte[] image = Files.readAllBytes(file);
    MemoryPages pages = MemoryPages.of(image);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertTableRead(connection, pages, encoding);
      KeyOrder indexOrder =
          order(
              encoding,
              new KeyOrder.Column(Collations.NOCASE, true),
              new KeyOrder.Column(Collations.BINARY, false));
      assertIndexRead(
          connection,
          pages,
          "ti",
          indexOrder,
          "SELECT a FROM t ORDER BY a COLLATE NOCASE DESC, b, id");
      assertIndexRead(
          connection,
          pages,
          "tr",
          order(encoding, new KeyOrder.Column(Collations.RTRIM, false)),
          "SELECT a FROM t ORDER BY a COLLATE RTRIM, id");
      assertClusteredRead(connection, pages, encoding);
    }
  }

  private static void fill(Connection connection, Random random) throws SQLException {
    try (PreparedStatement t = connection.prepareStatement("INSERT INTO t VALUES(?,?,?)");
        PreparedStatement w =
            connection.prepareStatement("INSERT OR REPLACE INTO w VALUES(?,?,?)")) {
      for (int i = 0; i < 2000; i++) {
        byte[] blob = new byte[random.nextInt(i % 50 == 0 ? 9000 : 30)];
        random.nextBytes(blob);
        t.setLong(1, i * 3L + random.nextInt(3));
        t.setString(2, randomText(random, i % 40 == 0 ? 2000 : 12));
        t.setBytes(3, blob);
        t.executeUpdate();
        w.setString(1, randomText(random, 10));
        w.setInt(2, random.nextInt(300));
        w.setBytes(3, blob);
        w.executeUpdate();
      }
    }
  }

  private static void assertTableRead(
      Connection connection, MemoryPages pages, TextEncoding encoding) throws SQLException {
    TableTree tree = new TableTree(pages, rootOf(connection, "t"));
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet expected = statement.executeQuery("SELECT id, a, b FROM t ORDER BY id");
        Cursor cursor = tree.open(false);
        Cursor seeker = tree.open(false)) {
      while (expected.next()) {
        assertThat(rows++ == 0 ? cursor.first() : cursor.next()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(expected.getLong(1));
        assertThat(seeker.seek(expected.getLong(1), Cursor.Seek.EQUAL)).isTrue();
        SearchKey row = unpacked(cursor);
        assertThat(text(row, 1, encoding)).isEqualTo(expected.getString(2));
        assertThat(row.length(2)).isEqualTo(expected.getBytes(3).length);
      }
      assertThat(cursor.next()).isFalse();
    }
    assertThat(tree.count()).isEqualTo(rows);
    assertThat(messages(pages, c -> c.checkTable(tree.root()))).isEmpty();
  }

  private static void assertIndexRead(
      Connection connection, MemoryPages pages, String name, KeyOrder order, String query)
      throws SQLException {
    IndexTree tree = new IndexTree(pages, rootOf(connection, name), order, IndexTree.ALL_COLUMNS);
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet expected = statement.executeQuery(query);
        Cursor cursor = tree.open(false);
        Cursor seeker = tree.open(false)) {
      while (expected.next()) {
        assertThat(rows++ == 0 ? cursor.first() : cursor.next()).isTrue();
        SearchKey entry = unpacked(cursor);
        assertThat(text(entry, 0, order.encoding())).isEqualTo(expected.getString(1));
        assertThat(seeker.seek(entry, Cursor.Seek.EQUAL)).isTrue();
      }
      assertThat(cursor.next()).isFalse();
    }
    assertThat(tree.count()).isEqualTo(rows);
    assertThat(messages(pages, c -> c.checkIndex(tree.root(), order, IndexTree.ALL_COLUMNS)))
        .isEmpty();
  }

  private static void assertClusteredRead(
      Connection connection, MemoryPages pages, TextEncoding encoding) throws SQLException {
    KeyOrder order =
        order(
            encoding,
            new KeyOrder.Column(Collations.BINARY, true),
            new KeyOrder.Column(Collations.BINARY, false));
    IndexTree tree = new IndexTree(pages, rootOf(connection, "w"), order, 2);
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet expected = statement.executeQuery("SELECT n, a, b FROM w ORDER BY n DESC, a");
        Cursor cursor = tree.open(false)) {
      while (expected.next()) {
        assertThat(rows++ == 0 ? cursor.first() : cursor.next()).isTrue();
        SearchKey row = unpacked(cursor);
        assertThat(row.integer(0)).isEqualTo(expected.getLong(1));
        assertThat(text(row, 1, encoding)).isEqualTo(expected.getString(2));
        assertThat(row.length(2)).isEqualTo(expected.getBytes(3).length);
      }
      assertThat(cursor.next()).isFalse();
    }
    assertThat(messages(pages, c -> c.checkIndex(tree.root(), order, 2))).isEmpty();
  }

  private interface Check {
    void run(TreeChecker checker);
  }

  private static List<String> messages(MemoryPages pages, Check check) {
    IntegrityReport report = new IntegrityReport(10);
    check.run(new TreeChecker(pages, new PageReferences(pages), report));
    return report.messages();
  }

  private static void define(
      TableTree schema, long rowid, String type, String name, int root, String sql) {
    RecordWriter writer = new RecordWriter();
    for (String column : new String[] {type, name, "t".equals(name) ? "t" : tableOf(name)}) {
      byte[] text = column.getBytes(StandardCharsets.UTF_8);
      writer.addText(text, 0, text.length);
    }
    writer.addInteger(root);
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    writer.addText(text, 0, text.length);
    try (Cursor cursor = schema.open(true)) {
      cursor.insert(rowid, writer.bytes(), 0, writer.length());
    }
  }

  private static String tableOf(String name) {
    return name.equals("w") ? "w" : "t";
  }

  @ParameterizedTest
  @CsvSource({"512,0", "1024,0", "4096,0", "4096,96", "65536,0"})
  void sqliteFindsWhatIsWrittenHereIntact(int pageSize, int reserved) throws Exception {
    MemoryPages pages = new MemoryPages(pageSize, reserved, false, true);
    Random random = new Random(pageSize + reserved);
    BTree.initialize(pages, 1, TreeKind.TABLE);
    TableTree schema = new TableTree(pages, 1);
    KeyOrder byText = order(TextEncoding.UTF_8, new KeyOrder.Column(Collations.NOCASE, true));
    KeyOrder byKey =
        order(
            TextEncoding.UTF_8,
            new KeyOrder.Column(Collations.BINARY, true),
            new KeyOrder.Column(Collations.BINARY, false));
    TableTree t = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
    IndexTree ti =
        new IndexTree(pages, BTree.create(pages, TreeKind.INDEX), byText, IndexTree.ALL_COLUMNS);
    IndexTree w = new IndexTree(pages, BTree.create(pages, TreeKind.INDEX), byKey, 2);
    define(schema, 1, "table", "t", t.root(), "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)");
    define(schema, 2, "index", "ti", ti.root(), "CREATE INDEX ti ON t(a COLLATE NOCASE DESC)");
    define(
        schema,
        3,
        "table",
        "w",
        w.root(),
        "CREATE TABLE w(n INT, a TEXT, b BLOB, PRIMARY KEY(n DESC, a)) WITHOUT ROWID");
    int rows = writeRows(t, ti, w, random);
    pages.changed.clear();
    Path file = directory.resolve("ours.db");
    Files.write(file, pages.image());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        result.next();
        assertThat(result.getString(1)).isEqualTo("ok");
      }
      try (ResultSet result =
          statement.executeQuery("SELECT count(*), sum(length(a)) FROM t NOT INDEXED")) {
        result.next();
        assertThat(result.getInt(1)).isEqualTo(rows);
      }
      statement.execute("DELETE FROM t WHERE id % 2 = 0");
      statement.execute("DELETE FROM w WHERE n % 2 = 0");
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        result.next();
        assertThat(result.getString(1)).isEqualTo("ok");
      }
    }
  }

  private static int writeRows(TableTree t, IndexTree ti, IndexTree w, Random random) {
    RecordWriter writer = new RecordWriter();
    int rows = 0;
    try (Cursor table = t.open(true);
        Cursor index = ti.open(true);
        Cursor clustered = w.open(true)) {
      for (int i = 0; i < 3000; i++) {
        int most = i % 60 == 0 ? 5000 : 30;
        byte[] text = randomText(random, most).getBytes(StandardCharsets.UTF_8);
        if (i % 4 == 3) {
          rows -= deleteRow(table, index, random.nextInt(i));
        }
        writer.clear();
        writer.addNull();
        writer.addText(text, 0, text.length);
        table.insert(i, writer.bytes(), 0, writer.length());
        writer.clear();
        writer.addText(text, 0, text.length);
        writer.addInteger(i);
        index.insert(writer.bytes(), 0, writer.length());
        rows++;
        writer.clear();
        writer.addInteger(random.nextInt(40));
        writer.addText(text, 0, Math.min(text.length, 1));
        writer.addBlob(text, 0, text.length);
        clustered.insert(writer.bytes(), 0, writer.length());
      }
    }
    return rows;
  }

  private static int deleteRow(Cursor table, Cursor index, long rowid) {
    if (!table.seek(rowid, Cursor.Seek.EQUAL)) {
      return 0;
    }
    byte[] record = record(table);
    SearchKey row = new SearchKey(2);
    RecordComparator.unpack(record, 0, record.length, 2, row);
    SearchKey key = new SearchKey(2);
    key.addText(row.bytes(1), row.offset(1), row.length(1));
    key.addInteger(rowid);
    assertThat(index.seek(key, Cursor.Seek.EQUAL)).isTrue();
    index.delete();
    table.delete();
    return 1;
  }

  @ParameterizedTest
  @CsvSource({
    "sequential, 4096",
    "random, 4096",
    "sequential, 1024",
    "random, 512",
    "churn, 4096",
  })
  void filesGrowAsSqlitesDo(String workload, int pageSize) throws Exception {
    int rows = 20_000;
    Random random = new Random(42);
    Path file = directory.resolve("size.db");
    MemoryPages pages = new MemoryPages(pageSize, 0, false, false);
    TableTree t = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
    KeyOrder order = order(TextEncoding.UTF_8, new KeyOrder.Column(Collations.BINARY, false));
    IndexTree ti =
        new IndexTree(pages, BTree.create(pages, TreeKind.INDEX), order, IndexTree.ALL_COLUMNS);
    RecordWriter writer = new RecordWriter();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        Cursor table = t.open(true);
        Cursor index = ti.open(true)) {
      statement.execute("PRAGMA page_size=" + pageSize);
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT)");
      statement.execute("CREATE INDEX ti ON t(a)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?,?,?)");
          PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE id=?")) {
        for (int i = 0; i < rows; i++) {
          long id = workload.equals("sequential") ? i : random.nextInt(Integer.MAX_VALUE);
          String a = workload.equals("sequential") ? "%08d".formatted(i) : Long.toString(id * 31);
          String b = "x".repeat(random.nextInt(80));
          insert.setLong(1, id);
          insert.setString(2, a);
          insert.setString(3, b);
          insert.executeUpdate();
          byte[] text = a.getBytes(StandardCharsets.UTF_8);
          byte[] filler = b.getBytes(StandardCharsets.UTF_8);
          writer.clear();
          writer.addNull();
          writer.addText(text, 0, text.length);
          writer.addText(filler, 0, filler.length);
          table.insert(id, writer.bytes(), 0, writer.length());
          writer.clear();
          writer.addText(text, 0, text.length);
          writer.addInteger(id);
          index.insert(writer.bytes(), 0, writer.length());
          if (workload.equals("churn") && i % 2 == 1) {
            long victim = random.nextInt(Integer.MAX_VALUE);
            if (table.seek(victim, Cursor.Seek.AT_LEAST)) {
              delete.setLong(1, table.rowid());
              delete.executeUpdate();
              deleteRow(table, index, table.rowid());
            }
          }
        }
      }
      connection.commit();
    }
    int sqlitePages =
        DatabaseHeader.field(Files.readAllBytes(file), DatabaseHeader.PAGE_COUNT_OFFSET);
    assertThat(pages.pageCount()).isLessThanOrEqualTo((int) (sqlitePages * 1.1));
  }
}
