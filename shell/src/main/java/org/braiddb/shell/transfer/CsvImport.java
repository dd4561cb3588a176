package org.braiddb.shell.transfer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.braiddb.shell.output.OutputMode;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Statement;

/**
 * Puts the rows of a CSV file into a table, all or none. In mode tabs the fields are parted by tabs
 * instead of commas. A table that is missing is made, its columns named by the first row; into one
 * that exists every row goes, the first too.
 */
public final class CsvImport {
  private static final String SAVEPOINT = "braid_import";

  private final ShellSession session;
  private final Connection connection;
  private final Path file;
  private final String table;
  private boolean warned;

  /** An import of a file into a table. */
  public CsvImport(ShellSession session, Path file, String table) {
    this.session = session;
    this.connection = session.connection();
    this.file = file;
    this.table = table;
  }

  /**
   * Runs it.
   *
   * @param skip how many rows at the start of the file are left out
   */
  public void run(long skip) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .detectBomHeader(true)
            .fieldSeparator(session.look().mode() == OutputMode.TABS ? '\t' : ',')
            .allowExtraFields(true)
            .allowMissingFields(true)
            .skipEmptyLines(true)
            .ofCsvRecord(Files.newBufferedReader(file))) {
      run(reader.iterator(), skip);
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no file \"" + file + "\"", e);
    } catch (CharacterCodingException e) {
      throw new CommandException("\"" + file + "\" is not UTF-8 text", e);
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw new CommandException("cannot read \"" + file + "\": " + deepest(e), e);
    }
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? String.valueOf(failure.getMessage()) : deepest(cause);
  }

  private void run(Iterator<CsvRecord> records, long skip) {
    connection.execute("SAVEPOINT " + SAVEPOINT);
    boolean done = false;
    try {
      for (long i = 0; i < skip && records.hasNext(); i++) {
        records.next();
      }
      int columns = columns();
      if (columns == 0) {
        columns = create(records);
      }
      insert(records, columns);
      connection.execute("RELEASE " + SAVEPOINT);
      done = true;
    } finally {
      if (!done && !connection.autocommit()) {
        connection.execute("ROLLBACK TO " + SAVEPOINT + "; RELEASE " + SAVEPOINT);
      }
    }
  }

  /** The number of columns of the table; 0 where it is missing. */
  private int columns() {
    int count = 0;
    try (Statement info = connection.prepare("PRAGMA table_info(" + SqlText.quoted(table) + ")")) {
      while (info.step()) {
        count++;
      }
    }
    return count;
  }

  private int create(Iterator<CsvRecord> records) {
    if (!records.hasNext()) {
      throw new CommandException("\"" + file + "\" has no row that names the columns of " + table);
    }
    List<String> names = ColumnNames.distinct(records.next().getFields());
    connection.execute(
        names.stream()
            .map(name -> '"' + name.replace("\"", "\"\"") + "\" TEXT")
            .collect(Collectors.joining(", ", "CREATE TABLE " + SqlText.name(table) + "(", ")")));
    return names.size();
  }

  private void insert(Iterator<CsvRecord> records, int columns) {
    List<String> marks = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      marks.add("?" + i);
    }
    String sql = "INSERT INTO " + SqlText.name(table) + " VALUES(" + String.join(",", marks) + ")";
    try (Statement insert = connection.prepare(sql)) {
      while (records.hasNext()) {
        if (session.isInterrupted()) {
          throw new CommandException("interrupted; nothing was imported");
        }
        insert(insert, records.next(), columns);
      }
    }
  }

  private void insert(Statement insert, CsvRecord row, int columns) {
    if (row.getFieldCount() != columns) {
      warn(row, columns);
    }
    for (int i = 0; i < columns; i++) {
      insert.bindText(i + 1, i < row.getFieldCount() ? row.getField(i) : null);
    }
    while (insert.step()) {
      // INSERT gives no rows.
    }
    insert.reset();
  }

  /** Tells of the first row that does not fit; a file of another shape would tell of each. */
  private void warn(CsvRecord row, int columns) {
    if (warned) {
      return;
    }
    warned = true;
    session
        .console()
        .error(
            "Warning: "
                + file
                + ":"
                + row.getStartingLineNumber()
                + ": expected "
                + columns
                + " columns but found "
                + row.getFieldCount()
                + "; missing ones become NULL, further ones are left out, here and in later rows");
  }
}
