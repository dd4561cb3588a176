package org.braiddb.sql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;

/** A catalogue made of the one before and what has changed is the one that its rows make. */
class SchemaReuseTest {
  private static final SchemaFormat FORMAT = SchemaFormat.current(TextEncoding.UTF_8);

  private static Optional<Collation> collation(String name) {
    return name.equalsIgnoreCase("NOCASE")
        ? Optional.of(Collations.NOCASE)
        : name.equalsIgnoreCase("BINARY") ? Optional.of(Collations.BINARY) : Optional.empty();
  }

  private static SchemaCatalog load(List<SchemaRow> rows) {
    return SchemaLoader.load(rows.hashCode(), FORMAT, rows, SchemaReuseTest::collation);
  }

  /** Makes the catalogue of these rows of another, by what is different. */
  private static SchemaCatalog change(SchemaCatalog before, List<SchemaRow> rows) {
    SchemaChanges changes = new SchemaChanges();
    for (SchemaRow old : before.rows()) {
      if (rows.stream().noneMatch(row -> row.rowid() == old.rowid())) {
        changes.remove(old.rowid());
      }
    }
    for (SchemaRow row : rows) {
      if (!before.rows().contains(row)) {
        changes.put(row);
      }
    }
    return SchemaLoader.change(before, rows.hashCode(), changes, SchemaReuseTest::collation);
  }

  private static SchemaRow row(long rowid, String type, String name, String table, String sql) {
    long root = sql.startsWith("CREATE VIEW") || type.equals("trigger") ? 0 : rowid + 1;
    return new SchemaRow(rowid, type, name, table, root, sql);
  }

  private static SchemaRow randomRow(Random random, long rowid) {
    String table = "t" + random.nextInt(9);
    String name = "x" + (random.nextInt(50) == 0 ? random.nextInt(20) : rowid);
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          row(rowid, "table", table, table, "CREATE TABLE " + table + "(a, b, c REFERENCES t1(a))");
      case 2 ->
          row(rowid, "table", table, table, "CREATE TABLE " + table + "(a UNIQUE, c COLLATE lost)");
      case 3 -> row(rowid, "view", table, table, "CREATE VIEW " + table + " AS SELECT 1 a");
      case 4 -> row(rowid, "index", "sqlite_autoindex_" + table + "_1", table, "");
      case 5 -> row(rowid, "table", table, table, "CREATE TABLE " + table + "(a, a)");
      case 6 ->
          row(rowid, "index", name, table, "CREATE INDEX " + name + " ON " + table + "(c, a)");
      default ->
          row(
              rowid,
              "trigger",
              name,
              table,
              "CREATE TRIGGER " + name + " DELETE ON " + table + " BEGIN SELECT 1; END");
    };
  }

  @Test
  void whateverChangesTheCatalogueIsThatOfItsRows() {
    long seed = Long.getLong("braid.seed", 17);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      TreeMap<Long, SchemaRow> rows = new TreeMap<>();
      SchemaCatalog last = load(List.of());
      for (int step = 0; step < 60; step++) {
        for (int change = random.nextInt(3); change >= 0; change--) {
          long rowid = random.nextInt(12) == 0 ? random.nextInt(40) : rows.size() + 1;
          if (random.nextInt(4) == 0) {
            rows.remove((long) random.nextInt(40));
          } else {
            SchemaRow added = randomRow(random, rowid);
            if (random.nextInt(30) > 0) {
              rows.values().removeIf(row -> row.name().equals(added.name()));
            }
            rows.put(rowid, added);
          }
        }
        List<SchemaRow> present = List.copyOf(rows.values());
        SchemaCatalog next = change(last, present);
        assertThat(SchemaText.of(next))
            .as("-Dbraid.seed=%d, round %d, step %d", seed, round, step)
            .isEqualTo(SchemaText.of(load(present)));
        last = next;
      }
    }
  }

  @Test
  void onlyWhatHasChangedIsMadeAnew() {
    List<SchemaRow> rows = new ArrayList<>();
    rows.add(row(1, "table", "T1", "T1", "CREATE TABLE T1(a)"));
    rows.add(row(2, "table", "t2", "t2", "CREATE TABLE t2(a)"));
    rows.add(row(3, "index", "i", "t1", "CREATE INDEX i ON t1(a)"));
    SchemaCatalog first = load(rows);
    rows.add(row(4, "index", "j", "T2", "CREATE INDEX j ON t2(a)"));
    SchemaCatalog second = change(first, rows);
    assertThat(second.relation("t1").orElseThrow()).isSameAs(first.relation("t1").orElseThrow());
    assertThat(second.relation("t2").orElseThrow()).isNotSameAs(first.relation("t2").orElseThrow());
    assertThat(second.index("j")).isPresent();
    rows.remove(2);
    SchemaCatalog third = change(second, rows);
    assertThat(third.index("i")).isEmpty();
    assertThat(third.relation("t2").orElseThrow()).isSameAs(second.relation("t2").orElseThrow());
  }
}
