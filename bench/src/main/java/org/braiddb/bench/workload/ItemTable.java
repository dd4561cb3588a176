package org.braiddb.bench.workload;

import java.sql.SQLException;
import java.util.Random;
import org.braiddb.bench.contender.TableFiller;

/**
 * The tables that the read workloads share: {@code item(id, code, amount, price, note)} with about
 * 100 bytes a row and an index on the text column {@code code}, and {@code line(id, item_id,
 * quantity)}, a tenth as many rows that refer to items.
 */
final class ItemTable implements Dataset {
  static final ItemTable INSTANCE = new ItemTable();
  static final int AMOUNTS = 1000;

  private static final long SEED = 20_260_101;

  private ItemTable() {}

  @Override
  public String id() {
    return "item";
  }

  @Override
  public void create(Loader loader, long rows) throws SQLException {
    loader.execute(
        "CREATE TABLE item(id {key}, code {text:20}, amount {long}, price {real}, note"
            + " {text:100})");
    loader.execute("CREATE TABLE line(id {key}, item_id {long}, quantity {long})");
    Random random = new Random(SEED);
    loader.fill("item", 5, 1, rows, (row, id) -> write(row, id, random));
    loader.fill(
        "line",
        3,
        1,
        lines(rows),
        (row, id) -> row.add(id).add(1 + random.nextLong(rows)).add(1 + random.nextInt(10)));
    loader.execute("CREATE INDEX item_code ON item(code)");
  }

  private static void write(TableFiller.Row row, long id, Random random) throws SQLException {
    row.add(id)
        .add(code(id))
        .add(id <= AMOUNTS ? id - 1 : random.nextInt(AMOUNTS))
        .add(random.nextInt(100_000) / 7.0)
        .add("note number " + id + " with some words to make the row wider");
  }

  static long lines(long rows) {
    return Math.max(1, rows / 10);
  }

  /** The text key of a row: distinct, and in another order than the ids. */
  static String code(long id) {
    return "C" + Integer.toHexString(Integer.reverse((int) id * 0x9E3779B1));
  }
}
