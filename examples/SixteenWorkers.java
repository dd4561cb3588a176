import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sixteen connections insert a row each, all at once; run as README.md says: FILE MODE. */
public final class SixteenWorkers {
  private static final int WORKERS = 16;

  private SixteenWorkers() {}

  public static void main(String[] arguments) throws Exception {
    String url = "jdbc:braid:" + arguments[0] + "?busy_timeout=10000";
    String mode = arguments[1];
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = '" + mode + "'");
      statement.execute("CREATE TABLE hits(id INTEGER PRIMARY KEY, worker INTEGER, at TEXT)");
      try (ExecutorService executor = Executors.newFixedThreadPool(WORKERS)) {
        List<Future<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
          int worker = i;
          workers.add(executor.submit(() -> work(url, mode, worker)));
        }
        int conflicts = 0;
        for (Future<Integer> worker : workers) {
          conflicts += worker.get();
        }
        System.out.println("conflicts, all tried again: " + conflicts);
      }
      try (ResultSet rows =
          statement.executeQuery("SELECT count(*), count(DISTINCT worker) FROM hits")) {
        rows.next();
        System.out.println(
            rows.getInt(1) + " rows of " + rows.getInt(2) + " workers in mode " + mode);
      }
    }
  }

  /** Inserts one row, trying again for as long as others win; how often they did. */
  private static int work(String url, String mode, int worker) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = '" + mode + "'");
      for (int conflicts = 0; ; conflicts++) {
        statement.execute("BEGIN CONCURRENT");
        try {
          statement.execute("INSERT INTO hits(worker, at) VALUES(" + worker + ", datetime('now'))");
          statement.execute("COMMIT");
          return conflicts;
        } catch (SQLTransactionRollbackException e) {
          // SQLState 40001: somebody else changed the same. Only a new transaction can win.
          statement.execute("ROLLBACK");
        }
      }
    }
  }
}
