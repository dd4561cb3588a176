package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.braiddb.bench.contender.Session;

/** Many rows inserted into a new table in one transaction, by JDBC batches. */
record BulkInsert(String id, String title, boolean indexed) implements Workload {
  private static final int BATCH = 1000;

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public String unit() {
    return "rows";
  }

  @Override
  public Dataset dataset() {
    return Nothing.INSTANCE;
  }

  @Override
  public long unitsPerRun(long rows) {
    return Math.clamp(rows / 4, 1, 50_000);
  }

  @Override
  public Client client(Session session, Place place) {
    return new Filler(session, place.number(), unitsPerRun(place.rows()));
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    long found = 0;
    for (int client = 0; verifier.tally().of(counter(client)) > 0; client++) {
      for (long number = 1; number <= verifier.tally().of(counter(client)); number++) {
        found += verifier.value("SELECT count(*) FROM " + table(client, number));
      }
    }
    long expected = verifier.commits() * unitsPerRun(verifier.rows());
    if (found != expected) {
      throw new IllegalStateException(
          "rows: " + expected + " by what was committed, " + found + " in the database");
    }
  }

  private static String counter(int client) {
    return "tables of client " + client;
  }

  private static String table(int client, long number) {
    return "bulk_" + client + "_" + number;
  }

  private final class Filler implements Client {
    private final Session session;
    private final int client;
    private final long rows;
    private long tables;

    Filler(Session session, int client, long rows) {
      this.session = session;
      this.client = client;
      this.rows = rows;
    }

    @Override
    public long run() throws SQLException {
      String table = table(client, tables + 1);
      try (Statement statement = session.connection().createStatement()) {
        statement.execute(
            session
                .dialect()
                .sql("CREATE TABLE " + table + "(id {key}, code {text:20}, amount {long})"));
        if (indexed) {
          statement.execute("CREATE INDEX " + table + "_code ON " + table + "(code)");
        }
      }
      try (PreparedStatement insert =
          session.prepare("INSERT INTO " + table + " VALUES(?, ?, ?)")) {
        session.transact(() -> fill(insert));
      }
      return ++tables;
    }

    private void fill(PreparedStatement insert) throws SQLException {
      for (long id = 1; id <= rows; id++) {
        insert.setLong(1, id);
        insert.setString(2, ItemTable.code(id));
        insert.setLong(3, id);
        insert.addBatch();
        if (id % BATCH == 0 || id == rows) {
          insert.executeBatch();
        }
      }
    }

    @Override
    public void count(Tally tally) {
      tally.add(counter(client), tables);
    }
  }
}
