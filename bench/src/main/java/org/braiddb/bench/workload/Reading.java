package org.braiddb.bench.workload;

import java.util.List;

/** Reads of tables that fit the cache. */
final class Reading {
  private static final int RANGE = 100;
  private static final QueryWorkload.Parameters NONE = (query, random, rows) -> {};

  private Reading() {}

  private static long one(long rows) {
    return 1;
  }

  private static long all(long rows) {
    return rows;
  }

  static List<Workload> workloads() {
    return List.of(
        new QueryWorkload(
            "point-by-key",
            "point select by primary key",
            "queries",
            ItemTable.INSTANCE,
            "SELECT amount, price FROM item WHERE id = ?",
            (query, random, rows) -> query.setLong(1, 1 + random.nextLong(rows)),
            Reading::one,
            Reading::one),
        new QueryWorkload(
            "point-by-key-prepared",
            "the same, prepared and closed for each query",
            "queries",
            ItemTable.INSTANCE,
            "SELECT amount, price FROM item WHERE id = ?",
            true,
            (query, random, rows) -> query.setLong(1, 1 + random.nextLong(rows)),
            Reading::one,
            Reading::one),
        new QueryWorkload(
            "point-by-index",
            "point select by an index on a text column",
            "queries",
            ItemTable.INSTANCE,
            "SELECT amount, price FROM item WHERE code = ?",
            (query, random, rows) -> query.setString(1, ItemTable.code(1 + random.nextLong(rows))),
            Reading::one,
            Reading::one),
        new QueryWorkload(
            "range-by-key",
            "range of 100 rows by primary key",
            "queries",
            ItemTable.INSTANCE,
            "SELECT amount, price FROM item WHERE id BETWEEN ? AND ?",
            (query, random, rows) -> {
              long first = 1 + random.nextLong(rows - RANGE + 1);
              query.setLong(1, first);
              query.setLong(2, first + RANGE - 1);
            },
            rows -> RANGE,
            Reading::one),
        new QueryWorkload(
            "range-by-index",
            "the next 100 rows by an index on a text column",
            "queries",
            ItemTable.INSTANCE,
            "SELECT amount, price FROM item WHERE code >= ? ORDER BY code {limit:100}",
            // Codes are a C and a hexadecimal number: a quarter of them follow those chosen here.
            (query, random, rows) ->
                query.setString(1, "C" + Integer.toHexString(0x1000 + random.nextInt(0xb000))),
            rows -> RANGE,
            Reading::one),
        new QueryWorkload(
            "scan-aggregate",
            "three aggregates over all rows",
            "rows",
            ItemTable.INSTANCE,
            "SELECT count(*), sum(amount * 2 + 1), sum(price) FROM item"
                + " WHERE amount BETWEEN 100 AND 900",
            NONE,
            Reading::one,
            Reading::all),
        new QueryWorkload(
            "group-by",
            "GROUP BY with 1000 groups over all rows",
            "rows",
            ItemTable.INSTANCE,
            "SELECT amount, count(*), sum(price) FROM item GROUP BY amount",
            NONE,
            rows -> ItemTable.AMOUNTS,
            Reading::all),
        new QueryWorkload(
            "join-by-key",
            "a table joined with one ten times larger by primary key",
            "outer rows",
            ItemTable.INSTANCE,
            "SELECT count(*), sum(line.quantity * item.price) FROM line"
                + " JOIN item ON item.id = line.item_id",
            NONE,
            Reading::one,
            ItemTable::lines),
        new QueryWorkload(
            "order-limit",
            "ORDER BY an unindexed column, LIMIT 10",
            "rows",
            ItemTable.INSTANCE,
            "SELECT id, price FROM item ORDER BY price DESC, id {limit:10}",
            NONE,
            rows -> 10,
            Reading::all),
        new QueryWorkload(
            "sort",
            "a fifth of the rows sorted by an unindexed column",
            "rows",
            ItemTable.INSTANCE,
            "SELECT id, price FROM item WHERE id <= ? ORDER BY price, id",
            (query, random, rows) -> query.setLong(1, rows / 5),
            rows -> rows / 5,
            rows -> rows / 5));
  }
}
