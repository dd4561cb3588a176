package org.braiddb.sql.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What ANALYZE has left in {@code sqlite_stat1}: how many rows tables have, and how many of them
 * agree in the first columns of an index. Taken as advice: what is not understood is passed over.
 * Source: SQLite, "Database File Format", section 2.6.2.
 */
public final class SchemaStatistics {
  /** Of a database that was never analyzed. */
  public static final SchemaStatistics NONE = new Builder().build();

  private final Map<String, Double> tables;
  private final Map<String, Index> indexes;

  /**
   * What is known of an index.
   *
   * @param entries how many it has
   * @param perKey for each number of columns, how many entries agree in them on average
   * @param unordered whether it is to be used for equality only
   */
  public record Index(double entries, double[] perKey, boolean unordered) {}

  private SchemaStatistics(Map<String, Double> tables, Map<String, Index> indexes) {
    this.tables = Map.copyOf(tables);
    this.indexes = Map.copyOf(indexes);
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return tables.isEmpty();
  }

  /** How many rows a table has. */
  public Optional<Double> rows(String table) {
    return Optional.ofNullable(tables.get(NameKey.of(table)));
  }

  /** What is known of an index, or of the key of a table without rowid by the table's name. */
  public Optional<Index> index(String name) {
    return indexes.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(indexes.get(NameKey.of(name)));
  }

  /** The same without what is known of tables and indexes that are gone. */
  SchemaStatistics without(List<String> keys) {
    if (isEmpty() || keys.isEmpty()) {
      return this;
    }
    Map<String, Double> otherTables = new HashMap<>(tables);
    Map<String, Index> otherIndexes = new HashMap<>(indexes);
    otherTables.keySet().removeAll(keys);
    otherIndexes.keySet().removeAll(keys);
    return new SchemaStatistics(otherTables, otherIndexes);
  }

  /** Takes in the rows of {@code sqlite_stat1}. */
  public static final class Builder {
    private final Map<String, Double> tables = new HashMap<>();
    private final Map<String, Index> indexes = new HashMap<>();

    /** Of no rows yet. */
    public Builder() {}

    /**
     * Takes one row in.
     *
     * @param index empty where the row is about the table alone
     */
    public Builder add(String table, String index, String stat) {
      double[] numbers = new double[0];
      boolean unordered = false;
      for (String word : stat.trim().split(" +")) {
        if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
          numbers = java.util.Arrays.copyOf(numbers, numbers.length + 1);
          numbers[numbers.length - 1] = Double.parseDouble(word);
        } else {
          unordered |= word.startsWith("unordered");
        }
      }
      if (numbers.length > 0 && numbers[0] > 0) { // a table that was empty may have grown
        tables.merge(NameKey.of(table), numbers[0], Math::max);
        if (!index.isEmpty()) {
          double[] perKey = java.util.Arrays.copyOfRange(numbers, 1, numbers.length);
          indexes.put(NameKey.of(index), new Index(numbers[0], perKey, unordered));
        }
      }
      return this;
    }

    /** What was taken in. */
    public SchemaStatistics build() {
      return new SchemaStatistics(tables, indexes);
    }
  }
}
