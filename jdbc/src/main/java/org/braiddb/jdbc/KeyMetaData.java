package org.braiddb.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.braiddb.jdbc.CatalogReader.TableEntry;
import org.jspecify.annotations.Nullable;

/** The metadata of primary keys, foreign keys and indexes. */
final class KeyMetaData {
  private static final List<String> PRIMARY_KEY_LABELS =
      List.of("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ", "PK_NAME");

  private static final List<String> FOREIGN_KEY_LABELS =
      List.of(
          "PKTABLE_CAT",
          "PKTABLE_SCHEM",
          "PKTABLE_NAME",
          "PKCOLUMN_NAME",
          "FKTABLE_CAT",
          "FKTABLE_SCHEM",
          "FKTABLE_NAME",
          "FKCOLUMN_NAME",
          "KEY_SEQ",
          "UPDATE_RULE",
          "DELETE_RULE",
          "FK_NAME",
          "PK_NAME",
          "DEFERRABILITY");

  private static final List<String> INDEX_LABELS =
      List.of(
          "TABLE_CAT",
          "TABLE_SCHEM",
          "TABLE_NAME",
          "NON_UNIQUE",
          "INDEX_QUALIFIER",
          "INDEX_NAME",
          "TYPE",
          "ORDINAL_POSITION",
          "COLUMN_NAME",
          "ASC_OR_DESC",
          "CARDINALITY",
          "PAGES",
          "FILTER_CONDITION");

  private final CatalogReader catalog;

  KeyMetaData(CatalogReader catalog) {
    this.catalog = catalog;
  }

  /** The columns of a table's primary key, in key order. */
  private List<String> primaryKeyColumns(String table) throws SQLException {
    List<@Nullable Object[]> columns = new ArrayList<>(catalog.pragma("table_info", table));
    columns.removeIf(row -> Long.valueOf(0).equals(row[5]));
    columns.sort(Comparator.comparing(row -> (Long) row[5], Comparator.nullsFirst(Long::compare)));
    return columns.stream().map(row -> String.valueOf(row[1])).toList();
  }

  ListRows primaryKeys(String table) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<String> columns = primaryKeyColumns(table);
    for (int i = 0; i < columns.size(); i++) {
      rows.add(new @Nullable Object[] {null, null, table, columns.get(i), i + 1L, null});
    }
    rows.sort(Comparator.comparing(row -> String.valueOf(row[3])));
    return new ListRows(
        PRIMARY_KEY_LABELS, List.of("TEXT", "TEXT", "TEXT", "TEXT", "SMALLINT", "TEXT"), rows);
  }

  /** Foreign keys of children, where the parent is as asked; null asks for any. */
  ListRows foreignKeys(@Nullable String parent, @Nullable String child) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableEntry table : catalog.tables(null)) {
      if (table.type().equals("TABLE") && (child == null || child.equalsIgnoreCase(table.name()))) {
        addForeignKeys(table.name(), parent, rows);
      }
    }
    int table = child == null ? 6 : 2;
    rows.sort(
        Comparator.<@Nullable Object[], String>comparing(row -> String.valueOf(row[table]))
            .thenComparing(row -> String.valueOf(row[11]))
            .thenComparing(row -> String.format(Locale.ROOT, "%5s", row[8])));
    return ListRows.of(FOREIGN_KEY_LABELS, rows);
  }

  private void addForeignKeys(String child, @Nullable String parent, List<@Nullable Object[]> rows)
      throws SQLException {
    for (@Nullable Object[] key : catalog.pragma("foreign_key_list", child)) {
      String target = String.valueOf(key[2]);
      if (parent != null && !parent.equalsIgnoreCase(target)) {
        continue;
      }
      long number = key[1] instanceof Long sequence ? sequence : 0;
      Object column = key[4];
      if (column == null) {
        List<String> parentKey = primaryKeyColumns(target);
        column = number < parentKey.size() ? parentKey.get((int) number) : null;
      }
      rows.add(
          new @Nullable Object[] {
            null,
            null,
            target,
            column,
            null,
            null,
            child,
            key[3],
            number + 1,
            rule(key[5]),
            rule(key[6]),
            "FK_" + child + "_" + key[0],
            null,
            (long) DatabaseMetaData.importedKeyNotDeferrable
          });
    }
  }

  private static long rule(@Nullable Object action) {
    return switch (String.valueOf(action)) {
      case "CASCADE" -> DatabaseMetaData.importedKeyCascade;
      case "SET NULL" -> DatabaseMetaData.importedKeySetNull;
      case "SET DEFAULT" -> DatabaseMetaData.importedKeySetDefault;
      case "RESTRICT" -> DatabaseMetaData.importedKeyRestrict;
      default -> DatabaseMetaData.importedKeyNoAction;
    };
  }

  ListRows indexes(String table, boolean uniqueOnly) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] index : catalog.pragma("index_list", table)) {
      boolean unique = Long.valueOf(1).equals(index[2]);
      if (unique || !uniqueOnly) {
        addIndexColumns(table, String.valueOf(index[1]), unique, rows);
      }
    }
    rows.sort(
        Comparator.<@Nullable Object[], String>comparing(row -> String.valueOf(row[3]))
            .thenComparing(row -> String.valueOf(row[5]))
            .thenComparing(row -> String.format(Locale.ROOT, "%5s", row[7])));
    return new ListRows(
        INDEX_LABELS,
        List.of(
            "TEXT",
            "TEXT",
            "TEXT",
            "BOOLEAN",
            "TEXT",
            "TEXT",
            "SMALLINT",
            "SMALLINT",
            "TEXT",
            "TEXT",
            "BIGINT",
            "BIGINT",
            "TEXT"),
        rows);
  }

  private void addIndexColumns(
      String table, String index, boolean unique, List<@Nullable Object[]> rows)
      throws SQLException {
    for (@Nullable Object[] column : catalog.pragma("index_xinfo", index)) {
      if (Long.valueOf(1).equals(column[5])) {
        long position = column[0] instanceof Long sequence ? sequence + 1 : 1;
        rows.add(
            new @Nullable Object[] {
              null,
              null,
              table,
              unique ? 0L : 1L,
              null,
              index,
              (long) DatabaseMetaData.tableIndexOther,
              position,
              column[2],
              Long.valueOf(1).equals(column[3]) ? "D" : "A",
              0L,
              0L,
              null
            });
      }
    }
  }
}
