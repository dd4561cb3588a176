package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * The entries that the rows of one table have in its indexes, in one run: a cursor on each index.
 *
 * <p>Entries of indexes that are not unique may be put in or taken out later, in their order, where
 * many rows change: nobody looks at them before they are {@linkplain #settle settled}, or the
 * statement that inserts ends.
 */
final class TableEntries {
  /** After so many rows in a row it looks as if more will come. */
  private static final int MANY_ROWS = 16;

  private final TableProgram program;
  private final RecordForm form;
  private final Cursor[] cursors;
  private final boolean anyUnique;
  private final boolean anyNeedsImage;

  /** Of each index, whether the entry of the row that is being replaced changes. */
  private final boolean[] differs;

  /** Whether there are entries that may be inserted later: not those of unique indexes. */
  private boolean mayAddLater;

  /** Whether that was done for all entries of the last row. */
  private boolean addsLater;

  /** Rows inserted since something else was done with an entry. */
  private int insertedInARow;

  /** Whether what a statement does to entries may be done later. */
  private boolean changesLater;

  /** Whether the index covered the row whose entry was last compared with a new one. */
  private boolean coversOld;

  /** And whether it covers the new one. */
  private boolean coversNew;

  private final RecordReader reader;
  private final RecordWriter record;
  private final RecordWriter otherRecord = new RecordWriter();
  private final SearchKey key = new SearchKey(4);

  /**
   * Those of a table.
   *
   * @param buffers those of the rows
   * @param advice for cursors that write; null where entries are only looked at
   */
  TableEntries(
      Transaction transaction,
      TableProgram program,
      RecordForm form,
      RowBuffers buffers,
      @Nullable ScanAdvice advice) {
    this.program = program;
    this.reader = buffers.reader();
    this.record = buffers.writer();
    this.form = form;
    List<IndexProgram> indexes = program.indexes();
    this.cursors = new Cursor[indexes.size()];
    this.differs = new boolean[cursors.length];
    int unique = program.uniqueIndexes();
    this.anyUnique = unique > 0;
    this.anyNeedsImage = program.anyNeedsImage();
    // Where each row has a savepoint of its own nothing can wait.
    this.mayAddLater =
        advice != null
            && program.table().hasRowid()
            && unique < cursors.length
            && (unique == 0 || transaction.mode() != TransactionMode.CONCURRENT);
    for (int i = 0; i < cursors.length; i++) {
      cursors[i] = transaction.open(indexes.get(i).tree(), advice != null);
      if (advice != null) {
        cursors[i].advise(advice);
      }
    }
  }

  // ---- finding

  /**
   * Names the row that has the same key in a unique index as another.
   *
   * @param found gets its rowid or primary key
   * @return false where there is none, a key column is NULL, or the index does not cover the row
   */
  boolean find(int number, RowImage row, RowImage found) {
    IndexProgram index = program.indexes().get(number);
    loadImage(index, row);
    if (!index.covers()) {
      return false;
    }
    boolean anyNull = index.writeKey(row, form, key, index.index().keyColumns().size());
    if (anyNull || !cursors[number].seek(key, Cursor.Seek.EQUAL)) {
      return false;
    }
    nameRow(index.index(), cursors[number], found);
    return true;
  }

  /** Whether there is an entry with the key of a row, where that is another than before. */
  boolean isTaken(int number, RowImage old, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    if (index.sharesColumns(old, row)) {
      return false;
    }
    loadImage(index, row);
    return index.covers()
        && !index.writeKey(row, form, key, index.index().keyColumns().size())
        && cursors[number].seek(key, Cursor.Seek.EQUAL);
  }

  /** The error where the row that an entry was {@linkplain #find found} for is not there. */
  CorruptException withoutRow(int number) {
    return cursors[number].contradiction(
        ResultCode.CORRUPT_INDEX,
        "the row in table "
            + program.table().name()
            + " that index "
            + program.indexes().get(number).index().name()
            + " has an entry for",
        "none");
  }

  /** Whether the entry of a row is there. */
  boolean has(int number, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    loadImage(index, row);
    return seekWhole(index, cursors[number], row);
  }

  private boolean seekWhole(IndexProgram index, Cursor cursor, RowImage row) {
    index.writeKey(row, form, key, index.index().recordSize());
    return cursor.seek(key, Cursor.Seek.EQUAL);
  }

  /**
   * Whether a text of the entry just {@linkplain #has found}, under a collation for which others
   * are equal to it, is another than that of the row.
   */
  boolean textsDiffer(int number, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    Cell wanted = new Cell();
    Cell present = new Cell();
    reader.read(cursors[number]);
    for (int place = 0; place < index.index().keyColumns().size(); place++) {
      if (index.tree().order().columns().get(place).collation() != Collations.BINARY) {
        index.value(row, place, wanted);
        form.read(reader, place, false, present);
        if (ValueComparator.compare(wanted, present, Collations.BINARY) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the entry behind the one just {@linkplain #has found} has the key of the row, too. */
  boolean nextSharesKey(int number, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    boolean anyNull = index.writeKey(row, form, key, index.index().keyColumns().size());
    Cursor cursor = cursors[number];
    if (anyNull || !cursor.next()) {
      return false;
    }
    int size = cursor.payloadSize();
    cursor.fetch(size);
    RecordComparator order = new RecordComparator(index.tree().order());
    return order.compare(key, cursor.bytes(), cursor.offset(), size) >= 0;
  }

  /** Puts the rowid or primary key of the row that an entry is of into an image. */
  private void nameRow(IndexDefinition index, Cursor cursor, RowImage target) {
    if (program.table().hasRowid()) {
      reader.read(cursor);
      target.setRowid(reader.integer(index.recordSize() - 1));
    } else {
      read(index, cursor, target);
    }
  }

  /** Puts what an entry has of its row into an image: its rowid or primary key, and more. */
  void read(IndexDefinition index, Cursor cursor, RowImage target) {
    reader.read(cursor);
    for (int place = 0; place < index.recordSize(); place++) {
      IndexColumn column = index.recordColumn(place);
      if (column.column() == IndexColumn.ROWID) {
        target.setRowid(reader.integer(place));
      } else if (column.column() >= 0) {
        form.read(reader, place, false, target.value(column.column()));
      }
    }
  }

  private static void loadImage(IndexProgram index, RowImage row) {
    if (index.needsImage() && index.image() != row) {
      index.image().copyFrom(row);
    }
  }

  // ---- putting in

  /** Puts in the entries of a row. */
  void insert(RowImage row) {
    for (int i = 0; i < cursors.length; i++) {
      insert(i, row);
    }
  }

  private void insert(int number, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    loadImage(index, row);
    if (index.covers()) {
      index.writeEntry(row, form, record);
      Cursor cursor = cursors[number];
      if (!changesLater || !cursor.insertLater(record.bytes(), 0, record.length())) {
        cursor.insert(record.bytes(), 0, record.length());
      }
    }
  }

  /**
   * Where many rows follow one another, leaves the entries of a new one for later, but for those of
   * unique indexes, which are to be {@linkplain #insertUnique put in}. Where that fails, the others
   * can be {@linkplain #takeBack taken back}.
   *
   * @return false where nothing was done
   */
  boolean insertLater(RowImage row) {
    if (!mayAddLater || ++insertedInARow <= MANY_ROWS) {
      return false;
    }
    int added = 0;
    try {
      while (added < cursors.length && insertLater(added, row)) {
        added++;
      }
    } finally {
      if (added < cursors.length) {
        takeBack(row, added);
        mayAddLater = false;
      }
    }
    addsLater = mayAddLater && !anyUnique;
    return mayAddLater;
  }

  /** Of a unique index there is nothing to be done now. */
  private boolean insertLater(int number, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    if (!waits(index, row)) {
      return true;
    }
    index.writeEntry(row, form, record);
    return cursors[number].insertLater(record.bytes(), 0, record.length());
  }

  private static boolean waits(IndexProgram index, RowImage row) {
    if (index.index().unique()) {
      return false;
    }
    loadImage(index, row);
    return index.covers();
  }

  /** Puts in the entries of a row that {@link #insertLater} has not left for later. */
  void insertUnique(RowImage row) {
    for (int i = 0; anyUnique && i < cursors.length; i++) {
      if (program.indexes().get(i).index().unique()) {
        insert(i, row);
      }
    }
  }

  /** Forgets the entries that {@link #insertLater} has left for later, of the last row. */
  void takeBack(RowImage row) {
    takeBack(row, cursors.length);
  }

  private void takeBack(RowImage row, int indexes) {
    for (int i = indexes - 1; i >= 0; i--) {
      if (waits(program.indexes().get(i), row)) {
        cursors[i].takeBack();
      }
    }
  }

  /**
   * Whether the next row's entries will be inserted later, like those of the last. A conflict is
   * then met before anything is changed.
   */
  boolean addsLater() {
    return addsLater;
  }

  /** The next row is not in a row with those inserted so far. */
  void endsRow() {
    insertedInARow = 0;
    addsLater = false;
  }

  // ---- taking out, and replacing

  /**
   * A statement begins to delete or patch rows, or has found one more, and looks at no entry until
   * it {@linkplain #settle settles}.
   *
   * @param rows as many as it is known to change
   */
  void begin(int rows) {
    changesLater = rows > MANY_ROWS;
  }

  /** Has everything done that such a statement has left for later. */
  void settle() {
    if (changesLater) {
      changesLater = false;
      for (Cursor cursor : cursors) {
        cursor.settle();
      }
    }
  }

  /** Whether there are none. */
  boolean areNone() {
    return cursors.length == 0;
  }

  /** Whether what they are made of is computed of the row, by expressions. */
  boolean areComputed() {
    return anyNeedsImage;
  }

  /** Takes out the entries of a row. */
  void delete(RowImage row) {
    for (int i = 0; i < cursors.length; i++) {
      delete(i, row);
    }
  }

  private void delete(int number, RowImage row) {
    endsRow();
    IndexProgram index = program.indexes().get(number);
    loadImage(index, row);
    if (!index.covers()) {
      return;
    }
    Cursor cursor = cursors[number];
    if (changesLater) {
      index.writeEntry(row, form, record);
      if (cursor.deleteLater(record.bytes(), 0, record.length())) {
        return;
      }
      changesLater = false;
    }
    seekPresent(index, cursor, row);
    cursor.delete();
  }

  /** Goes to the entry of a row, which must be there. */
  private void seekPresent(IndexProgram index, Cursor cursor, RowImage row) {
    if (!seekWhole(index, cursor, row)) {
      throw cursor.contradiction(
          ResultCode.CORRUPT_INDEX,
          "an entry of the row of table "
              + program.table().name()
              + " in index "
              + index.index().name(),
          "none");
    }
  }

  /** Of the entries of a row, takes out those that differ from those of the row to come. */
  void deleteDiffering(RowImage old, RowImage row) {
    for (int i = 0; i < cursors.length; i++) {
      differs[i] = differ(i, old, row);
      if (differs[i]) {
        delete(i, old);
      }
    }
  }

  /** Puts in the entries of a row that {@link #deleteDiffering} has found to differ. */
  void insertDiffering(RowImage row) {
    for (int i = 0; i < cursors.length; i++) {
      if (differs[i]) {
        insert(i, row);
      }
    }
  }

  /**
   * Puts the entry of a row in place of the one with the same key that was {@linkplain #find
   * found}.
   */
  void replaceFound(int number, RowImage row) {
    endsRow();
    IndexProgram index = program.indexes().get(number);
    loadImage(index, row);
    index.writeEntry(row, form, record);
    cursors[number].replace(record.bytes(), 0, record.length());
  }

  /** Puts the entry of a row in place of that of another, where they differ. */
  void replace(int number, RowImage old, RowImage row) {
    if (!differ(number, old, row)) {
      return;
    }
    endsRow();
    IndexProgram index = program.indexes().get(number);
    // Those of a unique index are looked at before the next row is changed.
    if (changesLater && !index.index().unique() && replaceLater(cursors[number])) {
      return;
    }
    if (coversOld) {
      loadImage(index, old);
      seekPresent(index, cursors[number], old);
    }
    if (!coversNew) {
      cursors[number].delete();
    } else if (coversOld) {
      cursors[number].replace(record.bytes(), 0, record.length());
    } else {
      cursors[number].insert(record.bytes(), 0, record.length());
    }
  }

  /** Leaves for later what was found to differ; false where nothing was done. */
  private boolean replaceLater(Cursor cursor) {
    if (coversOld && !cursor.deleteLater(otherRecord.bytes(), 0, otherRecord.length())) {
      changesLater = false;
      return false;
    }
    if (coversNew && !cursor.insertLater(record.bytes(), 0, record.length())) {
      cursor.insert(record.bytes(), 0, record.length());
    }
    return true;
  }

  /**
   * Whether the stored entries differ in a single byte, letter case included. Leaves the one in
   * {@link #otherRecord}, the other in {@link #record}, and in {@link #coversOld} and {@link
   * #coversNew} whether they are.
   */
  private boolean differ(int number, RowImage old, RowImage row) {
    IndexProgram index = program.indexes().get(number);
    if (index.sharesColumns(old, row)) {
      return false;
    }
    loadImage(index, old);
    coversOld = index.covers();
    if (coversOld) {
      index.writeEntry(old, form, otherRecord);
    }
    loadImage(index, row);
    coversNew = index.covers();
    if (coversNew) {
      index.writeEntry(row, form, record);
    }
    if (!coversNew || !coversOld) {
      return coversNew != coversOld;
    }
    return !Arrays.equals(
        record.bytes(), 0, record.length(), otherRecord.bytes(), 0, otherRecord.length());
  }

  /** Closes the cursors on the indexes. */
  void close() {
    @Nullable RuntimeException failure = null;
    for (Cursor cursor : cursors) {
      try {
        cursor.close();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
