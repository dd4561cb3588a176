package org.braiddb.bench.workload.tpcc;

import java.sql.SQLException;
import org.braiddb.bench.contender.Session;
import org.braiddb.bench.workload.Client;
import org.braiddb.bench.workload.Dataset;
import org.braiddb.bench.workload.Place;
import org.braiddb.bench.workload.Verifier;
import org.braiddb.bench.workload.Workload;

/** TPC-C: an order-entry business. Each client has a home warehouse. */
public record TpccWorkload() implements Workload {
  @Override
  public String id() {
    return "tpcc";
  }

  @Override
  public String title() {
    return "TPC-C: new orders, payments, status, deliveries, stock levels";
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
    return new Terminal(session, place);
  }

  /** Consistency conditions 1 to 4 (clause 3.3.2), and that each order and payment is there. */
  @Override
  public void verify(Verifier verifier) throws SQLException {
    Size size = Size.of(verifier.rows());
    long orders = (long) size.warehouses() * Size.DISTRICTS * size.customers();
    verifier.expect(
        "orders", "SELECT count(*) FROM orders", orders + verifier.tally().of("orders"));
    verifier.expect("payments", "SELECT count(*) FROM history", verifier.tally().of("payments"));
    verifier.expect(
        "warehouses whose districts do not add up (condition 1)",
        "SELECT count(*) FROM warehouse JOIN (SELECT d_w_id, sum(d_ytd) AS total FROM district"
            + " GROUP BY d_w_id) AS d ON d.d_w_id = w_id WHERE w_ytd <> d.total",
        0);
    verifier.expect(
        "districts whose next order is not the next (condition 2)",
        "SELECT count(*) FROM district JOIN (SELECT o_w_id, o_d_id, max(o_id) AS newest FROM orders"
            + " GROUP BY o_w_id, o_d_id) AS o ON o.o_w_id = d_w_id AND o.o_d_id = d_id"
            + " WHERE d_next_o_id - 1 <> o.newest",
        0);
    verifier.expect(
        "districts with gaps in their new orders (condition 3)",
        "SELECT count(*) FROM (SELECT no_w_id, no_d_id FROM new_order GROUP BY no_w_id, no_d_id"
            + " HAVING max(no_o_id) - min(no_o_id) + 1 <> count(*)) AS n",
        0);
    verifier.expect(
        "districts with missing order lines (condition 4)",
        "SELECT count(*) FROM (SELECT o_w_id, o_d_id, sum(o_ol_cnt) AS lines_due FROM orders GROUP"
            + " BY o_w_id, o_d_id) AS o JOIN (SELECT ol_w_id, ol_d_id, count(*) AS lines_there FROM"
            + " order_line GROUP BY ol_w_id, ol_d_id) AS l ON l.ol_w_id = o.o_w_id AND l.ol_d_id ="
            + " o.o_d_id WHERE o.lines_due <> l.lines_there",
        0);
  }
}
