package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/** Looks along one foreign key: from a child to its parent, from a parent to its children. */
final class KeyFinder implements AutoCloseable {
  /**
   * What children are looked for. SQLite's actions are triggers, in which a column of OLD has no
   * affinity; so it acts on fewer children than it counts where a parent's numbers are texts in the
   * child, or the reverse.
   */
  enum Use {
    /** To count those that have lost their parent, or found it. */
    COUNT,
    /** To do to them what the key says. */
    ACTION
  }

  private final Transaction transaction;
  private final ForeignKeys.Link link;
  private final ParentKey parentKey;
  private final RecordForm form;
  private final TableProgram childProgram;
  private final SearchKey key = new SearchKey(4);
  private final Cursor parents;
  private final Cell[] converted;
  private final Cell wanted = new Cell();
  private final Map<Use, Optional<IndexDefinition>> childIndexes = new EnumMap<>(Use.class);
  private @Nullable TableStore children;

  /** What children are looked for by, and the values that it refers to. */
  private final SearchKey sought = new SearchKey(4);

  private final Cell[] soughtValues;

  /** The child that was found last. */
  private final RowImage child;

  /** On the index by which children were looked for last. */
  private @Nullable Cursor entries;

  private @Nullable IndexDefinition entriesOf;
  private long parentRowid;

  KeyFinder(Transaction transaction, ForeignKeys.Link link, TableProgram childProgram) {
    this.transaction = transaction;
    this.link = link;
    this.parentKey = link.parentKey();
    this.childProgram = childProgram;
    this.form = new RecordForm(transaction.encoding());
    this.parents = transaction.open(parentKey.tree(), false);
    this.child = new RowImage(link.child());
    this.converted = new Cell[link.foreignKey().columns().size()];
    Arrays.setAll(converted, i -> new Cell());
    this.soughtValues = new Cell[converted.length];
    Arrays.setAll(soughtValues, i -> new Cell());
    for (Use use : Use.values()) {
      childIndexes.put(use, findChildIndex(use));
    }
  }

  // ---- from child to parent

  /** Whether the parent of a child's row is there. No column of the key is NULL. */
  boolean parentExists(RowImage child) {
    if (!convert(child)) {
      return false;
    }
    if (parentKey.isRowid()) {
      return converted[0].type == Cell.INTEGER && parentExists(converted[0].integer);
    }
    key.clear();
    for (int place : parentKey.order()) {
      form.add(key, converted[place]);
    }
    return parents.seek(key, Cursor.Seek.EQUAL);
  }

  /** The same for a parent that is referred to by its rowid. */
  boolean parentExists(long rowid) {
    parentRowid = rowid;
    return parents.seek(rowid, Cursor.Seek.EQUAL);
  }

  /**
   * Whether a row is its own parent: whether {@link #parentExists} would find it. No column of the
   * key is NULL in the child's columns.
   */
  boolean refersToItself(RowImage row) {
    if (!convert(row)) {
      return false;
    }
    for (int i = 0; i < converted.length; i++) {
      wanted.copyFrom(row.value(parentKey.columns().get(i).index()));
      if (wanted.isNull() || !ValueComparator.equal(wanted, converted[i], collation(i))) {
        return false;
      }
    }
    return true;
  }

  /** Converts a child's key; false where no parent has it. */
  private boolean convert(RowImage child) {
    List<Integer> columns = link.foreignKey().columns();
    for (int i = 0; i < columns.size(); i++) {
      converted[i].copyFrom(child.value(columns.get(i)));
      if (!convert(converted[i], parentKey.columns().get(i).affinity())) {
        return false;
      }
    }
    if (parentKey.isRowid()) {
      Affinity.INTEGER.apply(converted[0]);
    }
    return true;
  }

  /**
   * Converts a value to what the parent's column holds. False where that is another value: an
   * integer that no REAL is equal to is compared as it is, and so has no parent.
   */
  private static boolean convert(Cell value, Affinity parent) {
    if (parent == Affinity.REAL) {
      Affinity.NUMERIC.apply(value);
      if (value.type == Cell.INTEGER && !isReal(value.integer)) {
        return false;
      }
    }
    parent.apply(value);
    return true;
  }

  private static boolean isReal(long integer) {
    double nearest = integer;
    return nearest < 0x1p63 && (long) nearest == integer;
  }

  /** Says that every parent found will be claimed, so that finding it is no read of its row. */
  KeyFinder forClaims() {
    ScanAdvice advice = new ScanAdvice();
    advice.findsCovered = true;
    parents.advise(advice);
    return this;
  }

  /** Declares that the parent found last must stay. */
  void claimParent() {
    if (parentKey.tree() instanceof Tree.Table table) {
      transaction.requireRow(table, parentRowid);
    } else {
      transaction.requireKey(parentKey.tree(), key);
    }
  }

  /**
   * Whether one row is the parent of another, by their values. The columns are compared as {@code
   * =} compares them, under the parent's collation.
   */
  private boolean isParentOf(RowImage parent, RowImage child, Use use) {
    List<Integer> columns = link.foreignKey().columns();
    for (int i = 0; i < columns.size(); i++) {
      Cell value = converted[i];
      value.copyFrom(child.value(columns.get(i)));
      wanted.copyFrom(parent.value(parentKey.columns().get(i).index()));
      if (value.isNull() || wanted.isNull()) {
        return false;
      }
      Affinity affinity = affinity(i, use);
      affinity.apply(value);
      affinity.apply(wanted);
      if (!ValueComparator.equal(wanted, value, collation(i))) {
        return false;
      }
    }
    return true;
  }

  /** What a column of the key and its parent's are converted to before they are compared. */
  private Affinity affinity(int place, Use use) {
    Affinity child = link.child().columns().get(link.foreignKey().columns().get(place)).affinity();
    Affinity parent = parentKey.columns().get(place).affinity();
    if (use == Use.ACTION && !parentKey.isRowid()) {
      return child.isNumeric() ? Affinity.NUMERIC : child;
    }
    return child.isNumeric() || parent.isNumeric() ? Affinity.NUMERIC : Affinity.BLOB;
  }

  private Collation collation(int place) {
    if (parentKey.isRowid()) {
      return Collations.BINARY;
    }
    int keyPlace = parentKey.order().indexOf(place);
    return switch (parentKey.tree()) {
      case Tree.Index index -> index.order().columns().get(keyPlace).collation();
      case Tree.Clustered clustered -> clustered.key().columns().get(keyPlace).collation();
      case Tree.Table _ -> Collations.BINARY;
    };
  }

  // ---- from parent to children

  /**
   * Counts the children of a parent's row.
   *
   * @param except a row of the child's table that does not count; null for none
   */
  long countChildren(RowImage parent, @Nullable RowImage except) {
    long[] count = {0};
    forEachChild(
        parent, Use.COUNT, found -> count[0] += except == null || !found.isSameRow(except) ? 1 : 0);
    return count[0];
  }

  /** The children of a parent's row to which something is done, by their rowids or primary keys. */
  List<RowImage> childrenToChange(RowImage parent) {
    List<RowImage> names = new ArrayList<>();
    forEachChild(
        parent,
        Use.ACTION,
        found -> {
          RowImage name = new RowImage(link.child());
          name.copyFrom(found);
          names.add(name);
        });
    return names;
  }

  /** The same by their rowids, in ascending order. */
  long[] rowidsToDelete(RowImage parent) {
    RowidList rowids = new RowidList();
    addChildren(parent, rowids);
    return rowids.sorted();
  }

  /** Adds the rowids of the children of a parent's row to which something is done. */
  void addChildren(RowImage parent, RowidList rowids) {
    forEachChild(parent, Use.ACTION, found -> rowids.add(found.rowid()));
  }

  /** Shows the children's rowids or primary keys, and what they refer with. */
  private void forEachChild(RowImage parent, Use use, Consumer<RowImage> visitor) {
    TableStore store = children();
    Optional<IndexDefinition> index = childIndexes.getOrDefault(use, Optional.empty());
    if (index.isPresent()) {
      byIndex(store, index.get(), parent, use, visitor);
      return;
    }
    try (Cursor scan = store.openScan()) {
      for (boolean more = scan.first(); more; more = scan.next()) {
        store.readPresent(scan, child);
        if (isParentOf(parent, child, use)) {
          visitor.accept(child);
        }
      }
    }
  }

  /** An entry has all that is asked for: the rows are not looked at. */
  private void byIndex(
      TableStore store,
      IndexDefinition index,
      RowImage parent,
      Use use,
      Consumer<RowImage> visitor) {
    List<Integer> columns = link.foreignKey().columns();
    sought.clear();
    for (int place = 0; place < columns.size(); place++) {
      int i = columns.indexOf(index.keyColumns().get(place).column());
      Cell value = soughtValues[place];
      value.copyFrom(parent.value(parentKey.columns().get(i).index()));
      affinity(i, use).apply(value);
      form.add(sought, value);
    }
    Cursor scan = entries(index);
    for (boolean more = scan.seek(sought, Cursor.Seek.EQUAL); more; more = scan.next()) {
      store.entries().read(index, scan, child);
      if (!isParentOf(parent, child, use)) {
        break;
      }
      visitor.accept(child);
    }
  }

  /** Stays open: the children of the next parent are often near. */
  private Cursor entries(IndexDefinition index) {
    Cursor present = entries;
    if (present == null || entriesOf != index) {
      if (present != null) {
        present.close();
      }
      present = transaction.open(index.tree().orElseThrow(), false);
      entries = present;
      entriesOf = index;
    }
    return present;
  }

  /** An index of the child whose first columns are those of the key, compared as the parent's. */
  private Optional<IndexDefinition> findChildIndex(Use use) {
    List<Integer> columns = link.foreignKey().columns();
    for (IndexDefinition index : link.child().indexes()) {
      if (index.usable()
          && index.where().isEmpty()
          && index.keyColumns().size() >= columns.size()
          && leads(index, columns, use)) {
        return Optional.of(index);
      }
    }
    return Optional.empty();
  }

  private boolean leads(IndexDefinition index, List<Integer> columns, Use use) {
    for (int place = 0; place < columns.size(); place++) {
      IndexColumn column = index.keyColumns().get(place);
      int i = columns.indexOf(column.column());
      if (i < 0 || !column.collation().equalsIgnoreCase(parentKey.collations().get(i))) {
        return false;
      }
      Affinity stored = link.child().columns().get(columns.get(i)).affinity();
      if (affinity(i, use).isNumeric() && !stored.isNumeric()) {
        return false; // texts of one number lie apart
      }
    }
    return true;
  }

  private TableStore children() {
    TableStore present = children;
    if (present == null) {
      present = new TableStore(transaction, childProgram);
      children = present;
    }
    return present;
  }

  @Override
  public void close() {
    parents.close();
    Cursor scan = entries;
    if (scan != null) {
      scan.close();
    }
    TableStore present = children;
    if (present != null) {
      present.close();
    }
  }
}
