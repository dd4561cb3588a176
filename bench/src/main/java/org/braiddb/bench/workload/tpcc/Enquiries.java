package org.braiddb.bench.workload.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.braiddb.bench.contender.Session;

/** Clauses 2.6 and 2.8: the state of a customer's last order, and items that run short. */
final class Enquiries {
  private static final int RECENT_ORDERS = 20;

  private final Words words;
  private final int home;
  private final CustomerByName byName;
  private final PreparedStatement customer;
  private final PreparedStatement lastOrder;
  private final PreparedStatement lines;
  private final PreparedStatement nextOrder;
  private final PreparedStatement shortItems;
  private int districtId;
  private int customerId;
  private String lastName = "";
  private int threshold;

  Enquiries(Session session, Words words, int home) throws SQLException {
    this.words = words;
    this.home = home;
    byName = new CustomerByName(session);
    customer =
        session.prepare(
            "SELECT c_balance, c_first, c_last FROM customer"
                + " WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
    lastOrder =
        session.prepare(
            "SELECT o_id, o_entry_d, o_carrier_id FROM orders"
                + " WHERE o_w_id = ? AND o_d_id = ? AND o_c_id = ? ORDER BY o_id DESC {limit:1}");
    lines =
        session.prepare(
            "SELECT ol_i_id, ol_supply_w_id, ol_quantity, ol_amount, ol_delivery_d FROM order_line"
                + " WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id = ?");
    nextOrder = session.prepare("SELECT d_next_o_id FROM district WHERE d_w_id = ? AND d_id = ?");
    shortItems =
        session.prepare(
            "SELECT count(DISTINCT s_i_id) FROM order_line JOIN stock"
                + " ON s_w_id = ol_w_id AND s_i_id = ol_i_id WHERE ol_w_id = ? AND ol_d_id = ?"
                + " AND ol_o_id >= ? AND ol_o_id < ? AND s_quantity < ?");
  }

  void chooseCustomer() {
    chooseDistrict();
    lastName = words.percent(60) ? words.lastName() : "";
    customerId = words.customer();
  }

  void chooseDistrict() {
    districtId = words.upTo(Size.DISTRICTS);
    threshold = words.between(10, 20);
  }

  void orderStatus() throws SQLException {
    long id = lastName.isEmpty() ? customerId : byName.find(home, districtId, lastName);
    first(customer, home, districtId, id);
    long order = first(lastOrder, home, districtId, id);
    Rows.set(lines, home, districtId, order);
    try (ResultSet row = lines.executeQuery()) {
      while (row.next()) {
        row.getLong(4);
      }
    }
  }

  void stockLevel() throws SQLException {
    long next = first(nextOrder, home, districtId);
    first(shortItems, home, districtId, next - RECENT_ORDERS, next, threshold);
  }

  /** The first column of the first row; 0 where there is none. */
  private static long first(PreparedStatement query, long... keys) throws SQLException {
    Rows.set(query, keys);
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
