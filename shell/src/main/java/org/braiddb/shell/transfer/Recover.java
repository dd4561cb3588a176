package org.braiddb.shell.transfer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.SalvageSink;
import org.braiddb.sql.SalvagedRow;

/**
 * Writes what was salvaged as a script that makes a new database of it, as SQLite's {@code
 * .recover} does: what belongs to no table goes into a table of its own, with the page it was on.
 */
public final class Recover implements SalvageSink {
  private final Output out;
  private final String lostTable;
  private final Set<String> tables = new HashSet<>();
  private final List<String> sequences = new ArrayList<>();
  private boolean autoincrement;
  private boolean schemaWritable;
  private String lost = "";
  private int lostColumns;

  /**
   * A writer of a script.
   *
   * @param lostTable the name of the table for lost rows, to which a number is added where a table
   *     has that name
   */
  public Recover(Output out, String lostTable) {
    this.out = out;
    this.lostTable = lostTable;
  }

  @Override
  public void settings(int pageSize, String encoding, int userVersion, int applicationId) {
    out.line("PRAGMA foreign_keys=OFF;");
    out.line("PRAGMA encoding=" + SqlText.quoted(encoding) + ";");
    out.line("PRAGMA page_size=" + pageSize + ";");
    out.line("BEGIN;");
    out.line("PRAGMA user_version=" + userVersion + ";");
    out.line("PRAGMA application_id=" + applicationId + ";");
  }

  @Override
  public void definition(String type, String name, String sql) {
    String upper = sql.toUpperCase(Locale.ROOT);
    if (type.equals("table")) {
      tables.add(name.toLowerCase(Locale.ROOT));
    }
    if (upper.startsWith("CREATE VIRTUAL TABLE")) {
      virtual(name, sql);
    } else if (name.equals("sqlite_stat1")) {
      out.line("ANALYZE sqlite_schema;");
    } else if (!name.startsWith("sqlite_")) {
      autoincrement |= upper.contains("AUTOINCREMENT");
      out.line(sql + ";");
    }
  }

  private void virtual(String name, String sql) {
    if (!schemaWritable) {
      schemaWritable = true;
      out.line("PRAGMA writable_schema=ON;");
    }
    String text = SqlText.text(name);
    out.line(
        "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table',"
            + String.join(",", text, text, "0", SqlText.text(sql))
            + ");");
  }

  @Override
  public void row(String table, List<String> columns, SalvagedRow row) {
    String names = columns.stream().map(SqlText::name).collect(Collectors.joining(","));
    if (table.equals("sqlite_sequence")) {
      // Inserting rows changes the sequences: they are set in the end.
      sequences.add(insert(table, names, values(row)));
    } else if (!table.startsWith("sqlite_") || table.equals("sqlite_stat1")) {
      out.line(insert(table, names, values(row)));
    }
  }

  private static String insert(String table, String names, String values) {
    return "INSERT OR IGNORE INTO "
        + SqlText.name(table)
        + "("
        + names
        + ")VALUES("
        + values
        + ");";
  }

  private static String values(SalvagedRow row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> value(row, column))
        .collect(Collectors.joining(","));
  }

  private static String value(SalvagedRow row, int column) {
    return switch (row.type(column)) {
      case NULL -> "NULL";
      case INTEGER -> Long.toString(row.integer(column));
      case REAL -> SqlText.real(row.real(column));
      case TEXT ->
          row.isText(column)
              ? SqlText.text(row.text(column))
              : "CAST(" + SqlText.blob(row.bytes(column)) + " AS TEXT)";
      case BLOB -> SqlText.blob(row.bytes(column));
    };
  }

  @Override
  public void lostRows(int mostValues) {
    lost = lostTable;
    for (int i = 0; tables.contains(lost.toLowerCase(Locale.ROOT)); i++) {
      lost = lostTable + "_" + i;
    }
    lostColumns = mostValues;
    out.line(
        IntStream.range(0, lostColumns)
            .mapToObj(column -> "c" + column)
            .collect(
                Collectors.joining(
                    ", ",
                    "CREATE TABLE "
                        + SqlText.name(lost)
                        + "(rootpgno INTEGER, pgno INTEGER, nfield INTEGER, id INTEGER, ",
                    ");")));
  }

  @Override
  public void lostRow(long rootPage, long page, boolean hasRowid, long rowid, SalvagedRow row) {
    String names =
        IntStream.range(0, row.size())
            .mapToObj(column -> "c" + column)
            .collect(Collectors.joining(",", "rootpgno,pgno,nfield,id,", ""));
    String place = rootPage + "," + page + "," + row.size() + "," + (hasRowid ? rowid : "NULL");
    out.line(insert(lost, names, place + "," + values(row)));
  }

  @Override
  public void remark(String text) {
    out.line("-- " + text.replaceAll("[\\r\\n]+", " "));
  }

  /** Writes the end of the script. */
  public void finish() {
    if (autoincrement && !sequences.isEmpty()) {
      out.line("DELETE FROM sqlite_sequence;");
      sequences.forEach(out::line);
    }
    if (schemaWritable) {
      out.line("PRAGMA writable_schema=OFF;");
    }
    out.line("COMMIT;");
  }
}
