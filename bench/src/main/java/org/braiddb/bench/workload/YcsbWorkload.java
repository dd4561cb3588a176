package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Session;

/**
 * YCSB's core workloads A to F: a table of rows of ten fields with 100 characters, found by key.
 * The column {@code version} is not YCSB's: it counts the updates of a row, so that all of them can
 * be found again.
 */
record YcsbWorkload(Mix mix) implements Workload {
  private static final int FIELDS = 10;
  private static final int FIELD_LENGTH = 100;
  private static final int LONGEST_SCAN = 100;

  /** What share of the transactions are what, in hundredths; what is left are reads. */
  enum Mix {
    /** Reads and updates. */
    A("half reads, half updates", 50, 0, 0, 0),
    /** Mostly reads. */
    B("95% reads, 5% updates", 5, 0, 0, 0),
    /** Reads only. */
    C("reads only", 0, 0, 0, 0),
    /** Reads of what was inserted last. */
    D("95% reads of new rows, 5% inserts", 0, 5, 0, 0),
    /** Short scans. */
    E("95% short scans, 5% inserts", 0, 5, 95, 0),
    /** Reads, and reads followed by an update in one transaction. */
    F("half reads, half read-modify-writes", 0, 0, 0, 50);

    private final String title;
    private final int updates;
    private final int inserts;
    private final int scans;
    private final int modifies;

    Mix(String title, int updates, int inserts, int scans, int modifies) {
      this.title = title;
      this.updates = updates;
      this.inserts = inserts;
      this.scans = scans;
      this.modifies = modifies;
    }
  }

  private record UserTable() implements Dataset {
    @Override
    public String id() {
      return "usertable";
    }

    @Override
    public void create(Loader loader, long rows) throws SQLException {
      StringBuilder columns = new StringBuilder();
      for (int field = 0; field < FIELDS; field++) {
        columns.append(", field").append(field).append(" {text:100}");
      }
      loader.execute(
          "CREATE TABLE usertable(ycsb_key {key}, version {long} NOT NULL" + columns + ")");
      Random random = new Random(1);
      loader.fill(
          "usertable",
          FIELDS + 2,
          0,
          records(rows) - 1,
          (row, key) -> {
            row.add(key).add(0);
            for (int field = 0; field < FIELDS; field++) {
              row.add(text(random.nextInt()));
            }
          });
    }
  }

  /** A row is about ten times as large as those of other data sets. */
  private static long records(long rows) {
    return Math.max(LONGEST_SCAN, rows / 10);
  }

  private static String text(int seed) {
    return Integer.toHexString(seed | 0x10000000).repeat(FIELD_LENGTH / 8 + 1).substring(0, 100);
  }

  @Override
  public String id() {
    return "ycsb-" + mix.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String title() {
    return "YCSB " + mix.name() + ": " + mix.title;
  }

  @Override
  public boolean writes() {
    return mix != Mix.C;
  }

  @Override
  public Dataset dataset() {
    return new UserTable();
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    return new Requests(session, place, mix);
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    verifier.expect(
        "updates", "SELECT sum(version) FROM usertable", verifier.tally().of("updated"));
    verifier.expect(
        "rows",
        "SELECT count(*) FROM usertable",
        records(verifier.rows()) + verifier.tally().of("inserted"));
  }

  private static final class Requests implements Client {
    private final Session session;
    private final Place place;
    private final Mix mix;
    private final SplittableRandom random;
    private final long records;
    private final Zipfian zipfian;
    private final PreparedStatement read;
    private final PreparedStatement scan;
    private final PreparedStatement update;
    private final PreparedStatement insert;
    private long updated;
    private long inserted;
    private long sum;

    Requests(Session session, Place place, Mix mix) throws SQLException {
      this.session = session;
      this.place = place;
      this.mix = mix;
      random = new SplittableRandom(place.number());
      records = records(place.rows());
      zipfian = new Zipfian(records);
      read = session.prepare("SELECT * FROM usertable WHERE ycsb_key = ? {update}");
      scan = session.prepare("SELECT * FROM usertable WHERE ycsb_key BETWEEN ? AND ?");
      update =
          session.prepare(
              "UPDATE usertable SET version = version + 1, field3 = ? WHERE ycsb_key = ?");
      insert = session.prepare("INSERT INTO usertable VALUES(?, 0" + ", ?".repeat(FIELDS) + ")");
    }

    @Override
    public long run() throws SQLException {
      int kind = random.nextInt(100);
      if ((kind -= mix.updates) < 0) {
        update(zipfian.scattered(random));
      } else if ((kind -= mix.inserts) < 0) {
        insert();
      } else if ((kind -= mix.scans) < 0) {
        long from = zipfian.scattered(random);
        long to = from + random.nextLong(LONGEST_SCAN);
        session.read(() -> {
          scan.setLong(1, from);
          scan.setLong(2, to);
          consume(scan);
        });
      } else if (kind < mix.modifies) {
        modify(zipfian.scattered(random));
      } else {
        long key = mix == Mix.D ? latest() : zipfian.scattered(random);
        session.read(() -> read(key));
      }
      return sum;
    }

    private void update(long key) throws SQLException {
      update.setString(1, text(random.nextInt()));
      update.setLong(2, key);
      session.transact(update);
      updated++;
    }

    private void insert() throws SQLException {
      insert.setLong(1, key(inserted));
      for (int field = 0; field < FIELDS; field++) {
        insert.setString(field + 2, text(random.nextInt()));
      }
      session.transact(insert);
      inserted++;
    }

    private void modify(long key) throws SQLException {
      session.transact(() -> {
        read(key);
        update.setString(1, text(random.nextInt()));
        update.setLong(2, key);
        update.executeUpdate();
      });
      updated++;
    }

    /** The client's own inserts have keys of their own. */
    private long key(long number) {
      return records + place.number() + number * place.threads();
    }

    /** One that was inserted lately by this client, or is among the last of the first ones. */
    private long latest() {
      long back = zipfian.next(random);
      return back < inserted ? key(inserted - 1 - back) : records - 1 - (back - inserted);
    }

    private void read(long key) throws SQLException {
      read.setLong(1, key);
      consume(read);
    }

    private void consume(PreparedStatement query) throws SQLException {
      int found = 0;
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          for (int column = 3; column < FIELDS + 3; column++) {
            sum += row.getString(column).length();
          }
          found++;
        }
      }
      if (found == 0) {
        throw new IllegalStateException("no row was found for a key that is there");
      }
    }

    @Override
    public void count(Tally tally) {
      tally.add("updated", updated);
      tally.add("inserted", inserted);
    }
  }
}
