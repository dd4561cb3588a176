package org.braiddb.sql.change;

import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table in one run, read and written together with their {@linkplain TableEntries
 * entries}. Knows no constraints.
 */
final class TableStore implements AutoCloseable {
  /** The places of the columns of the catalogue that name what a row is about. */
  private static final int CATALOG_NAME = 1;

  private static final int CATALOG_TABLE = 2;

  /** Rows of which there is no more than one among so many rowids mostly have a leaf each. */
  private static final int SCATTERED = 32;

  private final Transaction transaction;
  private final TableProgram program;
  private final TableDefinition table;
  private final RecordForm form;
  private final TableColumn[] columns;
  private final boolean generates;
  private final Cursor rows;
  private final TableEntries entries;

  private final RowBuffers buffers;
  private final RecordReader reader;
  private final RecordWriter record;
  private final SearchKey key = new SearchKey();
  private long changes;
  private @Nullable NewRows kept;

  /** Whether the last row that was patched has become longer or shorter; the next one may, too. */
  private boolean changesForm;

  TableStore(Transaction transaction, TableProgram program) {
    this(transaction, program, new RowBuffers(), true);
  }

  /** The one through which a statement changes the rows of the table. */
  static TableStore forChanges(Transaction transaction, TableProgram program) {
    return new TableStore(transaction, program, program.buffers(), true);
  }

  /** One whose rows and entries are only looked at. */
  static TableStore forReading(Transaction transaction, TableProgram program) {
    return new TableStore(transaction, program, new RowBuffers(), false);
  }

  private TableStore(
      Transaction transaction, TableProgram program, RowBuffers buffers, boolean write) {
    this.transaction = transaction;
    this.program = program;
    this.buffers = buffers;
    this.reader = buffers.reader();
    this.record = buffers.writer();
    this.table = program.table();
    this.form = new RecordForm(transaction.encoding());
    this.columns = program.columns();
    this.generates = program.hasGenerated();
    this.rows = transaction.open(table.tree(), write);
    @Nullable ScanAdvice advice = null;
    if (write) {
      // Where a key is not found, the row is written under it.
      advice = new ScanAdvice();
      advice.missesCovered = true;
      rows.advise(advice);
    }
    this.entries = new TableEntries(transaction, program, form, buffers, advice);
  }

  Transaction transaction() {
    return transaction;
  }

  RecordForm form() {
    return form;
  }

  TableEntries entries() {
    return entries;
  }

  /** Another number than before where any row may have changed since. */
  long changes() {
    return changes;
  }

  /** A new rowid, without AUTOINCREMENT where the sequence is null. */
  long allocateRowid(Transaction.@Nullable AutoIncrement sequence) {
    goToEnd();
    Tree.Table tree = (Tree.Table) table.tree();
    return sequence == null
        ? transaction.allocateRowid(tree)
        : transaction.allocateRowid(tree, sequence);
  }

  /**
   * The engine need not look for the last row where a cursor is on it, and a new one goes behind
   * that; in a concurrent transaction it would count as read.
   */
  private void goToEnd() {
    if (!rows.onEntry() && transaction.mode() != TransactionMode.CONCURRENT) {
      rows.last();
    }
  }

  // ---- finding

  /** Whether a row with that rowid is there. */
  boolean hasRowid(long rowid) {
    return rows.seek(rowid, Cursor.Seek.EQUAL);
  }

  /**
   * Reads the row that an image names by its rowid or key columns into another.
   *
   * @return false where it is not there
   */
  boolean read(RowImage name, RowImage target) {
    if (!seekRow(name)) {
      missed(name.rowid());
      return false;
    }
    readPresent(rows, target);
    return true;
  }

  /**
   * A row that was to be changed is not there, and none will be written in its place: that counts
   * as read, which looking for it with the cursor that writes does not.
   */
  private void missed(long rowid) {
    if (table.hasRowid() && transaction.mode() == TransactionMode.CONCURRENT) {
      try (Cursor reading = transaction.open(table.tree(), false)) {
        reading.seek(rowid, Cursor.Seek.EQUAL);
      }
    }
  }

  private boolean seekRow(RowImage name) {
    return table.hasRowid()
        ? rows.seek(name.rowid(), Cursor.Seek.EQUAL)
        : rows.seek(clusteredKey(name), Cursor.Seek.EQUAL);
  }

  private SearchKey clusteredKey(RowImage row) {
    setClusteredKey(key, row);
    return key;
  }

  private void setClusteredKey(SearchKey target, RowImage row) {
    target.clear();
    for (int column : program.clustered()) {
      form.add(target, row.value(column));
    }
  }

  /** Reads the row a cursor on the table's tree is on; the image then owns its bytes. */
  void readPresent(Cursor cursor, RowImage target) {
    reader.read(cursor);
    for (TableColumn column : columns) {
      readColumn(column, target.value(column.index()));
    }
    if (table.hasRowid()) {
      target.setRowid(cursor.rowid());
    }
    if (generates) {
      computeVirtual(target);
    }
  }

  /** Makes sure that the row a cursor on the table's tree is on can be read. */
  void checkPresent(Cursor cursor) {
    reader.read(cursor);
    reader.columnCount();
  }

  /**
   * Reads some stored columns of the row a cursor on the table's tree is on, and its rowid. The
   * bytes are good until the cursor moves.
   */
  void viewPresent(Cursor cursor, RowImage target, int[] wanted) {
    reader.read(cursor);
    for (int number : wanted) {
      TableColumn column = columns[number];
      Cell value = target.value(number);
      if (reader.has(column.recordColumn())) {
        form.view(reader, column.recordColumn(), column.affinity() == Affinity.REAL, value);
      } else {
        defaultOf(column, value);
      }
    }
    if (table.hasRowid()) {
      target.setRowid(cursor.rowid());
    }
  }

  /**
   * Finds the row that an image names by its rowid, and has the image refer to what a patch looks
   * at, where it is: until the row is written or the cursor moves.
   *
   * @return false where it is not there
   */
  boolean view(RowImage row, RowPatch patch) {
    if (!seekRow(row)) {
      missed(row.rowid());
      return false;
    }
    viewFound(row, patch);
    return true;
  }

  /** Starts a query that finds rows with the cursor that changes them. */
  void openOver(RowQuery query) {
    query.openOver(rows);
  }

  /**
   * Goes back to the row that an image names. A scan has found it, but where pages are out of order
   * a search may not.
   */
  void returnTo(RowImage row) {
    if (!seekRow(row)) {
      throw rows.contradiction(
          ResultCode.CORRUPT, "a row of table " + table.name() + " at its key", "none");
    }
  }

  /** Reads the row as a whole that was found or viewed last and is as it was. */
  void readViewed(RowImage target) {
    readPresent(rows, target);
  }

  /** How many columns the record of the row has that was viewed last. */
  int columnsOfRecord() {
    return reader.columnCount();
  }

  /**
   * Has the bytes of the whole record in one place first: what is fetched later may be elsewhere.
   */
  private void viewAtOnce(RowImage row, int[] columns) {
    rows.fetch(rows.payloadSize());
    viewPresent(rows, row, columns);
  }

  private void readColumn(TableColumn column, Cell target) {
    int place = column.recordColumn();
    if (place < 0) {
      target.setNull();
    } else if (reader.has(place)) {
      form.read(reader, place, column.affinity() == Affinity.REAL, target);
    } else {
      defaultOf(column, target);
    }
  }

  private void defaultOf(TableColumn column, Cell target) {
    RowExpression value = program.defaults()[column.index()];
    if (value == null) {
      target.setNull();
    } else {
      value.eval(target);
      target.own();
      column.affinity().apply(target);
    }
  }

  private void computeVirtual(RowImage target) {
    for (TableColumn column : table.generatedOrder()) {
      RowExpression value = program.generated()[column.index()];
      if (value != null && column.recordColumn() < 0) {
        program.image().copyFrom(target);
        value.eval(target.value(column.index()));
        column.affinity().apply(target.value(column.index()));
        target.value(column.index()).own();
      }
    }
  }

  /**
   * Finds the row with the rowid or clustered key of another.
   *
   * @param found gets the row's rowid or key; its columns can then be {@linkplain #viewFound looked
   *     at}
   */
  boolean findByKey(RowImage row, RowImage found) {
    if (!seekRow(row)) {
      return false;
    }
    if (table.hasRowid()) {
      found.setRowid(rows.rowid());
    } else {
      viewPresent(rows, found, program.clustered());
    }
    return true;
  }

  /**
   * As {@link #findByKey} finds the row that has the same key in a unique index.
   *
   * @return false where there is none, a key column is NULL, or the index does not cover the row
   */
  boolean findInIndex(int indexNumber, RowImage row, RowImage found) {
    if (!entries.find(indexNumber, row, found)) {
      return false;
    }
    if (!findByKey(found, found)) {
      throw entries.withoutRow(indexNumber);
    }
    return true;
  }

  /**
   * Has an image refer to some stored columns of the row found last where they are: until the row
   * is written or the cursor moves.
   */
  void viewFound(RowImage found, int[] columns) {
    viewPresent(rows, found, columns);
  }

  /** The same of what a patch looks at, virtual columns included. */
  void viewFound(RowImage found, RowPatch patch) {
    viewPresent(rows, found, patch.read());
    if (patch.virtual().length > 0) {
      program.image().copyFrom(found, patch.read());
      for (int number : patch.virtual()) {
        GeneratedColumns.compute(program, found, columns[number]);
      }
    }
  }

  // ---- writing

  /**
   * Keeps a new row of a table without indexes, which gets its rowid when it is {@linkplain
   * #writeKept written} with others.
   *
   * @param copied what columns of its record are copied from; null where it is made of the row
   * @return whether those that are kept are to be written before the next
   */
  boolean keep(RowImage row, @Nullable CopiedRecord copied) {
    changes++;
    NewRows waiting = kept;
    if (waiting == null) {
      waiting = new NewRows();
      kept = waiting;
    }
    if (copied != null && copied.how().isWhole()) {
      Cursor source = copied.cursor();
      keep(waiting, source.bytes(), source.offset(), source.payloadSize());
    } else {
      if (copied == null) {
        makeRecord(row);
      } else {
        makeCopy(row, copied);
      }
      requireSize(record);
      keep(waiting, record.bytes(), 0, record.length());
    }
    return waiting.isFull();
  }

  private void keep(NewRows waiting, byte[] bytes, int offset, int length) {
    if (!waiting.hasRoomFor(length)) {
      writeKept();
    }
    waiting.add(bytes, offset, length);
  }

  /** Whether rows are kept that are still to be written. */
  boolean hasKept() {
    return kept != null && !kept.isEmpty();
  }

  /**
   * Writes the rows that are kept, of which there is at least one; returns the last one's rowid.
   */
  long writeKept() {
    NewRows waiting = kept;
    if (waiting == null) {
      throw new IllegalStateException("no rows are kept");
    }
    goToEnd();
    return waiting.putInto(transaction, (Tree.Table) table.tree(), rows);
  }

  /** Writes a row that is not there yet, and its index entries. */
  void insert(RowImage row) {
    insert(row, null);
  }

  /**
   * The same.
   *
   * @param copied what columns of its record are copied from; null where it is made of the row
   */
  void insert(RowImage row, @Nullable CopiedRecord copied) {
    changes++;
    claim(row);
    if (entries.insertLater(row)) {
      insertAfterEntries(row, copied);
    } else {
      write(row, copied);
      entries.insert(row);
    }
  }

  /**
   * Writes a row and its entries in place of the one that was {@linkplain #findInIndex found} in a
   * unique index, with another rowid.
   *
   * @param copied what columns of its record are copied from; null where it is made of the row
   */
  void insertFor(RowImage found, int indexNumber, RowImage row, @Nullable CopiedRecord copied) {
    changes++;
    viewForEntries(found);
    entries.replaceFound(indexNumber, row);
    for (int i = 0; i < program.indexes().size(); i++) {
      if (i != indexNumber) {
        entries.replace(i, found, row);
      }
    }
    deleteRow(found);
    write(row, copied);
  }

  /** The entries first: those that wait can be taken back where a conflict is met. */
  private void insertAfterEntries(RowImage row, @Nullable CopiedRecord copied) {
    boolean done = false;
    try {
      write(row, copied);
      entries.insertUnique(row);
      done = true;
    } finally {
      if (!done) {
        entries.takeBack(row);
      }
    }
  }

  /** Whoever changes what a row of the catalogue defines must not commit beside this. */
  private void claim(RowImage row) {
    if (table.isCatalog()) {
      for (int column : new int[] {CATALOG_NAME, CATALOG_TABLE}) {
        Cell name = row.value(column);
        if (name.type == Cell.TEXT) {
          transaction.changeDefinition(name.decodeText());
        }
      }
    }
  }

  /**
   * Reads what is looked at of a record that is to be copied, and the rowid, where that comes from
   * it; the bytes are good until its cursor moves.
   */
  void view(CopiedRecord copied, RowImage row) {
    RecordCopy how = copied.how();
    for (int number : how.viewed()) {
      TableColumn column = columns[number];
      copied.view(column.recordColumn(), column.affinity(), form, row.value(number));
    }
    if (how.keepsRowid()) {
      row.setRowid(copied.cursor().rowid());
    } else {
      row.rowidCell().setNull();
    }
  }

  private void write(RowImage row, @Nullable CopiedRecord copied) {
    if (copied == null) {
      writeRow(row);
    } else if (copied.how().isWhole()) {
      Cursor source = copied.cursor();
      rows.insert(row.rowid(), source.bytes(), source.offset(), source.payloadSize());
    } else {
      writeCopy(row, copied);
    }
  }

  private void writeCopy(RowImage row, CopiedRecord copied) {
    makeCopy(row, copied);
    putRecord(row);
  }

  private void makeCopy(RowImage row, CopiedRecord copied) {
    RecordCopy how = copied.how();
    record.clear();
    if (how.first() != RecordCopy.NONE) {
      addCopied(row, copied, how.first(), how.end());
    }
    if (how.first() == RecordCopy.NONE || !copied.completes(record)) {
      record.clear();
      addCopied(row, copied, 0, how.from().length);
    }
  }

  private void addCopied(RowImage row, CopiedRecord copied, int first, int end) {
    int[] from = copied.how().from();
    int place = first;
    while (place < end) {
      if (from[place] == RecordCopy.NONE) {
        addColumn(row, table.tableColumnOfRecord()[place++]);
      } else {
        place = copied.add(place, record);
      }
    }
  }

  private void writeRow(RowImage row) {
    makeRecord(row);
    putRecord(row);
  }

  private void makeRecord(RowImage row) {
    record.clear();
    for (int tableColumn : table.tableColumnOfRecord()) {
      addColumn(row, tableColumn);
    }
  }

  private void addColumn(RowImage row, int column) {
    if (column == table.rowidAlias()) {
      record.addNull();
    } else {
      boolean real = columns[column].affinity() == Affinity.REAL;
      form.add(record, row.value(column), real);
    }
  }

  private void putRecord(RowImage row) {
    requireSize(record);
    if (table.hasRowid()) {
      rows.insert(row.rowid(), record.bytes(), 0, record.length());
    } else {
      rows.insert(record.bytes(), 0, record.length());
    }
  }

  private static void requireSize(RecordWriter written) {
    if (written.length() > RecordWriter.MAXIMUM_BYTES) {
      throw new StatementException(ResultCode.TOOBIG, "string or blob too big");
    }
  }

  /** Removes a row, which is as in the image, and its index entries. */
  void delete(RowImage row) {
    changes++;
    claim(row);
    entries.delete(row);
    deleteRow(row);
  }

  /**
   * Removes rows of a table without rowids, and their index entries.
   *
   * @param row an image to be used for them
   * @return how many were there
   */
  int deleteEach(FoundRows found, RowImage row) {
    changes++;
    if (!entries.areNone()) {
      for (int i = 0; i < found.size(); i++) {
        found.name(i, row);
        if (seekRow(row)) {
          deletePresentEntries(row);
        }
      }
    }
    int[] next = {0};
    return rows.deleteEach(target -> {
      if (next[0] == found.size()) {
        return false;
      }
      found.name(next[0]++, row);
      setClusteredKey(target, row);
      return true;
    });
  }

  /**
   * Removes the rows with some rowids, in ascending order, and their index entries.
   *
   * @param row an image to be used for them
   * @return how many were there
   */
  int deleteEach(long[] rowids, int from, int to, RowImage row) {
    changes++;
    if (!entries.areNone() && areScattered(rowids, from, to)) {
      return deleteAsFound(rowids, from, to, row);
    }
    if (!entries.areNone()) {
      for (int i = from; i < to; i++) {
        if (rows.seek(rowids[i], Cursor.Seek.EQUAL)) {
          deletePresentEntries(row);
        }
      }
    }
    int deleted = rows.deleteEach(rowids, from, to);
    for (int i = from; i < to && deleted < to - from; i++) {
      missed(rowids[i]);
    }
    return deleted;
  }

  /**
   * Removes the rows that a query finds with the cursor that removes them, where they have no
   * entries.
   *
   * @return how many
   */
  long deleteFound(RowQuery scan, CallLimits limits) {
    changes++;
    openOver(scan);
    try {
      return DeletionWhereFound.run(scan, rows, limits);
    } finally {
      scan.close();
    }
  }

  private static boolean areScattered(long[] rowids, int from, int to) {
    int count = to - from;
    if (count < 2) {
      return count == 1;
    }
    long span = rowids[to - 1] - rowids[from]; // as an unsigned number
    return Long.compareUnsigned(span, (long) SCATTERED * count) > 0;
  }

  /** Few of them are in one leaf: each goes with its entries, without looking for it again. */
  private int deleteAsFound(long[] rowids, int from, int to, RowImage row) {
    int deleted = 0;
    for (int i = from; i < to; i++) {
      if (rows.seek(rowids[i], Cursor.Seek.EQUAL)) {
        deletePresentEntries(row);
        rows.delete();
        deleted++;
      } else {
        missed(rowids[i]);
      }
    }
    return deleted;
  }

  /**
   * Removes the index entries of a row that will be written over, if there is one.
   *
   * @param row an image to be used for it
   */
  void deleteEntries(long rowid, RowImage row) {
    if (!entries.areNone() && rows.seek(rowid, Cursor.Seek.EQUAL)) {
      deletePresentEntries(row);
    }
  }

  /** Removes the entries of the row that the table's cursor is on. */
  private void deletePresentEntries(RowImage row) {
    if (!entries.areNone()) {
      viewForEntries(row);
      entries.delete(row);
    }
  }

  /** Has an image refer to what entries are made of, of the row that the table's cursor is on. */
  private void viewForEntries(RowImage row) {
    if (generates || entries.areComputed()) {
      readPresent(rows, row);
    } else {
      viewAtOnce(row, program.indexed());
    }
  }

  private void deleteRow(RowImage row) {
    returnTo(row);
    rows.delete();
  }

  /** Puts a row in place of the one with its rowid, which was {@linkplain #view viewed} last. */
  void patch(RowPatch patch, RowImage old, RowImage row) {
    changes++;
    for (int index : patch.indexes()) {
      entries.replace(index, old, row);
    }
    if (changesForm || !overwrite(patch, row)) {
      record.clear();
      addPatched(patch, row, 0, patch.replaced().length);
      changesForm = record.length() != rows.payloadSize();
      putRecord(row);
    }
  }

  /** Writes what is set over what was there, where that is as long and of the same form. */
  private boolean overwrite(RowPatch patch, RowImage row) {
    int first = patch.first();
    record.clear();
    addPatched(patch, row, first, patch.end());
    return record.hasTypesOf(reader, first)
        && rows.overwrite(
            reader.start(first), record.values(), record.valuesOffset(), record.valuesLength());
  }

  /** Adds columns of the record: as they are in the row, where they are set, else as they were. */
  private void addPatched(RowPatch patch, RowImage row, int from, int to) {
    boolean[] replaced = patch.replaced();
    int[] columns = table.tableColumnOfRecord();
    int place = from;
    while (place < to) {
      if (replaced[place]) {
        addColumn(row, columns[place++]);
      } else {
        int start = place++;
        while (place < to && !replaced[place]) {
          place++;
        }
        record.addColumns(reader, start, place);
      }
    }
  }

  /** Puts a row in place of another; only what differs is written. */
  void replace(RowImage old, RowImage row) {
    changes++;
    claim(old);
    claim(row);
    entries.deleteDiffering(old, row);
    if (!old.isSameRow(row)) {
      deleteRow(old);
    }
    writeRow(row);
    entries.insertDiffering(row);
  }

  // ---- scanning

  /** A cursor of its own over the rows, for scans during which rows change. */
  Cursor openScan() {
    return transaction.open(table.tree(), false);
  }

  /** Removes all rows and entries; returns how many rows there were. */
  long clear() {
    changes++;
    for (IndexProgram index : program.indexes()) {
      transaction.clearTree(index.tree());
    }
    return transaction.clearTree(table.tree());
  }

  @Override
  public void close() {
    try (rows) {
      buffers.rest();
      entries.close();
    }
  }
}
