package org.braiddb.blackbox.kill;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Commits from several threads until it is killed. Each thread adds rows numbered from where it
 * stopped the last time, and writes "thread number" to standard output when the commit has
 * returned. Arguments: URL, statement that begins a transaction, threads, seed, checkpoint
 * threshold.
 */
final class CommittingProcess {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private final String url;
  private final String begin;
  private final int thread;
  private final SplittableRandom random;
  private final int checkpointPages;

  private CommittingProcess(
      String url, String begin, int thread, SplittableRandom random, int checkpointPages) {
    this.url = url;
    this.begin = begin;
    this.thread = thread;
    this.random = random;
    this.checkpointPages = checkpointPages;
  }

  public static void main(String[] arguments) throws InterruptedException {
    int threads = Integer.parseInt(arguments[2]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CommittingProcess committer =
          new CommittingProcess(
              arguments[0],
              i == 0 ? "BEGIN IMMEDIATE" : arguments[1],
              i,
              random.split(),
              Integer.parseInt(arguments[4]));
      running.add(Thread.ofPlatform().start(committer::run));
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private void run() {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + checkpointPages);
      long number = lastNumber(statement);
      while (true) {
        number++;
        while (!commit(connection, statement, number)) {
          statement.execute("ROLLBACK");
        }
        acknowledge(number);
      }
    } catch (SQLException | IOException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private long lastNumber(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT max(number) FROM entry WHERE thread = " + thread)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** False where another transaction has won. */
  private boolean commit(Connection connection, Statement statement, long number)
      throws SQLException {
    try {
      statement.execute(begin);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO entry(thread, number, body) VALUES(?, ?, ?)")) {
        insert.setInt(1, thread);
        insert.setLong(2, number);
        insert.setString(3, Long.toHexString(random.nextLong()).repeat(random.nextInt(1, 90)));
        insert.executeUpdate();
      }
      if (number > 40) {
        statement.execute(
            "UPDATE entry SET body = 'old' WHERE thread = "
                + thread
                + " AND number = "
                + (number - 40));
      }
      statement.execute("UPDATE counter SET entries = entries + 1 WHERE thread = " + thread);
      statement.execute("COMMIT");
      return true;
    } catch (SQLTransactionRollbackException e) {
      return false;
    }
  }

  /** One write, so that a kill leaves whole lines but for the last. */
  private void acknowledge(long number) throws IOException {
    OUT.write((thread + " " + number + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
