package org.braiddb.blackbox.tpch;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A file with the tables of TPC-H, written by Braid, indexed by every key and analysed. */
final class TpchDatabase {

  private final double scale;
  private final TextPool texts;
  private final Connection connection;

  private TpchDatabase(double scale, TextPool texts, Connection connection) {
    this.scale = scale;
    this.texts = texts;
    this.connection = connection;
  }

  /**
   * Writes the file.
   *
   * @param scale 1 has six million line items
   * @param texts what comments are cut from
   */
  static void create(Path file, double scale, TextPool texts) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:braid:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : schema().split(";\n")) {
        statement.execute(sql);
      }
      new TpchDatabase(scale, texts, connection).load();
      statement.execute("ANALYZE");
      connection.commit();
    }
  }

  /** Few texts, made quickly: for small data, where it does not matter that they come again. */
  static TextPool fewTexts() {
    return new TextPool(1 << 20, Distributions.getDefaultDistributions());
  }

  private static String schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TpchDatabase.class.getResourceAsStream("schema.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void load() throws SQLException {
    Distributions words = Distributions.getDefaultDistributions();
    load(TpchTable.REGION, new RegionGenerator(words, texts));
    load(TpchTable.NATION, new NationGenerator(words, texts));
    load(TpchTable.SUPPLIER, new SupplierGenerator(scale, 1, 1, words, texts));
    load(TpchTable.CUSTOMER, new CustomerGenerator(scale, 1, 1, words, texts));
    load(TpchTable.PART, new PartGenerator(scale, 1, 1, words, texts));
    load(TpchTable.PART_SUPPLIER, new PartSupplierGenerator(scale, 1, 1, texts));
    load(TpchTable.ORDERS, new OrderGenerator(scale, 1, 1, words, texts));
    load(TpchTable.LINE_ITEM, new LineItemGenerator(scale, 1, 1, words, texts));
  }

  private <E extends TpchEntity> void load(TpchTable<E> table, Iterable<E> rows)
      throws SQLException {
    List<TpchColumn<E>> columns = table.getColumns();
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    String names = String.join(", ", columns.stream().map(TpchColumn::getColumnName).toList());
    String sql = "INSERT INTO " + table.getTableName() + "(" + names + ") VALUES(" + places + ")";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (E row : rows) {
        for (int i = 0; i < columns.size(); i++) {
          bind(insert, i + 1, columns.get(i), row);
        }
        insert.executeUpdate();
      }
    }
  }

  private static <E extends TpchEntity> void bind(
      PreparedStatement insert, int number, TpchColumn<E> column, E row) throws SQLException {
    switch (column.getType().getBase()) {
      case INTEGER -> insert.setInt(number, column.getInteger(row));
      case IDENTIFIER -> insert.setLong(number, column.getIdentifier(row));
      case DATE -> insert.setString(number, GenerateUtils.formatDate(column.getDate(row)));
      case DOUBLE -> insert.setDouble(number, column.getDouble(row));
      case VARCHAR -> insert.setString(number, column.getString(row));
    }
  }
}
