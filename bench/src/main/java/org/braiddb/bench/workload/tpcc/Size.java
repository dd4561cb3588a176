package org.braiddb.bench.workload.tpcc;

/**
 * How large a database is.
 *
 * @param warehouses with ten districts each
 * @param items in the catalogue, and in every warehouse's stock
 * @param customers of a district, each of whom has one order at first
 */
record Size(int warehouses, int items, int customers) {
  static final int DISTRICTS = 10;

  /** Full size, by the specification, from a million rows on. */
  static Size of(long rows) {
    return new Size(
        (int) Math.max(1, rows / 50_000),
        (int) Math.clamp(rows / 10, 100, 100_000),
        (int) Math.clamp(rows / 330, 30, 3_000));
  }

  /** The first orders that are not delivered. */
  int firstNewOrder() {
    return customers * 7 / 10 + 1;
  }
}
