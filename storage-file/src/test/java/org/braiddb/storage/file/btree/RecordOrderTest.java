package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes over values of every kind, sorted by stock SQLite, are in order here. */
class RecordOrderTest {
  private static final List<Object> EDGES =
      List.of(
          0L,
          1L,
          -1L,
          Long.MAX_VALUE,
          Long.MIN_VALUE,
          Long.MAX_VALUE - 1,
          (1L << 53) + 1,
          (1L << 53),
          -(1L << 53) - 1,
          0.5,
          -0.5,
          9007199254740993.0,
          9.223372036854775807e18,
          -9.223372036854775808e18,
          9.3e18,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          Double.MIN_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          "",
          " ",
          "a",
          "A",
          "a ",
          "A  ",
          "b",
          "[",
          "_",
          "Z",
          "z",
          "\u00c9",
          "\u00e9",
          "\ud83d\ude00",
          "\uff5e",
          "\ue000");

  @TempDir Path directory;

  private static Object value(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> (long) random.nextInt(300) - 150;
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> random.nextInt(100) / 7.0;
      case 3 -> (double) (random.nextLong() >> random.nextInt(12));
      case 4 -> text(random);
      default -> {
        byte[] blob = new byte[random.nextInt(6)];
        random.nextBytes(blob);
        yield blob;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> " ";
            case 1 -> "aAbB".substring(random.nextInt(3)).substring(0, 1);
            case 2 -> "\ud83d\ude00";
            case 3 -> Character.toString(0xe000 + random.nextInt(0x1000));
            default -> Character.toString('A' + random.nextInt(60));
          });
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "UTF_8,BINARY",
    "UTF_8,NOCASE",
    "UTF_8,RTRIM",
    "UTF_16LE,BINARY",
    "UTF_16LE,NOCASE",
    "UTF_16LE,RTRIM",
    "UTF_16BE,BINARY",
    "UTF_16BE,NOCASE",
    "UTF_16BE,RTRIM",
  })
  void sqlitesOrderIsOurs(TextEncoding encoding, Collations collation) throws Exception {
    Path file = directory.resolve("order.db");
    Random random = new Random(11);
    int ascending;
    int descending;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA encoding='" + encoding.pragmaName() + "'");
      statement.execute("CREATE TABLE m(v)");
      statement.execute("CREATE INDEX up ON m(v COLLATE " + collation + ")");
      statement.execute("CREATE INDEX down ON m(v COLLATE " + collation + " DESC)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO m VALUES(?)")) {
        for (int i = 0; i < 3000; i++) {
          Object value = i < EDGES.size() ? EDGES.get(i) : value(random);
          insert.setObject(1, value);
          insert.executeUpdate();
        }
        insert.setNull(1, 0);
        insert.executeUpdate();
      }
      statement.execute("INSERT INTO m SELECT CAST(v AS TEXT) || char(0) || 'x' FROM m LIMIT 99");
      connection.commit();
      ascending = root(connection, "up");
      descending = root(connection, "down");
    }
    MemoryPages pages = MemoryPages.of(Files.readAllBytes(file));
    IntegrityReport report = new IntegrityReport(10);
    TreeChecker checker = new TreeChecker(pages, new PageReferences(pages), report);
    checker.checkIndex(ascending, order(encoding, collation, false), IndexTree.ALL_COLUMNS);
    checker.checkIndex(descending, order(encoding, collation, true), IndexTree.ALL_COLUMNS);
    assertThat(report.messages()).isEmpty();
    checker = new TreeChecker(pages, new PageReferences(pages), report);
    checker.checkIndex(ascending, order(encoding, collation, true), IndexTree.ALL_COLUMNS);
    assertThat(report.messages()).as("the wrong direction is noticed").isNotEmpty();
  }

  private static KeyOrder order(TextEncoding encoding, Collations collation, boolean descending) {
    return new KeyOrder(List.of(new KeyOrder.Column(collation, descending)), encoding);
  }

  private static int root(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_schema WHERE name='" + name + "'")) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }
}
