package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;

/**
 * Readers beside writers: clients with even numbers update a random row in a transaction of its
 * own, those with odd numbers read.
 *
 * @param longReader whether there is one reader only, in one transaction that stays open
 */
record MixedWorkload(String id, String title, boolean longReader) implements Workload {
  private static final String READ = "SELECT n FROM counter WHERE id = ?";

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public Dataset dataset() {
    return CounterTable.INSTANCE;
  }

  @Override
  public int fewestThreads() {
    return 2;
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    SplittableRandom random = new SplittableRandom(place.number());
    boolean reads = longReader ? place.number() == 1 : place.number() % 2 == 1;
    if (!reads) {
      return new Writer(session, place, random);
    }
    return longReader ? new LongReader(session, place, random) : reader(session, place, random);
  }

  private static final class Writer implements Client {
    private final Session session;
    private final Place place;
    private final SplittableRandom random;
    private final PreparedStatement update;

    Writer(Session session, Place place, SplittableRandom random) throws SQLException {
      this.session = session;
      this.place = place;
      this.random = random;
      update = session.prepare("UPDATE counter SET n = n + 1 WHERE id = ?");
    }

    @Override
    public long run() throws SQLException {
      update.setLong(1, random.nextLong(place.rows()));
      session.transact(update);
      return 0;
    }

    @Override
    public String role() {
      return "write";
    }
  }

  private static Client reader(Session session, Place place, SplittableRandom random)
      throws SQLException {
    PreparedStatement read = session.prepare(READ);
    return new Client() {
      @Override
      public long run() throws SQLException {
        return value(read, random.nextLong(place.rows()));
      }

      @Override
      public String role() {
        return "read";
      }
    };
  }

  private static long value(PreparedStatement read, long id) throws SQLException {
    read.setLong(1, id);
    try (ResultSet row = read.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Has one transaction open for the whole run. */
  private static final class LongReader implements Client {
    private final Session session;
    private final Place place;
    private final SplittableRandom random;
    private final PreparedStatement read;
    private boolean open;

    LongReader(Session session, Place place, SplittableRandom random) throws SQLException {
      this.session = session;
      this.place = place;
      this.random = random;
      read = session.prepare(READ);
    }

    @Override
    public long run() throws SQLException {
      if (!open) {
        session.beginReading();
        open = true;
      }
      return value(read, random.nextLong(place.rows()));
    }

    @Override
    public String role() {
      return "read";
    }

    @Override
    public void close() throws SQLException {
      if (open) {
        session.endReading();
      }
    }
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    verifier.expect("increments", "SELECT sum(n) FROM counter", verifier.commits());
  }
}
