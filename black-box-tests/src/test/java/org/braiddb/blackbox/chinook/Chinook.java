package org.braiddb.blackbox.chinook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Chinook data as SQLite statements, and a file of them that stock SQLite has written. */
public final class Chinook {

  /** Rows of each table, as the script has them. */
  public static final Map<String, Integer> ROWS = rows();

  private static final String SCHEMA_PREFIX = "\"chinook\".";
  private static final Pattern CREATE = Pattern.compile("CREATE MEMORY TABLE (\"\\w+\")(\\(.*)\\)");
  private static final Pattern ADD_CONSTRAINT =
      Pattern.compile("ALTER TABLE (\"\\w+\") ADD (CONSTRAINT .*)");
  private static final Pattern FOREIGN_KEY =
      Pattern.compile("\"FK_(\\w+)\" FOREIGN KEY(\\([^)]*\\))");
  private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  private Chinook() {}

  /**
   * All statements in order: tables with their foreign keys, an index for each foreign key, rows.
   * Foreign keys refer to tables created later; rows come in an order that violates none of them
   * once all are inserted, so load them in one transaction or with enforcement off.
   */
  public static List<String> statements() {
    Map<String, String> tables = new LinkedHashMap<>();
    List<String> inserts = new ArrayList<>();
    for (String line : script()) {
      String sql = decode(line.replace(SCHEMA_PREFIX, ""));
      Matcher create = CREATE.matcher(sql);
      Matcher constraint = ADD_CONSTRAINT.matcher(sql);
      if (create.matches()) {
        tables.put(create.group(1), create.group(2));
      } else if (constraint.matches()) {
        tables.merge(constraint.group(1), "," + constraint.group(2), String::concat);
      } else if (sql.startsWith("INSERT INTO \"")) {
        inserts.add(sql);
      }
    }
    List<String> statements = new ArrayList<>();
    tables.forEach((table, body) -> statements.add("CREATE TABLE " + table + body + ")"));
    tables.forEach((table, body) -> statements.addAll(indexes(table, body)));
    statements.addAll(inserts);
    return statements;
  }

  /** Lets stock SQLite write the data into a new file. */
  public static void writeWithSqlite(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      load(connection);
    }
  }

  /** Runs all statements in one transaction. */
  public static void load(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements()) {
        statement.execute(sql);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static List<String> indexes(String table, String body) {
    List<String> indexes = new ArrayList<>();
    Matcher key = FOREIGN_KEY.matcher(body);
    while (key.find()) {
      indexes.add("CREATE INDEX \"IFK_%s\" ON %s%s".formatted(key.group(1), table, key.group(2)));
    }
    return indexes;
  }

  private static String decode(String line) {
    return UNICODE_ESCAPE
        .matcher(line)
        .replaceAll(escape ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  private static List<String> script() {
    try (InputStream in = ClassLoader.getSystemResourceAsStream("chinook.script")) {
      if (in == null) {
        throw new AssertionError("chinook-data-hsqldb is not on the test's class path");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Integer> rows() {
    Map<String, Integer> rows = new LinkedHashMap<>();
    rows.put("Album", 347);
    rows.put("Artist", 275);
    rows.put("Customer", 59);
    rows.put("Employee", 8);
    rows.put("Genre", 25);
    rows.put("Invoice", 412);
    rows.put("InvoiceLine", 2240);
    rows.put("MediaType", 5);
    rows.put("Playlist", 18);
    rows.put("PlaylistTrack", 8715);
    rows.put("Track", 3503);
    return Map.copyOf(rows);
  }
}
