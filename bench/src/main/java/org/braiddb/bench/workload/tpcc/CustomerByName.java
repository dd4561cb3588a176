package org.braiddb.bench.workload.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.bench.contender.Session;

/** The customer in the middle of those of a last name, by first name (clause 2.5.2.2). */
final class CustomerByName {
  private final PreparedStatement byName;

  CustomerByName(Session session) throws SQLException {
    byName =
        session.prepare(
            "SELECT c_id FROM customer WHERE c_w_id = ? AND c_d_id = ? AND c_last = ?"
                + " ORDER BY c_first");
  }

  long find(int warehouse, int district, String lastName) throws SQLException {
    Rows.set(byName, warehouse, district);
    byName.setString(3, lastName);
    List<Long> found = new ArrayList<>();
    try (ResultSet row = byName.executeQuery()) {
      while (row.next()) {
        found.add(row.getLong(1));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("no customer is called " + lastName);
    }
    return found.get(found.size() / 2);
  }
}
