package org.braiddb.sql.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.Test;

/** Comparison and affinity beside SQLite's. Repeat with {@code -Dbraid.seed=...}. */
class ComparisonTest {
  private final long seed = Long.getLong("braid.seed", 20);
  private final int rounds = Integer.getInteger("braid.rounds", 20_000);
  private final RandomValues values = new RandomValues(new Random(seed));

  private void compare(Collation collation, String name) throws Exception {
    System.out.println("ComparisonTest " + name + ": -Dbraid.seed=" + seed);
    String expression =
        "case when (%0) collate "
            + name
            + " < (%1) then -1 when (%0) collate "
            + name
            + " > (%1) then 1 else 0 end";
    try (SqliteValues sqlite = new SqliteValues()) {
      for (int i = 0; i < rounds; i++) {
        Cell left = values.any();
        Cell right = values.any();
        if (left.isNull() || right.isNull()) {
          continue;
        }
        // A cast has an affinity, which would convert the other side; "+" takes it away.
        Cell theirs = sqlite.evaluate(expression.replace("(%", "(+%"), left, right);
        int mine = Integer.signum(ValueComparator.compare(left, right, collation));
        assertThat(mine)
            .as("seed %d: %s %s %s", seed, left, name, right)
            .isEqualTo((int) theirs.integer);
      }
    }
  }

  @Test
  void valuesCompareAsInSqlite() throws Exception {
    compare(Collations.BINARY, "BINARY");
    compare(Collations.NOCASE, "NOCASE");
    compare(Collations.RTRIM, "RTRIM");
  }

  @Test
  void nullSortsFirstAndEqualsItself() {
    Cell nothing = new Cell();
    Cell least = new Cell();
    least.setReal(Double.NEGATIVE_INFINITY);
    assertThat(ValueComparator.compare(nothing, new Cell(), Collations.BINARY)).isZero();
    assertThat(ValueComparator.compare(nothing, least, Collations.BINARY)).isNegative();
    assertThat(ValueComparator.compare(least, nothing, Collations.BINARY)).isPositive();
  }

  @Test
  void affinitiesConvertAsStoringDoes() throws Exception {
    try (SqliteValues sqlite = new SqliteValues();
        Statement statement = sqlite.connection().createStatement()) {
      statement.execute("create table t(a numeric, b integer, c real, d text, e blob)");
      Affinity[] affinities = {
        Affinity.NUMERIC, Affinity.INTEGER, Affinity.REAL, Affinity.TEXT, Affinity.BLOB
      };
      String insert = "insert into t values(?1,?1,?1,?1,?1)";
      String insertText = insert.replace("?1", "cast(?1 as text)");
      try (PreparedStatement plain = sqlite.connection().prepareStatement(insert);
          PreparedStatement text = sqlite.connection().prepareStatement(insertText)) {
        for (int i = 0; i < rounds; i++) {
          Cell value = i % 3 == 0 ? number() : values.any();
          PreparedStatement storing = value.type == Cell.TEXT ? text : plain;
          SqliteValues.bind(storing, 1, value);
          storing.executeUpdate();
          for (int k = 0; k < affinities.length; k++) {
            char column = (char) ('a' + k);
            Cell theirs = sqlite.query("select " + column + ", typeof(" + column + ") from t");
            Cell mine = new Cell();
            mine.copyFrom(value);
            affinities[k].apply(mine);
            assertThat(SqliteValues.same(mine, theirs))
                .as("seed %d: %s of %s is %s, here %s", seed, affinities[k], value, theirs, mine)
                .isTrue();
          }
          statement.execute("delete from t");
        }
      }
    }
  }

  private Cell number() {
    Cell cell = new Cell();
    cell.setText(values.numeric());
    return cell;
  }

  @Test
  void declaredTypesGiveAffinities() throws Exception {
    String[] types = {
      "",
      "INT",
      "int unsigned",
      "BIGINT",
      "CHAR(10)",
      "nvarchar",
      "CLOB",
      "TEXT",
      "blob",
      "REAL",
      "double precision",
      "FLOAT",
      "NUMERIC",
      "DECIMAL(10,5)",
      "BOOLEAN",
      "DATE",
      "STRING",
      "FLOATING POINT",
      "CHARINT",
      "BLOBREAL",
      "REALBLOB",
      "TEXTBLOB"
    };
    try (SqliteValues sqlite = new SqliteValues();
        Statement statement = sqlite.connection().createStatement()) {
      for (String type : types) {
        statement.execute("create table d(x " + type + ")");
        statement.execute("insert into d values('1.0'),(1),(1.0),('a')");
        try (ResultSet rows = statement.executeQuery("select group_concat(quote(x)) from d")) {
          rows.next();
          assertThat(stored(Affinity.ofDeclaredType(type))).as(type).isEqualTo(rows.getString(1));
        }
        statement.execute("drop table d");
      }
    }
  }

  private static String stored(Affinity affinity) {
    StringBuilder text = new StringBuilder();
    for (Object value : new Object[] {"1.0", 1L, 1.0, "a"}) {
      Cell cell = new Cell();
      cell.setObject(value);
      affinity.apply(cell);
      String shown = String.valueOf(cell.toObject());
      text.append(text.isEmpty() ? "" : ",")
          .append(cell.type == Cell.TEXT ? "'" + shown + "'" : shown);
    }
    return text.toString();
  }
}
