package org.braiddb.sql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;

/** A catalogue made with the help of the one before is the one that its rows alone make. */
class SchemaReuseTest {
  private static final SchemaFormat FORMAT = SchemaFormat.current(TextEncoding.UTF_8);

  private static Optional<Collation> collation(String name) {
    return name.equalsIgnoreCase("NOCASE")
        ? Optional.of(Collations.NOCASE)
        : name.equalsIgnoreCase("BINARY") ? Optional.of(Collations.BINARY) : Optional.empty();
  }

  private static SchemaCatalog load(List<SchemaRow> rows, SchemaCatalog before) {
    return SchemaLoader.load(
        rows.hashCode(), FORMAT, SchemaRows.of(rows), SchemaReuseTest::collation, before);
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

  private static String describe(SchemaCatalog catalog) {
    List<String> lines = new ArrayList<>();
    for (Relation relation : catalog.relations()) {
      lines.add(relation.name() + ": " + describe(relation));
      lines.add(
          catalog.referencesTo(relation.name()).stream()
              .map(reference -> reference.child().name())
              .collect(Collectors.joining(", ", "referred to by ", "")));
    }
    catalog.triggers().forEach(trigger -> lines.add("trigger " + trigger.name()));
    for (SchemaRow row : catalog.rows()) {
      lines.add(
          row
              + ", index "
              + catalog.index(row.name()).map(IndexDefinition::toString)
              + ", trigger "
              + catalog.trigger(row.name()).map(TriggerDefinition::toString)
              + ", row "
              + catalog.row(row.name()));
    }
    return String.join("\n", lines);
  }

  private static String describe(Relation relation) {
    return relation instanceof TableDefinition table
        ? table.columns()
            + " tree "
            + table.tree()
            + " indexes "
            + table.indexes()
            + " keys "
            + table.foreignKeys()
            + " triggers "
            + table.triggers()
            + " unsupported "
            + table.unsupported()
        : relation.toString();
  }

  @Test
  void whateverChangesTheCatalogueIsThatOfItsRows() {
    long seed = Long.getLong("braid.seed", 17);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      TreeMap<Long, SchemaRow> rows = new TreeMap<>();
      SchemaCatalog last = null;
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
        SchemaCatalog next = load(present, last);
        assertThat(describe(next))
            .as("-Dbraid.seed=%d, round %d, step %d", seed, round, step)
            .isEqualTo(describe(load(present, null)));
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
    SchemaCatalog first = load(rows, null);
    rows.add(row(4, "index", "j", "T2", "CREATE INDEX j ON t2(a)"));
    SchemaCatalog second = load(rows, first);
    assertThat(second.relation("t1").orElseThrow()).isSameAs(first.relation("t1").orElseThrow());
    assertThat(second.relation("t2").orElseThrow()).isNotSameAs(first.relation("t2").orElseThrow());
    assertThat(second.index("j")).isPresent();
    rows.remove(2);
    SchemaCatalog third = load(rows, second);
    assertThat(third.index("i")).isEmpty();
    assertThat(third.relation("t2").orElseThrow()).isSameAs(second.relation("t2").orElseThrow());
    SchemaCatalog otherFormat =
        SchemaLoader.load(
            1,
            new SchemaFormat(TextEncoding.UTF_8, false),
            SchemaRows.of(rows),
            SchemaReuseTest::collation,
            third);
    assertThat(otherFormat.relation("t2").orElseThrow())
        .isNotSameAs(third.relation("t2").orElseThrow());
  }
}
