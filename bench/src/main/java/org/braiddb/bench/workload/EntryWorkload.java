package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;

/**
 * Transactions of one inserted row.
 *
 * @param append whether the engine counts the keys, so that rows go to the end of the table
 */
record EntryWorkload(String id, String title, boolean append) implements Workload {
  private static final String PAYLOAD = "x".repeat(100);

  /** {@code entry(id, payload)}, empty. */
  private record EntryTable() implements Dataset {
    @Override
    public String id() {
      return "entry";
    }

    @Override
    public void create(Loader loader, long rows) throws SQLException {
      loader.execute("CREATE TABLE entry(id {auto}, payload {text:100})");
    }
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public Dataset dataset() {
    return new EntryTable();
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    if (append) {
      PreparedStatement insert = session.prepare("INSERT INTO entry(payload) VALUES(?)");
      return () -> {
        insert.setString(1, PAYLOAD);
        session.transact(insert);
        return 0;
      };
    }
    PreparedStatement insert = session.prepare("INSERT INTO entry(id, payload) VALUES(?, ?)");
    SplittableRandom random = new SplittableRandom(place.number());
    return () -> {
      long id = random.nextLong();
      insert.setLong(1, id);
      insert.setString(2, PAYLOAD);
      session.transact(insert);
      return id;
    };
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    verifier.expect("rows", "SELECT count(*) FROM entry", verifier.commits());
  }
}
