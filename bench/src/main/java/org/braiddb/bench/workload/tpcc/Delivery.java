package org.braiddb.bench.workload.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.braiddb.bench.contender.Session;

/** Clause 2.7: the oldest new order of each district is delivered. */
final class Delivery {
  private final Words words;
  private final int home;
  private final PreparedStatement oldest;
  private final PreparedStatement take;
  private final PreparedStatement customer;
  private final PreparedStatement carrier;
  private final PreparedStatement lines;
  private final PreparedStatement amount;
  private final PreparedStatement balance;
  private int carrierId;

  Delivery(Session session, Words words, int home) throws SQLException {
    this.words = words;
    this.home = home;
    oldest =
        session.prepare("SELECT min(no_o_id) FROM new_order WHERE no_w_id = ? AND no_d_id = ?");
    take =
        session.prepare("DELETE FROM new_order WHERE no_w_id = ? AND no_d_id = ? AND no_o_id = ?");
    customer =
        session.prepare("SELECT o_c_id FROM orders WHERE o_w_id = ? AND o_d_id = ? AND o_id = ?");
    carrier =
        session.prepare(
            "UPDATE orders SET o_carrier_id = ? WHERE o_w_id = ? AND o_d_id = ? AND o_id = ?");
    lines =
        session.prepare(
            "UPDATE order_line SET ol_delivery_d = ?"
                + " WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id = ?");
    amount =
        session.prepare(
            "SELECT sum(ol_amount) FROM order_line"
                + " WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id = ?");
    balance =
        session.prepare(
            "UPDATE customer SET c_balance = c_balance + ?, c_delivery_cnt = c_delivery_cnt + 1"
                + " WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
  }

  void choose() {
    carrierId = words.upTo(10);
  }

  void run() throws SQLException {
    for (int district = 1; district <= Size.DISTRICTS; district++) {
      long order = value(oldest, home, district);
      // Where read committed is the rule another delivery may have taken it in between.
      if (order > 0 && Rows.change(take, home, district, order) == 1) {
        long buyer = value(customer, home, district, order);
        Rows.change(carrier, carrierId, home, district, order);
        Rows.change(lines, System.currentTimeMillis(), home, district, order);
        Rows.change(balance, value(amount, home, district, order), home, district, buyer);
      }
    }
  }

  /** The first column of the only row; 0 for NULL. */
  private static long value(PreparedStatement query, long... keys) throws SQLException {
    Rows.set(query, keys);
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
