package org.braiddb.bench.workload;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.braiddb.bench.contender.Session;

/**
 * One prepared query in autocommit mode, all its rows read.
 *
 * @param preparedEachTime whether it is prepared and closed for each run, as most applications do
 * @param parameters sets the parameters anew for each run
 * @param expectedRows how many rows must come, by the size of the data set
 * @param units how many units a run is, by the size of the data set
 */
record QueryWorkload(
    String id,
    String title,
    String unit,
    Dataset dataset,
    String sql,
    boolean preparedEachTime,
    Parameters parameters,
    LongUnaryOperator expectedRows,
    LongUnaryOperator units)
    implements Workload {
  QueryWorkload(
      String id,
      String title,
      String unit,
      Dataset dataset,
      String sql,
      Parameters parameters,
      LongUnaryOperator expectedRows,
      LongUnaryOperator units) {
    this(id, title, unit, dataset, sql, false, parameters, expectedRows, units);
  }

  /** Chooses parameters. */
  interface Parameters {
    void set(PreparedStatement query, SplittableRandom random, long rows) throws SQLException;
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public long unitsPerRun(long rows) {
    return units.applyAsLong(rows);
  }

  @Override
  public Client client(Session session, Place place) throws SQLException {
    SplittableRandom random = new SplittableRandom(place.number());
    long expected = expectedRows.applyAsLong(place.rows());
    if (preparedEachTime) {
      String text = session.dialect().sql(sql);
      return () -> {
        try (PreparedStatement query = session.connection().prepareStatement(text)) {
          parameters.set(query, random, place.rows());
          return consume(query, expected);
        }
      };
    }
    PreparedStatement query = session.prepare(sql);
    return () -> {
      parameters.set(query, random, place.rows());
      return consume(query, expected);
    };
  }

  private long consume(PreparedStatement query, long expected) throws SQLException {
    long sum = 0;
    long found = 0;
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        sum += row.getLong(1) + Double.doubleToRawLongBits(row.getDouble(2));
        found++;
      }
    }
    if (found != expected) {
      throw new IllegalStateException(
          id + ": " + expected + " rows were to be found, " + found + " came");
    }
    return sum;
  }
}
