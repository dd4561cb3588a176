package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.braiddb.sql.catalog.ForeignKeyDefinition;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/** Reads a whole table and holds it to its constraints: what the checking pragmas do. */
public final class TableAudit implements AutoCloseable {
  private final StatementExpressions expressions;
  private final Transaction transaction;
  private final TableProgram program;
  private final TableDefinition table;
  private final TableStore store;
  private final RunContext run;
  private final boolean ignoresChecks;

  /** Begins an audit; the table is one that can be understood. */
  public TableAudit(
      TableDefinition table, SchemaScopes.Scope scope, CompileContext context, RunContext run) {
    this.table = table;
    this.run = run;
    this.expressions = new StatementExpressions(context, Optional.empty());
    TableProgramCompiler programs = new TableProgramCompiler(expressions, context.schemas());
    this.program = programs.audited(scope.database(), table);
    this.transaction = run.transaction(scope.database());
    this.ignoresChecks = run.settings().ignoreCheckConstraints();
    expressions.begin(run);
    this.store = TableStore.forReading(transaction, program);
  }

  /**
   * Checks rows against the types of STRICT, NOT NULL, CHECK (unless that is ignored) and, unless
   * {@code quick}, indexes.
   *
   * @param counted whether the entries of indexes without a condition were counted already
   * @param finding takes a finding in SQLite's words; false stops
   */
  public void integrity(boolean quick, boolean counted, Predicate<String> finding) {
    boolean entries = !quick && !allEntriesAgree();
    if (!entries && !hasRules()) {
      readable();
      return;
    }
    RowImage row = program.image();
    long[] expected = new long[program.indexes().size()];
    long number = 0;
    try (Cursor scan = store.openScan()) {
      for (boolean more = scan.first(); more; more = scan.next()) {
        number++;
        store.readPresent(scan, row);
        if (!checkRow(row, finding) || (entries && !checkEntries(row, number, expected, finding))) {
          return;
        }
      }
    }
    if (entries) {
      checkCounts(expected, counted, finding);
    }
  }

  /**
   * Whether each index has the very entries that the rows should have: they are made anew, sorted,
   * and held against the index from its first entry to its last. Where anything is otherwise, or
   * that cannot be told, the rows have to be looked at one by one, and their entries be searched.
   */
  private boolean allEntriesAgree() {
    try {
      return program.indexes().stream().allMatch(this::entriesAgree);
    } catch (CorruptException
        | MalformedRecordException
        | StorageIOException
        | StatementException e) {
      return false; // who looks at row after row meets it where it is, or needs no temporary file
    }
  }

  private boolean entriesAgree(IndexProgram index) {
    try (SortedEntries entries = SortedEntries.of(index, store, run);
        Cursor cursor = transaction.open(index.tree(), false)) {
      boolean more = cursor.first();
      while (entries.next()) {
        if (!more || !entries.isEntryOf(cursor) || index.index().unique() && entries.repeatsKey()) {
          return false;
        }
        more = cursor.next();
      }
      return !more;
    }
  }

  /** Whether anything is asked of the values of a row by itself. */
  private boolean hasRules() {
    return table.strict()
        || table.columns().stream().anyMatch(column -> !mayBeNull(column))
        || !program.checks().isEmpty() && !ignoresChecks
        || program.hasGenerated();
  }

  private boolean mayBeNull(TableColumn column) {
    return column.notNull().isEmpty() || column.index() == table.rowidAlias();
  }

  /** Throws where a row cannot be read. */
  private void readable() {
    try (Cursor scan = store.openScan()) {
      for (boolean more = scan.first(); more; more = scan.next()) {
        store.checkPresent(scan);
      }
    }
  }

  private boolean checkRow(RowImage row, Predicate<String> finding) {
    for (TableColumn column : table.columns()) {
      if (!mayBeNull(column)
          && row.value(column.index()).isNull()
          && !finding.test("NULL value in " + table.name() + "." + column.name())) {
        return false;
      }
      if (table.strict()
          && !RowRules.fits(row.value(column.index()), column)
          && !finding.test(
              "non-" + column.declaredType() + " value in " + table.name() + "." + column.name())) {
        return false;
      }
    }
    return ignoresChecks || holds(finding);
  }

  /** Whether the row that the program's image is keeps its CHECK constraints, or may go on. */
  private boolean holds(Predicate<String> finding) {
    Cell result = new Cell();
    for (TableProgram.Check check : program.checks()) {
      check.condition().eval(result);
      if (!result.isNull() && !result.isTrue()) {
        return finding.test("CHECK constraint failed in " + table.name());
      }
    }
    return true;
  }

  private boolean checkEntries(
      RowImage row, long number, long[] expected, Predicate<String> finding) {
    for (int i = 0; i < expected.length; i++) {
      IndexProgram index = program.indexes().get(i);
      if (!index.covers()) {
        continue;
      }
      expected[i]++;
      String name = index.index().name();
      String problem = "";
      if (!store.entries().has(i, row)) {
        problem = "row " + number + " missing from index " + name;
      } else if (store.entries().textsDiffer(i, row)) {
        problem = "row " + number + " values differ from index " + name;
      } else if (index.index().unique() && store.entries().nextSharesKey(i, row)) {
        problem = "non-unique entry in index " + name;
      }
      if (!problem.isEmpty() && !finding.test(problem)) {
        return false;
      }
    }
    return true;
  }

  private void checkCounts(long[] expected, boolean counted, Predicate<String> finding) {
    for (int i = 0; i < expected.length; i++) {
      IndexProgram index = program.indexes().get(i);
      if (counted && index.index().where().isEmpty()) {
        continue;
      }
      if (transaction.count(index.tree()) != expected[i]
          && !finding.test("wrong # of entries in index " + index.index().name())) {
        return;
      }
    }
  }

  /** Takes a row whose parent is missing. */
  public interface OrphanVisitor {
    /**
     * A row without its parent.
     *
     * @param rowid null in a WITHOUT ROWID table
     * @param foreignKey the number that {@code foreign_key_list} gives the key
     */
    void visit(@Nullable Long rowid, String parent, int foreignKey);
  }

  /** Finds the rows whose parents are missing. */
  public void orphans(SchemaScopes.Scope scope, OrphanVisitor visitor) {
    List<ForeignKeyDefinition> foreignKeys = table.foreignKeys().reversed();
    for (ForeignKeyDefinition foreignKey : foreignKeys) {
      ForeignKeys.requireKey(scope, table, foreignKey);
    }
    List<Optional<KeyFinder>> finders = new ArrayList<>();
    try {
      for (ForeignKeyDefinition foreignKey : foreignKeys) {
        finders.add(finder(scope, foreignKey));
      }
      orphans(foreignKeys, finders, visitor);
    } finally {
      finders.forEach(finder -> finder.ifPresent(KeyFinder::close));
    }
  }

  /** What looks parents up; empty where there is no such table. */
  private Optional<KeyFinder> finder(SchemaScopes.Scope scope, ForeignKeyDefinition foreignKey) {
    return scope
        .catalog()
        .relation(foreignKey.parentTable())
        .filter(TableDefinition.class::isInstance)
        .map(parent -> ParentKey.of(table, foreignKey, (TableDefinition) parent))
        .map(key -> new ForeignKeys.Link(table, foreignKey, key))
        .map(link -> new KeyFinder(transaction, link, program));
  }

  private void orphans(
      List<ForeignKeyDefinition> foreignKeys,
      List<Optional<KeyFinder>> finders,
      OrphanVisitor visitor) {
    RowImage row = program.image();
    try (Cursor scan = store.openScan()) {
      for (boolean more = scan.first(); more; more = scan.next()) {
        store.readPresent(scan, row);
        for (int id = 0; id < foreignKeys.size(); id++) {
          ForeignKeyDefinition foreignKey = foreignKeys.get(id);
          if (!hasNull(foreignKey, row)
              && !finders.get(id).map(finder -> finder.parentExists(row)).orElse(false)) {
            visitor.visit(rowid(row), foreignKey.parentTable(), id);
          }
        }
      }
    }
  }

  private @Nullable Long rowid(RowImage row) {
    return table.hasRowid() ? row.rowid() : null;
  }

  private static boolean hasNull(ForeignKeyDefinition foreignKey, RowImage row) {
    return foreignKey.columns().stream().anyMatch(column -> row.value(column).isNull());
  }

  @Override
  public void close() {
    try {
      store.close();
    } finally {
      expressions.end();
    }
  }
}
