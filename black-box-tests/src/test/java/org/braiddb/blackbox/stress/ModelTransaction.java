package org.braiddb.blackbox.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.braiddb.blackbox.stress.ModelState.Key;

/**
 * A transaction on a connection and its double on the model: every statement is run on both, and
 * what it reads is compared at once.
 *
 * <p>The view is the state at the first statement with the transaction's own changes. After a
 * conflict or a lock not had there are no further statements.
 */
final class ModelTransaction {
  /** Keys are drawn from 1 to this, so that transactions meet. */
  static final int KEYS = 400;

  private static final int BUSY = 5;
  private static final int BUSY_SNAPSHOT = 517;

  /** A range of keys that was read, misses included; with or without what is under them. */
  private record Range(ModelTable table, long from, long to, boolean keysAlone) {
    private Map<Long, String> in(TreeMap<Long, String> rows) {
      Map<Long, String> found = new TreeMap<>(rows.subMap(from, to + 1));
      if (keysAlone) {
        found.replaceAll((key, value) -> "");
      }
      return found;
    }
  }

  private record Undo(Map<ModelTable, TreeMap<Long, String>> view, Set<Key> touched) {}

  private final Connection connection;
  private final Statement statement;
  private final ModelState state;
  private final SplittableRandom random;
  private final int snapshot;
  private final Map<ModelTable, TreeMap<Long, String>> before;
  private final List<Range> reads = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private Map<ModelTable, TreeMap<Long, String>> view;
  private Set<Key> touched = new HashSet<>();
  private Optional<Undo> savepoint = Optional.empty();

  /** Rows that were inserted by a statement that was refused for a later one. */
  private final Set<Key> tried = new HashSet<>();

  private boolean failed;

  ModelTransaction(Connection connection, String begin, ModelState state, SplittableRandom random)
      throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
    this.state = state;
    this.random = random;
    snapshot = state.commits();
    before = state.copy();
    view = state.copy();
    run(begin);
    // The snapshot comes with the first statement; this is it.
    select(ModelTable.ROWID, 1, 3);
  }

  boolean failed() {
    return failed;
  }

  /** Whether it has changed anything. */
  boolean writes() {
    return !touched.isEmpty();
  }

  /** The statements so far, for messages. */
  List<String> log() {
    return log;
  }

  private int run(String sql) throws SQLException {
    log.add(sql.length() > 120 ? sql.substring(0, 120) + "…" : sql);
    return statement.execute(sql) ? -1 : statement.getUpdateCount();
  }

  // ---- statements

  /** Runs a random statement. */
  void step() throws SQLException {
    ModelTable table = random.nextBoolean() ? ModelTable.ROWID : ModelTable.CLUSTERED;
    // Half of them in a narrow range, so that rows are met as well as pages.
    long key = 1 + random.nextInt(random.nextBoolean() ? KEYS : KEYS / 8);
    try {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> insert(table, key);
        case 3 -> insertMany(table, key, 1 + random.nextInt(12));
        case 4 -> append();
        case 5, 6 -> update(table, key, key);
        case 7 -> update(table, key, key + random.nextInt(8));
        case 8 -> delete(table, key, key);
        case 9 -> delete(table, key, key + random.nextInt(40));
        case 10 -> setOrUndo();
        case 11 -> define(random.nextInt(4));
        default -> select(table, key, key + random.nextInt(10));
      }
    } catch (SQLException e) {
      fail(e);
    }
  }

  private void fail(SQLException e) {
    if (e.getErrorCode() != BUSY && e.getErrorCode() != BUSY_SNAPSHOT) {
      throw new AssertionError("after " + log, e);
    }
    log.add(e.getMessage());
    failed = true;
  }

  private String value() {
    int length = random.nextInt(12) == 0 ? 300 + random.nextInt(1200) : 4 + random.nextInt(60);
    return Character.toString('a' + random.nextInt(26)).repeat(length);
  }

  private void insert(ModelTable table, long key) throws SQLException {
    insertMany(table, key, 1);
  }

  private void insertMany(ModelTable table, long first, int count) throws SQLException {
    List<Long> keys = LongStream.range(first, first + count).boxed().toList();
    String value = value();
    boolean taken = keys.stream().anyMatch(view.get(table)::containsKey);
    String rows =
        keys.stream()
            .map(key -> "(" + key + ", " + ModelTable.columns(value) + ")")
            .collect(Collectors.joining(", "));
    if (taken) {
      // The error tells which key is the first that is there, and nothing of its row.
      long duplicate = keys.stream().filter(view.get(table)::containsKey).findFirst().orElseThrow();
      reads.add(new Range(table, first, duplicate, true));
      keys.stream().filter(key -> key < duplicate).forEach(key -> tried.add(new Key(table, key)));
      refused("INSERT INTO " + table.sqlName + " VALUES" + rows);
      return;
    }
    change(table, keys, rowsOfView -> keys.forEach(key -> rowsOfView.put(key, value)));
    assertThat(run("INSERT INTO " + table.sqlName + " VALUES" + rows)).isEqualTo(count);
  }

  /** A statement that violates uniqueness in the transaction's own view. */
  private void refused(String sql) throws SQLException {
    try {
      run(sql);
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == 19) {
        return;
      }
      throw e;
    }
    throw new AssertionError("not refused after " + log);
  }

  /** An automatic rowid: free in the view, and free when it is committed. */
  private void append() throws SQLException {
    String value = value();
    String sql = "INSERT INTO t(k, v) VALUES(" + ModelTable.columns(value) + ") RETURNING id";
    log.add(sql);
    long key;
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      key = rows.getLong(1);
    }
    assertThat(view.get(ModelTable.ROWID)).as("rows when %s was given", key).doesNotContainKey(key);
    change(ModelTable.ROWID, List.of(key), rows -> rows.put(key, value));
  }

  private void update(ModelTable table, long from, long to) throws SQLException {
    String value = value();
    List<Long> keys = List.copyOf(inRange(table, from, to).keySet());
    read(table, from, to);
    change(table, keys, rows -> keys.forEach(key -> rows.put(key, value)));
    String sql = "UPDATE " + table.sqlName + " SET (c, v) = (" + ModelTable.columns(value) + ")";
    sql = sql.replace("(c, v)", table == ModelTable.ROWID ? "(k, v)" : "(c, v)");
    assertThat(run(sql + where(table, from, to))).as("%s", log).isEqualTo(keys.size());
  }

  private void delete(ModelTable table, long from, long to) throws SQLException {
    List<Long> keys = List.copyOf(inRange(table, from, to).keySet());
    read(table, from, to);
    change(table, keys, rows -> keys.forEach(rows::remove));
    String sql = "DELETE FROM " + table.sqlName + where(table, from, to);
    assertThat(run(sql)).as("%s", log).isEqualTo(keys.size());
  }

  private static String where(ModelTable table, long from, long to) {
    return " WHERE " + table.keyColumn + " BETWEEN " + from + " AND " + to;
  }

  private SortedMap<Long, String> inRange(ModelTable table, long from, long to) {
    return view.get(table).subMap(from, to + 1);
  }

  private void select(ModelTable table, long from, long to) throws SQLException {
    Map<Long, String> found = new HashMap<>();
    String sql = "SELECT " + table.keyColumn + ", v FROM " + table.sqlName + where(table, from, to);
    log.add(sql);
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.put(rows.getLong(1), rows.getString(2));
      }
    }
    read(table, from, to);
    assertThat(found).as("%s", log).isEqualTo(Map.copyOf(inRange(table, from, to)));
  }

  private void setOrUndo() throws SQLException {
    if (savepoint.isEmpty()) {
      run("SAVEPOINT s");
      savepoint = Optional.of(new Undo(copyOfView(), new HashSet<>(touched)));
    } else {
      run("ROLLBACK TO s");
      run("RELEASE s");
      view = savepoint.get().view();
      touched = savepoint.get().touched();
      savepoint = Optional.empty();
    }
  }

  private Map<ModelTable, TreeMap<Long, String>> copyOfView() {
    Map<ModelTable, TreeMap<Long, String>> copy = new HashMap<>();
    view.forEach((table, rows) -> copy.put(table, new TreeMap<>(rows)));
    return copy;
  }

  /** Makes or drops a table of several pages. */
  private void define(int number) throws SQLException {
    if (random.nextInt(3) > 0) {
      return;
    }
    long key = number;
    read(ModelTable.DEFINITIONS, key, key);
    boolean exists = view.get(ModelTable.DEFINITIONS).containsKey(key);
    change(
        ModelTable.DEFINITIONS,
        List.of(key),
        tables -> {
          if (exists) {
            tables.remove(key);
          } else {
            tables.put(key, "");
          }
        });
    if (exists) {
      run("DROP TABLE scratch" + number);
    } else {
      run("CREATE TABLE scratch" + number + "(a PRIMARY KEY, b)");
      run(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)"
              + " INSERT INTO scratch"
              + number
              + " SELECT i, zeroblob(100) FROM n");
    }
  }

  private void read(ModelTable table, long from, long to) {
    reads.add(new Range(table, from, to, false));
  }

  /** Applies a change to the view; on rows it is done before the statement is run. */
  private void change(ModelTable table, List<Long> keys, Consumer<TreeMap<Long, String>> change) {
    keys.forEach(key -> touched.add(new Key(table, key)));
    change.accept(view.get(table));
  }

  // ---- the end

  /** How COMMIT went. */
  enum Ending {
    COMMITTED,
    CONFLICT,
    BUSY
  }

  /** Commits; the model follows if it succeeds. A conflict is followed by a rollback. */
  Ending commit() throws SQLException {
    try {
      run("COMMIT");
    } catch (SQLException e) {
      if (e.getErrorCode() == BUSY) {
        return Ending.BUSY;
      }
      fail(e);
      rollBack();
      return Ending.CONFLICT;
    }
    return Ending.COMMITTED;
  }

  void applyToModel() {
    if (!touched.isEmpty()) {
      state.commit(touched, changed(), view);
    }
  }

  void rollBack() throws SQLException {
    run("ROLLBACK");
  }

  void close() throws SQLException {
    connection.close();
  }

  /** Whether anything was committed since the snapshot. */
  boolean overtaken() {
    return state.commits() > snapshot;
  }

  /** Whether a row it touched was changed by a commit since its snapshot. */
  boolean touchedClash() {
    return Stream.concat(touched.stream(), tried.stream())
        .anyMatch(key -> state.touchedSince(key, snapshot));
  }

  /** Whether a row that it leaves different was changed by a commit since its snapshot. */
  boolean changedClash() {
    return changed().stream().anyMatch(key -> state.changedSince(key, snapshot));
  }

  /** The rows that it leaves different: not those that it put in and took out again. */
  private Set<Key> changed() {
    return touched.stream()
        .filter(key -> {
          String old = before.get(key.table()).get(key.key());
          return !Objects.equals(old, view.get(key.table()).get(key.key()));
        })
        .collect(Collectors.toSet());
  }

  /** What it read from others and would be read differently now. */
  List<String> staleReads() {
    return reads.stream()
        .filter(range -> {
          Map<Long, String> then = range.in(before.get(range.table()));
          return !then.equals(range.in(state.rows(range.table())));
        })
        .map(Range::toString)
        .toList();
  }
}
