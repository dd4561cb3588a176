package org.braiddb.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.braiddb.jdbc.CatalogReader.TableEntry;
import org.braiddb.sql.BraidVersion;
import org.jspecify.annotations.Nullable;

/**
 * What tools ask of a database. The product is called SQLite, since frameworks choose their dialect
 * by that name; the driver is called Braid.
 */
final class JdbcDatabaseMetaData extends MetaDataFacts implements Wrapped {
  private static final List<String> COLUMN_LABELS =
      List.of(
          "TABLE_CAT",
          "TABLE_SCHEM",
          "TABLE_NAME",
          "COLUMN_NAME",
          "DATA_TYPE",
          "TYPE_NAME",
          "COLUMN_SIZE",
          "BUFFER_LENGTH",
          "DECIMAL_DIGITS",
          "NUM_PREC_RADIX",
          "NULLABLE",
          "REMARKS",
          "COLUMN_DEF",
          "SQL_DATA_TYPE",
          "SQL_DATETIME_SUB",
          "CHAR_OCTET_LENGTH",
          "ORDINAL_POSITION",
          "IS_NULLABLE",
          "SCOPE_CATALOG",
          "SCOPE_SCHEMA",
          "SCOPE_TABLE",
          "SOURCE_DATA_TYPE",
          "IS_AUTOINCREMENT",
          "IS_GENERATEDCOLUMN");

  private final JdbcConnection connection;

  JdbcDatabaseMetaData(JdbcConnection connection) {
    this.connection = connection;
  }

  private CatalogReader catalog() throws SQLException {
    return new CatalogReader(connection.engine());
  }

  private static ResultSet result(ListRows rows) {
    return new JdbcResultSet(null, rows, 0);
  }

  private static ResultSet result(List<String> labels, List<@Nullable Object[]> rows) {
    return result(ListRows.of(labels, rows));
  }

  private static ResultSet empty(String... labels) {
    return result(List.of(labels), List.of());
  }

  // ---- names and versions

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public String getURL() {
    return connection.url();
  }

  @Override
  public String getUserName() {
    return "";
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return connection.isReadOnly();
  }

  @Override
  public String getDatabaseProductName() {
    return "SQLite";
  }

  @Override
  public String getDatabaseProductVersion() {
    return BraidVersion.DIALECT;
  }

  @Override
  public int getDatabaseMajorVersion() {
    return versionPart(0);
  }

  @Override
  public int getDatabaseMinorVersion() {
    return versionPart(1);
  }

  private static int versionPart(int index) {
    return Integer.parseInt(BraidVersion.DIALECT.split("\\.", -1)[index]);
  }

  @Override
  public String getDriverName() {
    return "Braid JDBC";
  }

  @Override
  public String getDriverVersion() {
    return BraidVersion.BRAID;
  }

  @Override
  public int getDriverMajorVersion() {
    return DriverVersion.MAJOR;
  }

  @Override
  public int getDriverMinorVersion() {
    return DriverVersion.MINOR;
  }

  @Override
  public int getJDBCMajorVersion() {
    return 4;
  }

  @Override
  public int getJDBCMinorVersion() {
    return 3;
  }

  @Override
  public int getSQLStateType() {
    return sqlStateSQL;
  }

  // ---- words

  @Override
  public String getIdentifierQuoteString() {
    return "\"";
  }

  @Override
  public String getSearchStringEscape() {
    return "\\";
  }

  @Override
  public String getExtraNameCharacters() {
    return "";
  }

  @Override
  public String getSchemaTerm() {
    return "schema";
  }

  @Override
  public String getProcedureTerm() {
    return "procedure";
  }

  @Override
  public String getCatalogTerm() {
    return "catalog";
  }

  @Override
  public String getCatalogSeparator() {
    return ".";
  }

  @Override
  public String getSQLKeywords() {
    return "ABORT,ATTACH,AUTOINCREMENT,CONFLICT,DATABASE,DETACH,EXPLAIN,FAIL,GLOB,IGNORE,INDEX,"
        + "INDEXED,ISNULL,LIMIT,MATERIALIZED,NOTNULL,OFFSET,PLAN,PRAGMA,QUERY,RAISE,REGEXP,"
        + "REINDEX,RENAME,REPLACE,RETURNING,VACUUM,VIRTUAL";
  }

  @Override
  public String getNumericFunctions() {
    return "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,RADIANS,"
        + "ROUND,SIGN,SIN,SQRT,TAN";
  }

  @Override
  public String getStringFunctions() {
    return "CHAR,CONCAT,LENGTH,LTRIM,REPLACE,RTRIM,SUBSTRING";
  }

  @Override
  public String getSystemFunctions() {
    return "IFNULL";
  }

  @Override
  public String getTimeDateFunctions() {
    return "";
  }

  // ---- abilities with a parameter

  @Override
  public int getDefaultTransactionIsolation() {
    return Connection.TRANSACTION_SERIALIZABLE;
  }

  @Override
  public boolean supportsTransactionIsolationLevel(int level) {
    return level == Connection.TRANSACTION_SERIALIZABLE
        || level == Connection.TRANSACTION_REPEATABLE_READ;
  }

  @Override
  public boolean supportsResultSetType(int type) {
    return type == ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public boolean supportsResultSetConcurrency(int type, int concurrency) {
    return type == ResultSet.TYPE_FORWARD_ONLY && concurrency == ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public boolean supportsResultSetHoldability(int holdability) {
    return holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public int getResultSetHoldability() {
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public RowIdLifetime getRowIdLifetime() {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  @Override
  public boolean supportsConvert() {
    return false;
  }

  @Override
  public boolean supportsConvert(int from, int to) {
    return false;
  }

  @Override
  public boolean usesLocalFilePerTable() {
    return false;
  }

  // ---- tables and columns

  @Override
  public ResultSet getTableTypes() {
    return result(
        List.of("TABLE_TYPE"),
        List.of(
            new @Nullable Object[] {"SYSTEM TABLE"},
            new @Nullable Object[] {"TABLE"},
            new @Nullable Object[] {"VIEW"}));
  }

  @Override
  public ResultSet getCatalogs() {
    return empty("TABLE_CAT");
  }

  @Override
  public ResultSet getSchemas() {
    return empty("TABLE_SCHEM", "TABLE_CATALOG");
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String pattern) {
    return getSchemas();
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String pattern,
      String @Nullable [] types)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableEntry table : catalog().tables(pattern)) {
      if (types == null || Arrays.asList(types).contains(table.type())) {
        rows.add(
            new @Nullable Object[] {
              null, null, table.name(), table.type(), null, null, null, null, null, null
            });
      }
    }
    rows.sort((a, b) -> (a[3] + "\0" + a[2]).compareTo(b[3] + "\0" + b[2]));
    return result(
        List.of(
            "TABLE_CAT",
            "TABLE_SCHEM",
            "TABLE_NAME",
            "TABLE_TYPE",
            "REMARKS",
            "TYPE_CAT",
            "TYPE_SCHEM",
            "TYPE_NAME",
            "SELF_REFERENCING_COL_NAME",
            "REF_GENERATION"),
        rows);
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    CatalogReader reader = catalog();
    for (TableEntry table : reader.tables(tablePattern)) {
      List<@Nullable Object[]> columns = reader.pragma("table_xinfo", table.name());
      long keyColumns = columns.stream().filter(c -> !Long.valueOf(0).equals(c[5])).count();
      for (@Nullable Object[] column : columns) {
        if (CatalogReader.matches(columnPattern, String.valueOf(column[1]))
            && !Long.valueOf(1).equals(column[6])) {
          rows.add(columnRow(table.name(), column, keyColumns == 1));
        }
      }
    }
    return result(COLUMN_LABELS, rows);
  }

  private static @Nullable Object[] columnRow(
      String table, @Nullable Object[] column, boolean singleKey) {
    String type = String.valueOf(column[2]);
    int jdbcType = ColumnTypes.jdbcType(type);
    boolean inKey = !Long.valueOf(0).equals(column[5]);
    boolean rowidAlias = singleKey && inKey && type.equalsIgnoreCase("INTEGER");
    boolean notNull = Long.valueOf(1).equals(column[3]) || rowidAlias;
    int size = ColumnTypes.parameter(type, 0);
    long ordinal = column[0] instanceof Long index ? index + 1 : 1;
    boolean generated = !Long.valueOf(0).equals(column[6]);
    boolean numeric =
        switch (jdbcType) {
          case Types.VARCHAR, Types.CHAR, Types.CLOB, Types.BLOB, Types.BINARY, Types.VARBINARY ->
              false;
          default -> true;
        };
    return new @Nullable Object[] {
      null,
      null,
      table,
      column[1],
      (long) jdbcType,
      ColumnTypes.name(type).isEmpty() ? "TEXT" : ColumnTypes.name(type),
      size > 0 ? (long) size : (long) Integer.MAX_VALUE,
      null,
      numeric ? (Long) (long) ColumnTypes.parameter(type, 1) : null,
      10L,
      (long) (notNull ? columnNoNulls : columnNullable),
      null,
      column[4],
      null,
      null,
      numeric ? null : (Long) (long) Integer.MAX_VALUE,
      ordinal,
      notNull ? "NO" : "YES",
      null,
      null,
      null,
      null,
      rowidAlias ? "YES" : "NO",
      generated ? "YES" : "NO"
    };
  }

  @Override
  public ResultSet getTypeInfo() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(typeRow("BLOB", Types.BLOB));
    rows.add(typeRow("INTEGER", Types.INTEGER));
    rows.add(typeRow("REAL", Types.REAL));
    rows.add(typeRow("TEXT", Types.VARCHAR));
    rows.sort((a, b) -> Long.compare((Long) a[1], (Long) b[1]));
    return result(
        List.of(
            "TYPE_NAME",
            "DATA_TYPE",
            "PRECISION",
            "LITERAL_PREFIX",
            "LITERAL_SUFFIX",
            "CREATE_PARAMS",
            "NULLABLE",
            "CASE_SENSITIVE",
            "SEARCHABLE",
            "UNSIGNED_ATTRIBUTE",
            "FIXED_PREC_SCALE",
            "AUTO_INCREMENT",
            "LOCAL_TYPE_NAME",
            "MINIMUM_SCALE",
            "MAXIMUM_SCALE",
            "SQL_DATA_TYPE",
            "SQL_DATETIME_SUB",
            "NUM_PREC_RADIX"),
        rows);
  }

  private static @Nullable Object[] typeRow(String name, int type) {
    boolean quoted = type == Types.VARCHAR;
    String prefix = quoted ? "'" : type == Types.BLOB ? "x'" : null;
    return new @Nullable Object[] {
      name,
      (long) type,
      0L,
      prefix,
      prefix == null ? null : "'",
      null,
      (long) typeNullable,
      quoted ? 1L : 0L,
      (long) typeSearchable,
      0L,
      0L,
      type == Types.INTEGER ? 1L : 0L,
      null,
      0L,
      0L,
      0L,
      0L,
      10L
    };
  }

  // ---- keys and indexes

  private KeyMetaData keys() throws SQLException {
    return new KeyMetaData(catalog());
  }

  @Override
  public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return result(keys().primaryKeys(table));
  }

  @Override
  public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return result(keys().foreignKeys(null, table));
  }

  @Override
  public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    return result(keys().foreignKeys(table, null));
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      String parent,
      @Nullable String childCatalog,
      @Nullable String childSchema,
      String child)
      throws SQLException {
    return result(keys().foreignKeys(parent, child));
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return result(keys().indexes(table, unique));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      String table,
      int scope,
      boolean nullable) {
    return empty(
        "SCOPE",
        "COLUMN_NAME",
        "DATA_TYPE",
        "TYPE_NAME",
        "COLUMN_SIZE",
        "BUFFER_LENGTH",
        "DECIMAL_DIGITS",
        "PSEUDO_COLUMN");
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, String table) {
    return empty(
        "SCOPE",
        "COLUMN_NAME",
        "DATA_TYPE",
        "TYPE_NAME",
        "COLUMN_SIZE",
        "BUFFER_LENGTH",
        "DECIMAL_DIGITS",
        "PSEUDO_COLUMN");
  }

  // ---- what the dialect does not have: empty answers

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schema, @Nullable String pattern) {
    return empty(
        "PROCEDURE_CAT",
        "PROCEDURE_SCHEM",
        "PROCEDURE_NAME",
        "RESERVED1",
        "RESERVED2",
        "RESERVED3",
        "REMARKS",
        "PROCEDURE_TYPE",
        "SPECIFIC_NAME");
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String pattern,
      @Nullable String columnPattern) {
    return empty("PROCEDURE_CAT", "PROCEDURE_SCHEM", "PROCEDURE_NAME", "COLUMN_NAME");
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schema, @Nullable String pattern)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (@Nullable Object[] row : catalog().query("PRAGMA function_list")) {
      names.add(String.valueOf(row[0]));
    }
    for (String name : names) {
      if (CatalogReader.matches(pattern, name)) {
        rows.add(
            new @Nullable Object[] {null, null, name, null, (long) functionResultUnknown, name});
      }
    }
    return result(
        List.of(
            "FUNCTION_CAT",
            "FUNCTION_SCHEM",
            "FUNCTION_NAME",
            "REMARKS",
            "FUNCTION_TYPE",
            "SPECIFIC_NAME"),
        rows);
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String pattern,
      @Nullable String columnPattern) {
    return empty("FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "COLUMN_NAME");
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String tablePattern,
      @Nullable String columnPattern) {
    return empty("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "DATA_TYPE");
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      String table,
      @Nullable String columnPattern) {
    return empty(
        "TABLE_CAT",
        "TABLE_SCHEM",
        "TABLE_NAME",
        "COLUMN_NAME",
        "GRANTOR",
        "GRANTEE",
        "PRIVILEGE",
        "IS_GRANTABLE");
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schema, @Nullable String pattern) {
    return empty(
        "TABLE_CAT",
        "TABLE_SCHEM",
        "TABLE_NAME",
        "GRANTOR",
        "GRANTEE",
        "PRIVILEGE",
        "IS_GRANTABLE");
  }

  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String pattern,
      int @Nullable [] types) {
    return empty("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "CLASS_NAME", "DATA_TYPE", "REMARKS");
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schema, @Nullable String pattern) {
    return empty("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "SUPERTYPE_NAME");
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schema, @Nullable String pattern) {
    return empty("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "SUPERTABLE_NAME");
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String pattern,
      @Nullable String attributePattern) {
    return empty("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "ATTR_NAME", "DATA_TYPE");
  }

  @Override
  public ResultSet getClientInfoProperties() {
    return empty("NAME", "MAX_LEN", "DEFAULT_VALUE", "DESCRIPTION");
  }
}
