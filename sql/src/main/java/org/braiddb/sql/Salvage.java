package org.braiddb.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaFormat;
import org.braiddb.sql.catalog.SchemaLoader;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.parse.SyntaxException;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/**
 * Reads what is left of a database that is too damaged to be opened or trusted: every row on every
 * page that can still be read, those of tables whose definition is left with their columns' names,
 * the rest by page. Nothing is changed.
 *
 * <p>What is found may be wrong: damage inside a value does not show, rows may come up that were
 * deleted, and a long text or BLOB ends where its pages cannot be followed.
 */
public final class Salvage {
  private static final List<String> ROWID_NAMES = List.of("_rowid_", "rowid", "oid");

  private final Facets.Salvage file;
  private final SalvageSink sink;
  private final BooleanSupplier stop;
  private final TextEncoding encoding;
  private final SalvagedRow row;

  private Salvage(Facets.Salvage file, SalvageSink sink, BooleanSupplier stop) {
    this.file = file;
    this.sink = sink;
    this.stop = stop;
    this.encoding = file.encoding();
    this.row = new SalvagedRow(encoding);
  }

  /**
   * Reads a database.
   *
   * @param database where; no connection of this process may be open to it
   * @param free whether to look into free pages too, where deleted rows may be
   * @param sink is given what is found, on this thread
   * @param stop is asked now and then whether to stop
   * @throws SqlException where the file is not there, is open, or cannot be read; {@code INTERRUPT}
   *     when stopped; never because of what is in it
   */
  public static void run(Database database, boolean free, SalvageSink sink, BooleanSupplier stop) {
    Translation.run(
        "",
        () -> {
          try (Facets.Salvage file = database.salvage()) {
            new Salvage(file, sink, stop).run(free);
          }
        });
  }

  private void run(boolean free) {
    sink.settings(
        file.pageSize(),
        encoding.pragmaName(),
        file.metadata(Transaction.Metadata.USER_VERSION),
        file.metadata(Transaction.Metadata.APPLICATION_ID));
    List<SchemaRow> rows = schema();
    SchemaCatalog catalog =
        SchemaLoader.load(
            0,
            SchemaFormat.of(encoding, file.metadata(Transaction.Metadata.SCHEMA_FORMAT)),
            rows,
            Salvage::collation);
    Set<String> done = new HashSet<>();
    for (SchemaRow each : rows) {
      if (each.type().equals("table") && done.add(NameKey.of(each.name()))) {
        table(each, catalog);
      }
    }
    for (SchemaRow each : rows) {
      if (each.type().equals("index") && each.root() > 0) {
        file.tree(each.root(), TreeKind.INDEX, (rowid, record, length) -> checkStop());
      }
    }
    lost(free);
    for (SchemaRow each : rows) {
      if (!each.type().equals("table") && !each.sql().isEmpty()) {
        dependent(each, catalog);
      }
    }
  }

  private void dependent(SchemaRow definition, SchemaCatalog catalog) {
    boolean homeless =
        definition.type().equals("index")
            && !(catalog.relation(definition.tableName()).orElse(null) instanceof TableDefinition);
    if (homeless || !isDefinition(definition.sql())) {
      sink.remark(
          "the definition of " + definition.type() + " " + definition.name() + " is left out");
    } else {
      sink.definition(definition.type(), definition.name(), definition.sql());
    }
  }

  private static boolean isDefinition(String sql) {
    try {
      return Parser.parseSchemaEntry(sql).statement() instanceof CreateStatement;
    } catch (SyntaxException e) {
      return false;
    }
  }

  /** Any order will do: nothing is compared. */
  private static Optional<Collation> collation(String name) {
    return Optional.of(new ComparatorCollation(name, Comparator.naturalOrder()));
  }

  private void checkStop() {
    if (stop.getAsBoolean()) {
      throw new CancelledException("interrupted");
    }
  }

  // ---- the schema

  private List<SchemaRow> schema() {
    List<SchemaRow> rows = new ArrayList<>();
    RecordReader reader = new RecordReader();
    file.tree(
        Tree.CATALOG_ID,
        TreeKind.TABLE,
        (rowid, record, length) -> {
          reader.read(record, 0, length);
          String type = text(reader, 0);
          String name = text(reader, 1);
          if (!type.isEmpty() && !name.isEmpty()) {
            long root = SerialType.isInteger(reader.type(3)) ? reader.integer(3) : 0;
            rows.add(new SchemaRow(rowid, type, name, text(reader, 2), root, text(reader, 4)));
          }
        });
    return rows;
  }

  private String text(RecordReader reader, int column) {
    if (!SerialType.isText(reader.type(column))) {
      return "";
    }
    int offset = reader.offset(column);
    return new String(reader.bytes(), offset, reader.length(column), encoding.charset());
  }

  // ---- tables

  private void table(SchemaRow definition, SchemaCatalog catalog) {
    Relation relation = catalog.relation(definition.name()).orElse(null);
    if (relation instanceof TableDefinition table) {
      sink.definition("table", table.name(), definition.sql());
      rows(table);
    } else if (definition.root() == 0 && isDefinition(definition.sql())) {
      sink.definition("table", definition.name(), definition.sql());
    } else {
      sink.remark("the definition of table " + definition.name() + " cannot be understood");
    }
  }

  private void rows(TableDefinition table) {
    List<String> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    if (table.hasRowid() && table.rowidAlias() < 0) {
      ROWID_NAMES.stream()
          .filter(table::isRowidName)
          .findFirst()
          .ifPresent(name -> {
            columns.add(name);
            places.add(SalvagedRow.ROWID);
          });
    }
    for (TableColumn column : table.columns()) {
      if (column.generated().isEmpty()) {
        boolean alias = column.index() == table.rowidAlias();
        columns.add(column.name());
        places.add(alias ? SalvagedRow.ROWID : column.recordColumn());
      }
    }
    TreeKind kind = table.hasRowid() ? TreeKind.TABLE : TreeKind.INDEX;
    int[] all = places.stream().mapToInt(Integer::intValue).toArray();
    file.tree(
        table.tree().id(),
        kind,
        (rowid, record, length) -> {
          checkStop();
          row.show(rowid, record, length, all);
          int present = present(all.length);
          row.show(rowid, record, length, Arrays.copyOf(all, present));
          sink.row(table.name(), columns.subList(0, present), row);
        });
  }

  /** How many columns have a value in the record; those after them were added later. */
  private int present(int columns) {
    int present = columns;
    while (present > 1 && row.isMissing(present - 1)) {
      present--;
    }
    return present;
  }

  // ---- the rest

  private void lost(boolean free) {
    int[] most = {0};
    file.lost(
        free,
        (root, page, kind, rowid, record, length) -> {
          checkStop();
          row.show(record, length);
          most[0] = Math.max(most[0], row.size());
        });
    if (most[0] == 0) {
      return;
    }
    sink.lostRows(most[0]);
    file.lost(
        free,
        (root, page, kind, rowid, record, length) -> {
          checkStop();
          row.show(record, length);
          sink.lostRow(root, page, kind == TreeKind.TABLE, rowid, row);
        });
  }
}
