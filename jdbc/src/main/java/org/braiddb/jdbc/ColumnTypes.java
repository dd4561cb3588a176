package org.braiddb.jdbc;

import java.sql.Types;
import java.util.Locale;

/** JDBC types of columns by their declared type. */
final class ColumnTypes {
  private ColumnTypes() {}

  /** The constant of {@link Types}. */
  static int jdbcType(String declaredType) {
    String type = name(declaredType);
    return switch (type) {
      case "BOOLEAN", "BOOL" -> Types.BOOLEAN;
      case "TINYINT" -> Types.TINYINT;
      case "SMALLINT", "INT2" -> Types.SMALLINT;
      case "BIGINT", "INT8", "UNSIGNED BIG INT" -> Types.BIGINT;
      case "INTEGER", "INT", "MEDIUMINT" -> Types.INTEGER;
      case "DECIMAL" -> Types.DECIMAL;
      case "NUMERIC" -> Types.NUMERIC;
      case "REAL" -> Types.REAL;
      case "FLOAT" -> Types.FLOAT;
      case "DOUBLE", "DOUBLE PRECISION" -> Types.DOUBLE;
      case "CHAR", "CHARACTER", "NCHAR" -> Types.CHAR;
      case "DATE" -> Types.DATE;
      case "TIME" -> Types.TIME;
      case "TIMESTAMP", "DATETIME" -> Types.TIMESTAMP;
      case "BLOB" -> Types.BLOB;
      case "BINARY" -> Types.BINARY;
      case "VARBINARY" -> Types.VARBINARY;
      case "CLOB" -> Types.CLOB;
      default -> byAffinity(type);
    };
  }

  private static int byAffinity(String type) {
    if (type.contains("INT")) {
      return Types.INTEGER;
    }
    if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
      return Types.VARCHAR;
    }
    if (type.contains("BLOB")) {
      return Types.BLOB;
    }
    if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
      return Types.REAL;
    }
    return type.isEmpty() ? Types.VARCHAR : Types.NUMERIC;
  }

  /** The declared type without what is in parentheses, in upper case. */
  static String name(String declaredType) {
    int parenthesis = declaredType.indexOf('(');
    String name = parenthesis < 0 ? declaredType : declaredType.substring(0, parenthesis);
    return name.strip().toUpperCase(Locale.ROOT);
  }

  /** The number in parentheses at {@code index}; 0 where there is none. */
  static int parameter(String declaredType, int index) {
    int from = declaredType.indexOf('(');
    int to = declaredType.indexOf(')', from + 1);
    if (from < 0 || to < 0) {
      return 0;
    }
    String[] numbers = declaredType.substring(from + 1, to).split(",", -1);
    if (index >= numbers.length) {
      return 0;
    }
    try {
      return Integer.parseInt(numbers[index].strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The class that getObject gives for a JDBC type. */
  static String className(int jdbcType) {
    return switch (jdbcType) {
      case Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER -> "java.lang.Integer";
      case Types.BIGINT -> "java.lang.Long";
      case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC ->
          "java.lang.Double";
      case Types.BLOB, Types.BINARY, Types.VARBINARY -> "[B";
      default -> "java.lang.String";
    };
  }
}
