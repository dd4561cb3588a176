package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;

/**
 * TPC-B's transaction: an account, a teller and a branch are changed and a row of history is
 * inserted. There are 100,000 accounts and 10 tellers to a branch, so that branches are hot.
 */
record TpcbWorkload() implements Workload {
  private static final long ACCOUNTS_PER_BRANCH = 100_000;
  private static final int TELLERS_PER_BRANCH = 10;

  private record Tables() implements Dataset {
    @Override
    public String id() {
      return "tpcb";
    }

    @Override
    public void create(Loader loader, long rows) throws SQLException {
      loader.execute("CREATE TABLE branch(bid {key}, bbalance {long}, filler {text:84})");
      loader.execute(
          "CREATE TABLE teller(tid {key}, bid {long}, tbalance {long}, filler {text:84})");
      loader.execute(
          "CREATE TABLE account(aid {key}, bid {long}, abalance {long}, filler {text:84})");
      loader.execute(
          "CREATE TABLE history(hid {auto}, tid {long}, bid {long}, aid {long}, delta {long},"
              + " filler {text:22})");
      String filler = "x".repeat(84);
      loader.fill("branch", 3, 1, branches(rows), (row, id) -> row.add(id).add(0).add(filler));
      loader.fill(
          "teller",
          4,
          1,
          branches(rows) * TELLERS_PER_BRANCH,
          (row, id) -> row.add(id).add(1 + (id - 1) / TELLERS_PER_BRANCH).add(0).add(filler));
      loader.fill(
          "account",
          4,
          1,
          rows,
          (row, id) -> row.add(id).add(1 + (id - 1) % branches(rows)).add(0).add(filler));
    }
  }

  private static long branches(long rows) {
    return Math.max(1, rows / ACCOUNTS_PER_BRANCH);
  }

  @Override
  public String id() {
    return "tpcb";
  }

  @Override
  public String title() {
    return "TPC-B: account, teller, branch and history";
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public Dataset dataset() {
    return new Tables();
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    PreparedStatement account =
        session.prepare("UPDATE account SET abalance = abalance + ? WHERE aid = ?");
    PreparedStatement balance = session.prepare("SELECT abalance FROM account WHERE aid = ?");
    PreparedStatement teller =
        session.prepare("UPDATE teller SET tbalance = tbalance + ? WHERE tid = ?");
    PreparedStatement branch =
        session.prepare("UPDATE branch SET bbalance = bbalance + ? WHERE bid = ?");
    PreparedStatement history =
        session.prepare("INSERT INTO history(tid, bid, aid, delta, filler) VALUES(?, ?, ?, ?, ?)");
    SplittableRandom random = new SplittableRandom(place.number());
    return () -> {
      long aid = 1 + random.nextLong(place.rows());
      long tid = 1 + random.nextLong(branches(place.rows()) * TELLERS_PER_BRANCH);
      long bid = 1 + (tid - 1) / TELLERS_PER_BRANCH;
      long delta = random.nextLong(-999_999, 1_000_000);
      session.transact(() -> {
        change(account, delta, aid);
        balance.setLong(1, aid);
        try (ResultSet row = balance.executeQuery()) {
          row.next();
        }
        change(teller, delta, tid);
        change(branch, delta, bid);
        history.setLong(1, tid);
        history.setLong(2, bid);
        history.setLong(3, aid);
        history.setLong(4, delta);
        history.setString(5, "xxxxxxxxxxxxxxxxxxxxxx");
        history.executeUpdate();
      });
      return delta;
    };
  }

  private static void change(PreparedStatement change, long delta, long id) throws SQLException {
    change.setLong(1, delta);
    change.setLong(2, id);
    change.executeUpdate();
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    verifier.expect("history", "SELECT count(*) FROM history", verifier.commits());
    long moved = verifier.value("SELECT coalesce(sum(delta), 0) FROM history");
    verifier.expect("accounts", "SELECT sum(abalance) FROM account", moved);
    verifier.expect("tellers", "SELECT sum(tbalance) FROM teller", moved);
    verifier.expect("branches", "SELECT sum(bbalance) FROM branch", moved);
  }
}
