package org.braiddb.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * The table that the read benchmarks share: {@code item(id, code, amount, price, note)} with about
 * 100 bytes a row and an index on the text column {@code code}. The same rows for every engine.
 */
final class SampleTable {
  private static final long SEED = 20_260_101;

  private SampleTable() {}

  /**
   * Writes the file with stock SQLite, so that every engine reads the same bytes, and closes it.
   */
  static void create(Path file, int rows) throws SQLException {
    try (Connection connection = Engine.SQLITE.connect(file)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE item(id INTEGER PRIMARY KEY, code TEXT, amount INTEGER, price REAL,"
                + " note TEXT)");
      }
      connection.setAutoCommit(false);
      fill(connection, rows);
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE INDEX item_code ON item(code)");
      }
      connection.commit();
    }
  }

  private static void fill(Connection connection, int rows) throws SQLException {
    Random random = new Random(SEED);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item VALUES(?,?,?,?,?)")) {
      for (int id = 1; id <= rows; id++) {
        insert.setInt(1, id);
        insert.setString(2, code(id));
        insert.setInt(3, random.nextInt(1000));
        insert.setDouble(4, random.nextInt(100_000) / 7.0);
        insert.setString(5, "note number " + id + " with some words to make the row wider");
        insert.addBatch();
        if (id % 1000 == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /** The text key of a row: distinct, and in another order than the ids. */
  static String code(int id) {
    return "C" + Integer.toHexString(Integer.reverse(id * 0x9E3779B1));
  }
}
