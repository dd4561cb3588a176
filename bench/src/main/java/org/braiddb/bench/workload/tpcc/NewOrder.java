package org.braiddb.bench.workload.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.braiddb.bench.contender.Session;

/** Clause 2.4: a customer orders five to fifteen items. */
final class NewOrder {
  private static final int MOST_LINES = 15;

  private final Words words;
  private final Size size;
  private final int home;
  private final PreparedStatement warehouse;
  private final PreparedStatement district;
  private final PreparedStatement nextOrder;
  private final PreparedStatement customer;
  private final PreparedStatement order;
  private final PreparedStatement newOrder;
  private final PreparedStatement item;
  private final PreparedStatement stock;
  private final PreparedStatement newStock;
  private final PreparedStatement line;

  private final int[] items = new int[MOST_LINES];
  private final int[] suppliers = new int[MOST_LINES];
  private final int[] quantities = new int[MOST_LINES];
  private int lines;
  private int districtId;
  private int customerId;

  /** That the catalogue has no such item. */
  static final class UnknownItemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  NewOrder(Session session, Words words, Size size, int home) throws SQLException {
    this.words = words;
    this.size = size;
    this.home = home;
    warehouse = session.prepare("SELECT w_tax FROM warehouse WHERE w_id = ?");
    district =
        session.prepare(
            "SELECT d_tax, d_next_o_id FROM district WHERE d_w_id = ? AND d_id = ? {update}");
    nextOrder =
        session.prepare("UPDATE district SET d_next_o_id = ? WHERE d_w_id = ? AND d_id = ?");
    customer =
        session.prepare(
            "SELECT c_discount, c_last, c_credit FROM customer"
                + " WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
    order = session.prepare("INSERT INTO orders VALUES(?, ?, ?, ?, ?, 0, ?)");
    newOrder = session.prepare("INSERT INTO new_order VALUES(?, ?, ?)");
    item = session.prepare("SELECT i_price, i_name, i_data FROM item WHERE i_id = ?");
    stock =
        session.prepare(
            "SELECT s_quantity, s_dist, s_data FROM stock WHERE s_w_id = ? AND s_i_id = ?"
                + " {update}");
    newStock =
        session.prepare(
            "UPDATE stock SET s_quantity = ?, s_ytd = s_ytd + ?, s_order_cnt = s_order_cnt + 1,"
                + " s_remote_cnt = s_remote_cnt + ? WHERE s_w_id = ? AND s_i_id = ?");
    line = session.prepare("INSERT INTO order_line VALUES(?, ?, ?, ?, ?, ?, 0, ?, ?, ?)");
  }

  /** Chooses what is ordered; it stays the same when the transaction is run again. */
  void choose() {
    districtId = words.upTo(Size.DISTRICTS);
    customerId = words.customer();
    lines = words.between(5, MOST_LINES);
    for (int i = 0; i < lines; i++) {
      items[i] = words.item();
      suppliers[i] = words.percent(1) ? words.upTo(size.warehouses()) : home;
      quantities[i] = words.upTo(10);
    }
    if (words.percent(1)) {
      items[lines - 1] = size.items() + 1;
    }
  }

  boolean isForUnknownItem() {
    return items[lines - 1] > size.items();
  }

  void run() throws SQLException {
    long tax = number(warehouse, home);
    long orderId = takeOrderId();
    long discount = customerDiscount();
    Rows.change(order, home, districtId, orderId, customerId, System.currentTimeMillis(), lines);
    Rows.change(newOrder, home, districtId, orderId);
    for (int i = 0; i < lines; i++) {
      order(i, orderId, tax, discount);
    }
  }

  private static long number(PreparedStatement query, long... keys) throws SQLException {
    Rows.set(query, keys);
    try (ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new UnknownItemException();
      }
      return row.getLong(1);
    }
  }

  private long takeOrderId() throws SQLException {
    Rows.set(district, home, districtId);
    long id;
    try (ResultSet row = district.executeQuery()) {
      row.next();
      id = row.getLong(2);
    }
    Rows.change(nextOrder, id + 1, home, districtId);
    return id;
  }

  private long customerDiscount() throws SQLException {
    return number(customer, home, districtId, customerId);
  }

  private void order(int index, long orderId, long tax, long discount) throws SQLException {
    long price = number(item, items[index]);
    Rows.set(stock, suppliers[index], items[index]);
    long quantity;
    String info;
    try (ResultSet row = stock.executeQuery()) {
      row.next();
      quantity = row.getLong(1);
      info = row.getString(2);
    }
    long left = quantity - quantities[index];
    Rows.change(
        newStock,
        left >= 10 ? left : left + 91,
        quantities[index],
        suppliers[index] == home ? 0 : 1,
        suppliers[index],
        items[index]);
    long amount = quantities[index] * price * (100 + tax) * (100 - discount) / 10_000;
    line.setString(9, info);
    Rows.change(
        line,
        home,
        districtId,
        orderId,
        index + 1L,
        items[index],
        suppliers[index],
        quantities[index],
        amount);
  }
}
