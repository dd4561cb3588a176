package org.braiddb.bench.workload.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.braiddb.bench.contender.Session;

/** Clause 2.5: a customer pays, at home in 85 of 100 cases. */
final class Payment {
  private static final int DATA_LENGTH = 500;

  private final Words words;
  private final Size size;
  private final int home;
  private final CustomerByName byName;
  private final PreparedStatement warehouse;
  private final PreparedStatement district;
  private final PreparedStatement customer;
  private final PreparedStatement pay;
  private final PreparedStatement note;
  private final PreparedStatement history;
  private int districtId;
  private int customerWarehouse;
  private int customerDistrict;
  private int customerId;
  private String lastName = "";
  private long amount;

  Payment(Session session, Words words, Size size, int home) throws SQLException {
    this.words = words;
    this.size = size;
    this.home = home;
    byName = new CustomerByName(session);
    warehouse = session.prepare("UPDATE warehouse SET w_ytd = w_ytd + ? WHERE w_id = ?");
    district =
        session.prepare("UPDATE district SET d_ytd = d_ytd + ? WHERE d_w_id = ? AND d_id = ?");
    customer =
        session.prepare(
            "SELECT c_balance, c_credit, c_data FROM customer"
                + " WHERE c_w_id = ? AND c_d_id = ? AND c_id = ? {update}");
    pay =
        session.prepare(
            "UPDATE customer SET c_balance = c_balance - ?, c_ytd_payment = c_ytd_payment + ?,"
                + " c_payment_cnt = c_payment_cnt + 1 WHERE c_w_id = ? AND c_d_id = ? AND c_id ="
                + " ?");
    note =
        session.prepare(
            "UPDATE customer SET c_data = ? WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
    history =
        session.prepare(
            "INSERT INTO history(h_c_id, h_c_d_id, h_c_w_id, h_d_id, h_w_id, h_amount, h_data)"
                + " VALUES(?, ?, ?, ?, ?, ?, 'payment')");
  }

  void choose() {
    districtId = words.upTo(Size.DISTRICTS);
    boolean atHome = words.percent(85);
    customerWarehouse = atHome ? home : words.upTo(size.warehouses());
    customerDistrict = atHome ? districtId : words.upTo(Size.DISTRICTS);
    lastName = words.percent(60) ? words.lastName() : "";
    customerId = words.customer();
    amount = words.between(100, 500_000);
  }

  void run() throws SQLException {
    Rows.change(warehouse, amount, home);
    Rows.change(district, amount, home, districtId);
    long payer =
        lastName.isEmpty()
            ? customerId
            : byName.find(customerWarehouse, customerDistrict, lastName);
    Rows.set(customer, customerWarehouse, customerDistrict, payer);
    String badCredit = null;
    try (ResultSet row = customer.executeQuery()) {
      row.next();
      if (row.getString(2).equals("BC")) {
        badCredit = row.getString(3);
      }
    }
    Rows.change(pay, amount, amount, customerWarehouse, customerDistrict, payer);
    if (badCredit != null) {
      String data = payer + " " + districtId + " " + home + " " + amount + "|" + badCredit;
      note.setString(1, data.substring(0, Math.min(data.length(), DATA_LENGTH)));
      note.setLong(2, customerWarehouse);
      note.setLong(3, customerDistrict);
      note.setLong(4, payer);
      note.executeUpdate();
    }
    Rows.change(history, payer, customerDistrict, customerWarehouse, districtId, home, amount);
  }
}
