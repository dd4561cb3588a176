package org.braiddb.bench.workload.tpch;

import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.GenerateUtils;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.PartSupplierGenerator;
import io.trino.tpch.RegionGenerator;
import io.trino.tpch.SupplierGenerator;
import io.trino.tpch.TextPool;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.braiddb.bench.contender.TableFiller;
import org.braiddb.bench.workload.Dataset;
import org.braiddb.bench.workload.Loader;

/** The eight tables, with their primary keys, an index on each foreign key, and statistics. */
record TpchTables() implements Dataset {
  /** Six million line items at scale 1. */
  private static final double ROWS_AT_SCALE_ONE = 6_000_000;

  /** Below it there are next to no suppliers. */
  private static final double LEAST_SCALE = 0.002;

  private static final int TEXT_BYTES = 1 << 20;

  /**
   * Those of tables whose first column is not the key; none for partsupp, where the scale is small.
   */
  private static final Map<String, String> KEYS =
      Map.of("lineitem", "l_orderkey, l_linenumber", "partsupp", "");

  private static final Map<String, String> INDEXES =
      Map.of(
          "nation_region", "nation(n_regionkey)",
          "supplier_nation", "supplier(s_nationkey)",
          "customer_nation", "customer(c_nationkey)",
          "partsupp_part", "partsupp(ps_partkey, ps_suppkey)",
          "partsupp_supplier", "partsupp(ps_suppkey)",
          "orders_customer", "orders(o_custkey)",
          "lineitem_part", "lineitem(l_partkey, l_suppkey)",
          "lineitem_supplier", "lineitem(l_suppkey)");

  @Override
  public String id() {
    return "tpch-analyzed";
  }

  @Override
  public void create(Loader loader, long rows) throws SQLException {
    double scale = Math.max(LEAST_SCALE, rows / ROWS_AT_SCALE_ONE);
    Distributions words = Distributions.getDefaultDistributions();
    // Few texts, made quickly: it does not matter that comments come again.
    TextPool texts = new TextPool(TEXT_BYTES, words);
    create(loader, TpchTable.REGION, new RegionGenerator(words, texts));
    create(loader, TpchTable.NATION, new NationGenerator(words, texts));
    create(loader, TpchTable.SUPPLIER, new SupplierGenerator(scale, 1, 1, words, texts));
    create(loader, TpchTable.CUSTOMER, new CustomerGenerator(scale, 1, 1, words, texts));
    create(loader, TpchTable.PART, new PartGenerator(scale, 1, 1, words, texts));
    create(loader, TpchTable.PART_SUPPLIER, new PartSupplierGenerator(scale, 1, 1, texts));
    create(loader, TpchTable.ORDERS, new OrderGenerator(scale, 1, 1, words, texts));
    create(loader, TpchTable.LINE_ITEM, new LineItemGenerator(scale, 1, 1, words, texts));
    for (Map.Entry<String, String> index : INDEXES.entrySet()) {
      loader.execute("CREATE INDEX " + index.getKey() + " ON " + index.getValue());
    }
    loader.gatherStatistics();
  }

  private static <E extends TpchEntity> void create(
      Loader loader, TpchTable<E> table, Iterable<E> generator) throws SQLException {
    String name = table.getTableName();
    List<TpchColumn<E>> columns = table.getColumns();
    String key = KEYS.getOrDefault(name, "");
    String definitions =
        columns.stream()
            .map(column ->
                definition(column, !KEYS.containsKey(name) && column.equals(columns.getFirst())))
            .collect(Collectors.joining(", "));
    loader.execute(
        "CREATE TABLE "
            + name
            + "("
            + definitions
            + (key.isEmpty() ? "" : ", PRIMARY KEY(" + key + ")")
            + ")");
    long count = 0;
    for (Iterator<E> each = generator.iterator(); each.hasNext(); each.next()) {
      count++;
    }
    Iterator<E> rows = generator.iterator();
    loader.fill(name, columns.size(), 1, count, (row, number) -> write(row, columns, rows.next()));
  }

  private static String definition(TpchColumn<?> column, boolean key) {
    String type =
        switch (column.getType().getBase()) {
          case INTEGER, IDENTIFIER -> key ? "{key}" : "{long} NOT NULL";
          case DATE -> "{text:10} NOT NULL";
          case DOUBLE -> "{real} NOT NULL";
          case VARCHAR -> "{text:200} NOT NULL";
        };
    return column.getColumnName() + " " + type;
  }

  private static <E extends TpchEntity> void write(
      TableFiller.Row row, List<TpchColumn<E>> columns, E entity) throws SQLException {
    for (TpchColumn<E> column : columns) {
      switch (column.getType().getBase()) {
        case INTEGER -> row.add(column.getInteger(entity));
        case IDENTIFIER -> row.add(column.getIdentifier(entity));
        case DATE -> row.add(GenerateUtils.formatDate(column.getDate(entity)));
        case DOUBLE -> row.add(column.getDouble(entity));
        case VARCHAR -> row.add(column.getString(entity));
      }
    }
  }
}
