package org.braiddb.blackbox.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A small file with every kind of page in it, written by stock SQLite. */
final class SampleFile {
  private SampleFile() {}

  /** The file's bytes: pages of 512 bytes. */
  static byte[] write(Path directory) throws SQLException, IOException {
    Path file = directory.resolve("sample.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = 512");
      statement.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, price REAL)");
      statement.execute("CREATE INDEX item_name ON item(name COLLATE NOCASE, price DESC)");
      statement.execute("CREATE TABLE word(w TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID");
      statement.execute("CREATE TABLE gone(x)");
      statement.execute(
          "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 40)"
              + " INSERT INTO item SELECT i, 'name ' || i, i / 4.0 FROM k");
      statement.execute("INSERT INTO word SELECT name, id FROM item");
      statement.execute("INSERT INTO item VALUES (100, hex(zeroblob(900)), NULL)");
      statement.execute("INSERT INTO gone SELECT hex(zeroblob(700)) FROM item LIMIT 2");
      statement.execute("DROP TABLE gone");
    }
    return Files.readAllBytes(file);
  }
}
