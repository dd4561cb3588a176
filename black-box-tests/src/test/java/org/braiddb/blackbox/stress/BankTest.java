package org.braiddb.blackbox.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.braiddb.blackbox.isolation.Regime;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Money is moved by many threads, in every way a transaction can begin, and none is made or lost.
 */
class BankTest {
  private static final int THREADS = 8;
  private static final int ACCOUNTS = 12;
  private static final long TOTAL = ACCOUNTS * 1000L;
  private static final int BUSY = 5;

  @TempDir Path directory;

  static Stream<Regime> regimes() {
    return Regime.all();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void totalsStayWhateverCommits(Regime regime) throws Exception {
    long seed = Stress.seed("BankTest in " + regime);
    int transfers = Stress.scaled(40);
    Path file = directory.resolve("bank.db");
    AtomicInteger committed = new AtomicInteger();
    try (Connection connection = regime.connect(file, 0, "&page_size=512");
        Statement statement = connection.createStatement()) {
      create(statement);
      try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          SplittableRandom random = new SplittableRandom(seed + i);
          running.add(
              executor.submit(() -> {
                try (Teller teller = new Teller(regime.connect(file, 60_000, ""), random)) {
                  for (int done = 0; done < transfers; ) {
                    if (teller.transfer(begin(regime, random))) {
                      done++;
                      committed.incrementAndGet();
                    }
                  }
                }
                return null;
              }));
        }
        for (Future<?> each : running) {
          each.get();
        }
      }
      assertThat(number(statement, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
      assertThat(number(statement, "SELECT count(*) FROM transfer")).isEqualTo(committed.get());
      assertThat(
              number(
                  statement,
                  "SELECT count(*) FROM account WHERE balance <> 1000 + (SELECT ifnull(sum(amount),"
                      + " 0) FROM transfer WHERE payee = account.id) - (SELECT ifnull(sum(amount),"
                      + " 0) FROM transfer WHERE payer = account.id)"))
          .as("accounts that do not agree with the transfers")
          .isZero();
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        check.next();
        assertThat(check.getString(1)).isEqualTo("ok");
      }
    }
    StockSqlite.assertIntact(file);
  }

  private static void create(Statement statement) throws SQLException {
    statement.execute(
        "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, pad BLOB)");
    statement.execute(
        "CREATE TABLE transfer(id INTEGER PRIMARY KEY AUTOINCREMENT, payer INTEGER NOT NULL"
            + " REFERENCES account, payee INTEGER NOT NULL REFERENCES account, amount INTEGER)");
    statement.execute("CREATE INDEX transfer_payer ON transfer(payer)");
    statement.execute("CREATE INDEX transfer_payee ON transfer(payee, amount)");
    for (int i = 1; i <= ACCOUNTS; i++) {
      statement.execute("INSERT INTO account VALUES(" + i + ", 1000, zeroblob(300))");
    }
  }

  private static String begin(Regime regime, SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> "BEGIN IMMEDIATE";
      case 1 -> "BEGIN";
      default -> regime.begin();
    };
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  private static final class Teller implements AutoCloseable {
    private final Connection connection;
    private final SplittableRandom random;
    private final Statement statement;
    private final PreparedStatement update;
    private final PreparedStatement insert;

    Teller(Connection connection, SplittableRandom random) throws SQLException {
      this.connection = connection;
      this.random = random;
      statement = connection.createStatement();
      statement.execute("PRAGMA foreign_keys = ON");
      update = connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
      insert =
          connection.prepareStatement("INSERT INTO transfer(payer, payee, amount) VALUES(?, ?, ?)");
    }

    /** Whether it committed; what it saw must be whole in any case. */
    boolean transfer(String begin) throws SQLException {
      int payer = 1 + random.nextInt(ACCOUNTS);
      int payee = 1 + (payer + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      int amount = 1 + random.nextInt(100);
      try {
        statement.execute(begin);
        if (random.nextInt(4) == 0) {
          assertThat(number(statement, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
        }
        move(payer, -amount);
        if (random.nextInt(4) == 0) {
          statement.execute("SAVEPOINT s");
          move(payer, -1);
          statement.execute("ROLLBACK TO s");
        }
        move(payee, amount);
        assertThat(number(statement, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
        insert.setInt(1, payer);
        insert.setInt(2, payee);
        insert.setInt(3, amount);
        insert.executeUpdate();
        statement.execute("COMMIT");
        return true;
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != BUSY) {
          throw e;
        }
        statement.execute("ROLLBACK");
        return false;
      }
    }

    private void move(int account, int amount) throws SQLException {
      update.setInt(1, amount);
      update.setInt(2, account);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
