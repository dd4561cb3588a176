package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;

/** A bank transfer: two balances changed, one row of history inserted. */
record TransferWorkload() implements Workload {
  private static final long START = 1000;

  private record Accounts() implements Dataset {
    @Override
    public String id() {
      return "account";
    }

    @Override
    public void create(Loader loader, long rows) throws SQLException {
      loader.execute("CREATE TABLE account(id {key}, balance {long} NOT NULL, owner {text:40})");
      loader.execute("CREATE TABLE history(id {auto}, payer {long}, payee {long}, amount {long})");
      loader.fill(
          "account", 3, 1, rows, (row, id) -> row.add(id).add(START).add("owner number " + id));
    }
  }

  @Override
  public String id() {
    return "transfer";
  }

  @Override
  public String title() {
    return "bank transfer: two updates and an insert";
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public Dataset dataset() {
    return new Accounts();
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    PreparedStatement change =
        session.prepare("UPDATE account SET balance = balance + ? WHERE id = ?");
    PreparedStatement note =
        session.prepare("INSERT INTO history(payer, payee, amount) VALUES(?, ?, ?)");
    SplittableRandom random = new SplittableRandom(place.number());
    return () -> {
      long payer = 1 + random.nextLong(place.rows());
      long payee = 1 + random.nextLong(place.rows());
      long amount = 1L + random.nextInt(100);
      session.transact(() -> {
        // The lower number first, so that engines with locks meet no deadlock.
        change(change, Math.min(payer, payee), payer <= payee ? -amount : amount);
        change(change, Math.max(payer, payee), payer <= payee ? amount : -amount);
        note.setLong(1, payer);
        note.setLong(2, payee);
        note.setLong(3, amount);
        note.executeUpdate();
      });
      return amount;
    };
  }

  private static void change(PreparedStatement change, long account, long amount)
      throws SQLException {
    change.setLong(1, amount);
    change.setLong(2, account);
    change.executeUpdate();
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    verifier.expect("transfers", "SELECT count(*) FROM history", verifier.commits());
    verifier.expect("money", "SELECT sum(balance) FROM account", START * verifier.rows());
    verifier.expect(
        "accounts whose balance is not what their history says",
        "SELECT count(*) FROM account LEFT JOIN (SELECT account, sum(amount) AS moved FROM"
            + " (SELECT payer AS account, -amount AS amount FROM history"
            + " UNION ALL SELECT payee AS account, amount FROM history) AS moves"
            + " GROUP BY account) AS moves ON moves.account = account.id"
            + " WHERE account.balance <> "
            + START
            + " + coalesce(moves.moved, 0)",
        0);
  }
}
