package org.braiddb.jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;

/** What is known of parameters: how many. They take values of any type. */
final class JdbcParameterMetaData implements ParameterMetaData, Wrapped {
  private final int count;

  JdbcParameterMetaData(int count) {
    this.count = count;
  }

  private void check(int parameter) throws SQLException {
    if (parameter < 1 || parameter > count) {
      throw SqlErrors.invalidArgument(
          "parameter index out of range: " + parameter + " of " + count);
    }
  }

  @Override
  public int getParameterCount() {
    return count;
  }

  @Override
  public int isNullable(int parameter) throws SQLException {
    check(parameter);
    return parameterNullableUnknown;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    check(parameter);
    return true;
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    check(parameter);
    return 0;
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    check(parameter);
    return 0;
  }

  @Override
  public int getParameterType(int parameter) throws SQLException {
    check(parameter);
    return Types.VARCHAR;
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    check(parameter);
    return "VARCHAR";
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    check(parameter);
    return "java.lang.String";
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    check(parameter);
    return parameterModeIn;
  }
}
