package org.braiddb.blackbox.stress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.blackbox.history.Operation;
import org.braiddb.blackbox.history.Operation.Add;
import org.braiddb.blackbox.history.Operation.Append;
import org.braiddb.blackbox.history.Operation.ReadList;
import org.braiddb.blackbox.history.Operation.ReadRegister;
import org.braiddb.blackbox.history.Operation.ReadSet;
import org.braiddb.blackbox.history.Operation.Write;

/**
 * The objects of histories as tables: lists as text that grows into overflow pages, in a rowid
 * table for even keys and WITHOUT ROWID for odd ones; registers as rows that are updated, replaced,
 * or deleted and inserted; sets as rows found by an index. Rows are wide, so that objects lie on
 * pages of their own where pages are small.
 */
final class Objects implements AutoCloseable {
  /** Keys of each kind of object. */
  static final int KEYS = 5;

  private final Statement statement;
  private final PreparedStatement[] readList = new PreparedStatement[2];
  private final PreparedStatement[] append = new PreparedStatement[2];
  private final PreparedStatement[] upsert = new PreparedStatement[2];
  private final PreparedStatement readRegister;
  private final PreparedStatement update;
  private final PreparedStatement replace;
  private final PreparedStatement delete;
  private final PreparedStatement insert;
  private final PreparedStatement readSet;
  private final PreparedStatement add;

  Objects(Connection connection) throws SQLException {
    statement = connection.createStatement();
    for (int i = 0; i < 2; i++) {
      String table = "list" + i;
      readList[i] = connection.prepareStatement("SELECT items FROM " + table + " WHERE k = ?");
      append[i] =
          connection.prepareStatement(
              "UPDATE " + table + " SET items = items || ',' || ? WHERE k = ?");
      upsert[i] =
          connection.prepareStatement(
              "INSERT INTO "
                  + table
                  + " VALUES(?, ?) ON CONFLICT(k) DO UPDATE SET items = items || ',' ||"
                  + " excluded.items");
    }
    readRegister = connection.prepareStatement("SELECT v FROM register WHERE k = ?");
    update = connection.prepareStatement("UPDATE register SET v = ? WHERE k = ?");
    replace =
        connection.prepareStatement("REPLACE INTO register(v, k, pad) VALUES(?, ?, zeroblob(300))");
    delete = connection.prepareStatement("DELETE FROM register WHERE k = ?");
    insert =
        connection.prepareStatement("INSERT INTO register(v, k, pad) VALUES(?, ?, zeroblob(300))");
    readSet = connection.prepareStatement("SELECT v FROM member WHERE s = ?");
    add = connection.prepareStatement("INSERT INTO member(s, v) VALUES(?, ?)");
  }

  /** Makes the tables. Lists, registers and sets are empty then. */
  static void create(Statement statement) throws SQLException {
    statement.execute("CREATE TABLE list0(k INTEGER PRIMARY KEY, items TEXT)");
    statement.execute("CREATE TABLE list1(k INTEGER PRIMARY KEY, items TEXT) WITHOUT ROWID");
    statement.execute("CREATE TABLE register(k INTEGER PRIMARY KEY, v INTEGER UNIQUE, pad BLOB)");
    statement.execute("CREATE TABLE member(id INTEGER PRIMARY KEY, s INTEGER, v INTEGER)");
    statement.execute("CREATE INDEX member_set ON member(s, v)");
    for (int key = 0; key < KEYS; key += 2) {
      // Keys that exist and such that do not yet: updates of rows, and races for them.
      statement.execute("INSERT INTO register VALUES(" + key + ", " + -key + ", zeroblob(300))");
    }
  }

  /** Runs an operation that writes; {@code how} chooses among the statements that can do it. */
  void write(Operation operation, int how) throws SQLException {
    switch (operation) {
      case Append(int key, int value) -> append(key, value, how);
      case Write(int key, int value) -> write(key, value, how);
      case Add(int key, int value) -> change(add, key, value);
      default -> throw new IllegalArgumentException(operation.toString());
    }
  }

  private void append(int key, int value, int how) throws SQLException {
    int table = key % 2;
    if (how % 2 == 0) {
      append[table].setString(1, Integer.toString(value));
      append[table].setInt(2, key);
      if (append[table].executeUpdate() > 0) {
        return;
      }
    }
    upsert[table].setInt(1, key);
    upsert[table].setString(2, Integer.toString(value));
    upsert[table].executeUpdate();
  }

  private void write(int key, int value, int how) throws SQLException {
    switch (how % 3) {
      case 0 -> {
        if (change(update, value, key) == 0) {
          change(insert, value, key);
        }
      }
      case 1 -> change(replace, value, key);
      default -> {
        delete.setInt(1, key);
        delete.executeUpdate();
        change(insert, value, key);
      }
    }
  }

  private static int change(PreparedStatement statement, int first, int second)
      throws SQLException {
    statement.setInt(1, first);
    statement.setInt(2, second);
    return statement.executeUpdate();
  }

  ReadList readList(int key) throws SQLException {
    PreparedStatement query = readList[key % 2];
    query.setInt(1, key);
    try (ResultSet rows = query.executeQuery()) {
      List<Integer> values = List.of();
      if (rows.next()) {
        values = Arrays.stream(rows.getString(1).split(",")).map(Integer::valueOf).toList();
      }
      return new ReadList(key, values);
    }
  }

  ReadRegister readRegister(int key) throws SQLException {
    readRegister.setInt(1, key);
    try (ResultSet rows = readRegister.executeQuery()) {
      // Rows made with the table hold zero or less.
      return new ReadRegister(key, rows.next() ? Math.max(0, rows.getInt(1)) : 0);
    }
  }

  ReadSet readSet(int key) throws SQLException {
    readSet.setInt(1, key);
    Set<Integer> values = new HashSet<>();
    try (ResultSet rows = readSet.executeQuery()) {
      while (rows.next()) {
        values.add(rows.getInt(1));
      }
    }
    return new ReadSet(key, values);
  }

  /** Runs a statement that is no operation. */
  void execute(String sql) throws SQLException {
    statement.execute(sql);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
