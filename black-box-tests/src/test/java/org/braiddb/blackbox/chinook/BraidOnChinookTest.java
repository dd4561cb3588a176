package org.braiddb.blackbox.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that stock SQLite wrote, asked and changed by Braid, and handed back. */
class BraidOnChinookTest {

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT count(*), min(Name), max(Name), sum(Bytes), avg(Milliseconds) FROM Track",
          "SELECT * FROM Customer WHERE Country IN ('Brazil', 'Norway') ORDER BY CustomerId",
          """
          SELECT Artist.Name, count(*) AS albums FROM Artist JOIN Album USING (ArtistId)
          GROUP BY Artist.ArtistId HAVING albums > 4 ORDER BY albums DESC, Artist.Name\
          """,
          """
          SELECT g.Name, count(l.InvoiceLineId) AS sold, round(sum(l.UnitPrice * l.Quantity), 2)
          FROM Genre g LEFT JOIN Track t ON t.GenreId = g.GenreId
          LEFT JOIN InvoiceLine l ON l.TrackId = t.TrackId
          GROUP BY g.GenreId ORDER BY sold DESC, g.Name\
          """,
          """
          SELECT c.LastName, (SELECT sum(Total) FROM Invoice i WHERE i.CustomerId = c.CustomerId)
          FROM Customer c WHERE EXISTS (
            SELECT 1 FROM Invoice i WHERE i.CustomerId = c.CustomerId AND i.Total > 20)
          ORDER BY 1\
          """,
          """
          WITH RECURSIVE chain (id, name, depth) AS (
            SELECT EmployeeId, LastName, 0 FROM Employee WHERE ReportsTo IS NULL
            UNION ALL
            SELECT e.EmployeeId, e.LastName, depth + 1 FROM Employee e JOIN chain ON ReportsTo = id)
          SELECT depth, name FROM chain ORDER BY depth, name\
          """,
          """
          SELECT BillingCountry, strftime('%Y', InvoiceDate) AS year, sum(Total) FROM Invoice
          GROUP BY BillingCountry, year ORDER BY BillingCountry, year\
          """,
          """
          SELECT p.Name, count(*) FROM Playlist p JOIN PlaylistTrack USING (PlaylistId)
          JOIN Track USING (TrackId) WHERE Composer LIKE '%Bach%' OR Track.Name LIKE 'B%'
          GROUP BY p.PlaylistId ORDER BY 2 DESC, 1\
          """,
          """
          SELECT Country FROM Customer INTERSECT SELECT BillingCountry FROM Invoice
          EXCEPT SELECT Country FROM Employee ORDER BY 1 LIMIT 10 OFFSET 2\
          """,
          """
          SELECT DISTINCT Composer FROM Track WHERE AlbumId BETWEEN 100 AND 140
          ORDER BY Composer COLLATE NOCASE DESC\
          """,
          """
          SELECT t.Name, t.Milliseconds FROM Track t WHERE t.Milliseconds >
            (SELECT 8 * avg(Milliseconds) FROM Track) ORDER BY t.Milliseconds DESC, t.Name\
          """,
          """
          SELECT CASE WHEN Total < 2 THEN 'small' WHEN Total < 10 THEN 'middle' ELSE 'large' END k,
            count(*), total(Total), group_concat(DISTINCT BillingCity) FROM Invoice
          WHERE BillingState IS NOT NULL GROUP BY k ORDER BY k\
          """);

  @TempDir Path directory;

  @Test
  void braidAnswersAsSqliteDoes() throws SQLException {
    Path file = directory.resolve("chinook.db");
    Chinook.writeWithSqlite(file);
    List<List<List<String>>> answers = new ArrayList<>();
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String question : QUESTIONS) {
        answers.add(ask(sqlite, question));
      }
    }
    try (Connection braid = DriverManager.getConnection("jdbc:braid:" + file)) {
      for (int i = 0; i < QUESTIONS.size(); i++) {
        assertThat(ask(braid, QUESTIONS.get(i))).as(QUESTIONS.get(i)).isEqualTo(answers.get(i));
      }
    }
  }

  @Test
  void sqliteReadsEveryChangeOfManyTransactions() throws SQLException {
    Path braidsFile = directory.resolve("braid.db");
    Path sqlitesFile = directory.resolve("sqlite.db");
    Chinook.writeWithSqlite(braidsFile);
    Chinook.writeWithSqlite(sqlitesFile);
    try (Connection braid = DriverManager.getConnection("jdbc:braid:" + braidsFile)) {
      change(braid);
    }
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + sqlitesFile)) {
      change(sqlite);
    }
    try (Connection changedByBraid = DriverManager.getConnection("jdbc:sqlite:" + braidsFile);
        Connection changedBySqlite = DriverManager.getConnection("jdbc:sqlite:" + sqlitesFile)) {
      assertThat(ask(changedByBraid, "PRAGMA integrity_check")).containsExactly(List.of("ok"));
      assertThat(ask(changedByBraid, "PRAGMA foreign_key_check")).isEmpty();
      for (String table : Chinook.ROWS.keySet()) {
        String all = "SELECT rowid, * FROM \"" + table + "\" ORDER BY rowid";
        assertThat(ask(changedByBraid, all)).as(table).isEqualTo(ask(changedBySqlite, all));
      }
      String schema = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
      assertThat(ask(changedByBraid, schema)).isEqualTo(ask(changedBySqlite, schema));
    }
  }

  @Test
  void braidLoadsTheScriptAndSqliteReadsIt() throws SQLException {
    Path file = directory.resolve("chinook.db");
    try (Connection braid = DriverManager.getConnection("jdbc:braid:" + file)) {
      Chinook.load(braid);
    }
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(ask(sqlite, "PRAGMA integrity_check")).containsExactly(List.of("ok"));
      for (var table : Chinook.ROWS.entrySet()) {
        assertThat(ask(sqlite, "SELECT count(*) FROM \"" + table.getKey() + "\""))
            .containsExactly(List.of(table.getValue().toString()));
      }
    }
  }

  /** Two hundred transactions, a tenth of them rolled back, and some changes of the schema. */
  private static void change(Connection connection) throws SQLException {
    run(connection, "CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY, TrackId INT, Stars REAL)");
    run(connection, "CREATE INDEX IX_TrackName ON Track (Name COLLATE NOCASE, Milliseconds DESC)");
    connection.setAutoCommit(false);
    for (int i = 1; i <= 200; i++) {
      change(connection, i);
      if (i % 10 == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
    }
    connection.setAutoCommit(true);
    run(connection, "DROP INDEX IFK_PlaylistTrackTrackId");
    run(connection, "DELETE FROM InvoiceLine WHERE Quantity > 1 OR InvoiceLineId % 3 = 0");
    run(connection, "DROP TABLE Review");
  }

  private static void change(Connection connection, int i) throws SQLException {
    run(connection, "UPDATE Track SET Name = Name || ' (%d)' WHERE TrackId %% 200 = %d", i, i);
    run(connection, "UPDATE Invoice SET Total = round(Total * 1.1, 2) WHERE InvoiceId = %d", i);
    run(
        connection,
        "DELETE FROM PlaylistTrack WHERE TrackId BETWEEN %d AND %d",
        i * 17,
        i * 17 + 5);
    run(connection, "INSERT INTO PlaylistTrack VALUES (18, %d)", 3000 + i);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO Review (TrackId, Stars) VALUES (?, ?)")) {
      insert.setInt(1, i);
      insert.setDouble(2, i / 7.0);
      insert.executeUpdate();
    }
    run(
        connection,
        "INSERT INTO Artist VALUES (%d, '%s')",
        1000 + i,
        "long ".repeat(i * 10) + "name ü");
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(values.length == 0 ? sql : sql.formatted(values));
    }
  }

  private static List<List<String>> ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      int columns = results.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (results.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(results.getString(column)));
        }
        rows.add(row);
      }
      return rows;
    }
  }
}
