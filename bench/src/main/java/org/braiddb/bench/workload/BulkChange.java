package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Dialect;
import org.braiddb.bench.contender.Session;

/**
 * Many rows that follow one another are each given one more, by one statement in one transaction.
 *
 * @param dialects those that the statement is written in
 * @param sql the statement, of the first and the last row
 */
record BulkChange(String id, String title, Set<Dialect> dialects, String sql) implements Workload {
  static BulkChange update() {
    return new BulkChange(
        "bulk-update",
        "many rows updated by one statement",
        EnumSet.allOf(Dialect.class),
        "UPDATE counter SET n = n + 1 WHERE id BETWEEN ? AND ?");
  }

  static BulkChange upsert() {
    return new BulkChange(
        "bulk-upsert",
        "many rows that are there inserted by one statement, which then updates them",
        EnumSet.of(Dialect.SQLITE),
        "INSERT INTO counter SELECT id, 1, payload FROM counter WHERE id BETWEEN ? AND ?"
            + " ON CONFLICT(id) DO UPDATE SET n = n + excluded.n");
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public String unit() {
    return "rows";
  }

  @Override
  public boolean suits(Contender contender) {
    return dialects.contains(contender.dialect());
  }

  @Override
  public Dataset dataset() {
    return CounterTable.INSTANCE;
  }

  @Override
  public long unitsPerRun(long rows) {
    return Math.clamp(rows / 4, 1, 50_000);
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    PreparedStatement change = session.prepare(sql);
    SplittableRandom random = new SplittableRandom(place.number());
    long count = unitsPerRun(place.rows());
    return () -> {
      long first = random.nextLong(place.rows() - count + 1);
      change.setLong(1, first);
      change.setLong(2, first + count - 1);
      session.transact(change);
      return first;
    };
  }

  @Override
  public void verify(Verifier verifier) throws SQLException {
    long expected = verifier.commits() * unitsPerRun(verifier.rows());
    verifier.expect("increments", "SELECT sum(n) FROM counter", expected);
    verifier.expect("rows", "SELECT count(*) FROM counter", verifier.rows());
  }
}
