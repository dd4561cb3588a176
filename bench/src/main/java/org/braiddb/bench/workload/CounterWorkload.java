package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;

/**
 * Read-modify-write: a row is read and written back with one more, in one transaction.
 *
 * @param choice which row
 */
record CounterWorkload(String id, String title, Choice choice) implements Workload {
  /** Chooses rows. */
  interface Choice {
    /** A chooser for a client, which gives numbers of rows, from 0. */
    RowPicker picker(Place place);
  }

  /** Gives numbers of rows. */
  interface RowPicker {
    long next(SplittableRandom random);
  }

  /** Each client has rows of its own. */
  static RowPicker own(Place place) {
    long each = Math.max(1, place.rows() / place.threads());
    return random -> (place.number() * each + random.nextLong(each)) % place.rows();
  }

  /** All clients choose among the first ten rows. */
  static RowPicker hot(Place place) {
    return random -> random.nextLong(Math.min(10, place.rows()));
  }

  /** Few rows are chosen often. */
  static RowPicker zipfian(Place place) {
    return new Zipfian(place.rows())::scattered;
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public Dataset dataset() {
    return CounterTable.INSTANCE;
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    PreparedStatement read = session.prepare("SELECT n FROM counter WHERE id = ? {update}");
    PreparedStatement write = session.prepare("UPDATE counter SET n = ? WHERE id = ?");
    SplittableRandom random = new SplittableRandom(place.number());
    RowPicker picker = choice.picker(place);
    return () -> {
      long id = picker.next(random);
      session.transact(() -> {
        read.setLong(1, id);
        try (ResultSet row = read.executeQuery()) {
          row.next();
          write.setLong(1, row.getLong(1) + 1);
        }
        write.setLong(2, id);
        write.executeUpdate();
      });
      return id;
    };
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    verifier.expect("increments", "SELECT sum(n) FROM counter", verifier.commits());
    verifier.expect("rows", "SELECT count(*) FROM counter", verifier.rows());
  }
}
