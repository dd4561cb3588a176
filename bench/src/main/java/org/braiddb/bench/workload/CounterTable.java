package org.braiddb.bench.workload;

import java.sql.SQLException;

/** {@code counter(id, n, payload)}: rows of about 110 bytes, numbered from 0, all with n = 0. */
final class CounterTable implements Dataset {
  static final CounterTable INSTANCE = new CounterTable();

  private CounterTable() {}

  @Override
  public String id() {
    return "counter";
  }

  @Override
  public void create(Loader loader, long rows) throws SQLException {
    loader.execute("CREATE TABLE counter(id {key}, n {long} NOT NULL, payload {text:100})");
    String payload = "x".repeat(100);
    loader.fill("counter", 3, 0, rows - 1, (row, id) -> row.add(id).add(0).add(payload));
  }
}
