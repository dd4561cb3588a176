package org.braiddb.bench.workload.tpcc;

import java.sql.SQLException;
import java.util.SplittableRandom;
import org.braiddb.bench.workload.Dataset;
import org.braiddb.bench.workload.Loader;

/** The nine tables, filled after clause 4.3.3. */
record Tables() implements Dataset {
  private static final int LINES = 10;
  private static final long FIRST_BALANCE = -1000;
  private static final long FIRST_PAYMENT = 1000;

  @Override
  public String id() {
    return "tpcc";
  }

  @Override
  public void create(Loader loader, long rows) throws SQLException {
    schema(loader);
    Size size = Size.of(rows);
    Words words = new Words(new SplittableRandom(5), size);
    loader.fill(
        "item",
        4,
        1,
        size.items(),
        (row, id) ->
            row.add(id).add(words.text(14)).add(words.between(100, 10_000)).add(words.text(30)));
    for (int warehouse = 1; warehouse <= size.warehouses(); warehouse++) {
      fill(loader, size, words, warehouse);
    }
    loader.execute("CREATE INDEX customer_name ON customer(c_w_id, c_d_id, c_last, c_first)");
    loader.execute("CREATE INDEX orders_customer ON orders(o_w_id, o_d_id, o_c_id, o_id)");
  }

  private static void schema(Loader loader) throws SQLException {
    loader.execute(
        "CREATE TABLE item(i_id {key}, i_name {text:24}, i_price {long}, i_data {text:50})");
    loader.execute(
        "CREATE TABLE warehouse(w_id {key}, w_name {text:10}, w_tax {long}, w_ytd {long})");
    loader.execute(
        "CREATE TABLE district(d_w_id {long} NOT NULL, d_id {long} NOT NULL, d_tax {long},"
            + " d_ytd {long}, d_next_o_id {long}, PRIMARY KEY(d_w_id, d_id))");
    loader.execute(
        "CREATE TABLE customer(c_w_id {long} NOT NULL, c_d_id {long} NOT NULL, c_id {long} NOT"
            + " NULL, c_first {text:16}, c_last {text:16}, c_credit {text:2}, c_discount {long},"
            + " c_balance {long}, c_ytd_payment {long}, c_payment_cnt {long}, c_delivery_cnt"
            + " {long}, c_data {text:500}, PRIMARY KEY(c_w_id, c_d_id, c_id))");
    loader.execute(
        "CREATE TABLE history(h_id {auto}, h_c_id {long}, h_c_d_id {long}, h_c_w_id {long},"
            + " h_d_id {long}, h_w_id {long}, h_amount {long}, h_data {text:24})");
    loader.execute(
        "CREATE TABLE orders(o_w_id {long} NOT NULL, o_d_id {long} NOT NULL, o_id {long} NOT NULL,"
            + " o_c_id {long}, o_entry_d {long}, o_carrier_id {long}, o_ol_cnt {long},"
            + " PRIMARY KEY(o_w_id, o_d_id, o_id))");
    loader.execute(
        "CREATE TABLE new_order(no_w_id {long} NOT NULL, no_d_id {long} NOT NULL,"
            + " no_o_id {long} NOT NULL, PRIMARY KEY(no_w_id, no_d_id, no_o_id))");
    loader.execute(
        "CREATE TABLE order_line(ol_w_id {long} NOT NULL, ol_d_id {long} NOT NULL,"
            + " ol_o_id {long} NOT NULL, ol_number {long} NOT NULL, ol_i_id {long},"
            + " ol_supply_w_id {long}, ol_delivery_d {long}, ol_quantity {long}, ol_amount {long},"
            + " ol_dist_info {text:24}, PRIMARY KEY(ol_w_id, ol_d_id, ol_o_id, ol_number))");
    loader.execute(
        "CREATE TABLE stock(s_w_id {long} NOT NULL, s_i_id {long} NOT NULL, s_quantity {long},"
            + " s_ytd {long}, s_order_cnt {long}, s_remote_cnt {long}, s_dist {text:24},"
            + " s_data {text:50}, PRIMARY KEY(s_w_id, s_i_id))");
  }

  private static void fill(Loader loader, Size size, Words words, int warehouse)
      throws SQLException {
    // The sums of districts and history agree with the warehouse's from the beginning.
    long paid = FIRST_PAYMENT * size.customers();
    loader.fill(
        "warehouse",
        4,
        warehouse,
        warehouse,
        (row, id) ->
            row.add(id).add(words.text(8)).add(words.between(0, 20)).add(paid * Size.DISTRICTS));
    loader.fill(
        "stock",
        8,
        1,
        size.items(),
        (row, item) ->
            row.add(warehouse)
                .add(item)
                .add(words.between(10, 100))
                .add(0)
                .add(0)
                .add(0)
                .add(words.text(24))
                .add(words.text(30)));
    loader.fill(
        "district",
        5,
        1,
        Size.DISTRICTS,
        (row, id) ->
            row.add(warehouse)
                .add(id)
                .add(words.between(0, 20))
                .add(paid)
                .add(size.customers() + 1));
    for (int district = 1; district <= Size.DISTRICTS; district++) {
      fillDistrict(loader, size, words, warehouse, district);
    }
  }

  private static void fillDistrict(
      Loader loader, Size size, Words words, int warehouse, int district) throws SQLException {
    loader.fill(
        "customer",
        12,
        1,
        size.customers(),
        (row, id) ->
            row.add(warehouse)
                .add(district)
                .add(id)
                .add(words.text(10))
                .add(Words.lastName((int) (id - 1) % 1000))
                .add(words.percent(10) ? "BC" : "GC")
                .add(words.between(0, 50))
                .add(FIRST_BALANCE)
                .add(FIRST_PAYMENT)
                .add(1)
                .add(0)
                .add(words.text(300)));
    loader.fill(
        "orders",
        7,
        1,
        size.customers(),
        (row, id) ->
            row.add(warehouse)
                .add(district)
                .add(id)
                .add(1 + (id * 7 + district) % size.customers())
                .add(0)
                .add(id < size.firstNewOrder() ? words.upTo(10) : 0)
                .add(LINES));
    loader.fill(
        "new_order",
        3,
        size.firstNewOrder(),
        size.customers(),
        (row, id) -> row.add(warehouse).add(district).add(id));
    loader.fill(
        "order_line",
        10,
        0,
        (long) size.customers() * LINES - 1,
        (row, number) ->
            row.add(warehouse)
                .add(district)
                .add(1 + number / LINES)
                .add(1 + number % LINES)
                .add(words.upTo(size.items()))
                .add(warehouse)
                .add(number / LINES + 1 < size.firstNewOrder() ? 1 : 0)
                .add(5)
                .add(words.between(1, 999_999))
                .add(words.text(24)));
  }
}
