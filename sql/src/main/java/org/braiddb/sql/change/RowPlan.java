package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * How one statement inserts, updates or deletes rows of one table; fixed when it is compiled.
 *
 * @param override the conflict clause that goes before those of the constraints
 * @param upserts the ON CONFLICT clauses
 * @param order the order in which uniqueness is checked: {@link UpsertClause#KEY} or index numbers
 * @param events what happens beside the change
 * @param replaced what happens beside a deletion by REPLACE
 * @param watchesReplaced whether such a deletion may set off other changes, so that uniqueness must
 *     be checked once more after it
 * @param overwrites whether an inserted row is written over the one with its rowid, since REPLACE
 *     does nothing else with that than take its index entries out
 * @param numbersLate whether a row gets its new rowid when it is written, since nobody asks for it
 *     where ON CONFLICT says that it is not
 * @param together whether nobody asks for an inserted row before the last is written, so that many
 *     are written at a time
 */
record RowPlan(
    TableProgram program,
    Optional<ConflictAction> override,
    List<UpsertClause> upserts,
    int[] order,
    RowEvents events,
    RowEvents replaced,
    boolean watchesReplaced,
    boolean overwrites,
    boolean numbersLate,
    boolean together) {
  /** A plan for what foreign keys do to rows. */
  static RowPlan of(
      ChangeCompiler compiler,
      int database,
      TableDefinition table,
      Optional<ConflictAction> override,
      RowEvents events) {
    TableProgram program = compiler.program(database, table);
    int[] order = order(program, override, List.of());
    return of(compiler, program, override, events, List.of(), true, order);
  }

  /**
   * A plan for new rows.
   *
   * @param givesRowid whether the statement gives rowids, which may then clash
   */
  static RowPlan forInsert(
      ChangeCompiler compiler,
      int database,
      TableDefinition table,
      Optional<ConflictAction> override,
      RowEvents events,
      List<UpsertClause> upserts,
      boolean givesRowid) {
    TableProgram program = compiler.program(database, table);
    int[] order = order(program, override, upserts);
    return of(compiler, program, override, events, upserts, givesRowid, order);
  }

  /**
   * A plan for an UPDATE of some columns: what is unique in columns that do not change cannot
   * clash. A BEFORE trigger may set any.
   */
  static RowPlan forUpdate(
      ChangeCompiler compiler,
      int database,
      TableDefinition table,
      Optional<ConflictAction> override,
      RowEvents events,
      List<Integer> columns) {
    TableProgram program = compiler.program(database, table);
    int[] order = order(program, override, List.of());
    if (events.before().isEmpty()) {
      List<Integer> changed = program.changedBy(columns);
      order =
          Arrays.stream(order)
              .filter(constraint -> mayClash(program, constraint, changed))
              .toArray();
    }
    boolean givesRowid = setsRowid(table, columns);
    return of(compiler, program, override, events, List.of(), givesRowid, order);
  }

  private static RowPlan of(
      ChangeCompiler compiler,
      TableProgram program,
      Optional<ConflictAction> override,
      RowEvents events,
      List<UpsertClause> upserts,
      boolean givesRowid,
      int[] order) {
    int database = program.database();
    TableDefinition table = program.table();
    boolean replaces = mayReplace(program, override, upserts, givesRowid, order);
    RowEvents replaced = RowEvents.NONE;
    boolean watches = false;
    if (replaces) {
      if (compiler.context().settings().recursiveTriggers()) {
        replaced =
            compiler
                .triggers()
                .events(
                    database,
                    table,
                    CreateTrigger.Event.DELETE,
                    Optional.empty(),
                    Optional.of(ConflictAction.REPLACE),
                    null);
      }
      compiler.followForeignKeys(database, table, CreateTrigger.Event.DELETE, List.of());
      watches = replaced.hasTriggers() || compiler.keepsForeignKeys(database, table);
    }
    boolean overwrites =
        table.hasRowid()
            && !table.isCatalog()
            && !watches
            && upserts.stream().noneMatch(upsert -> upsert.isAbout(UpsertClause.KEY))
            && action(program, override, UpsertClause.KEY) == ConflictAction.REPLACE;
    return new RowPlan(
        program,
        override,
        upserts,
        order,
        events,
        replaced,
        watches,
        overwrites,
        !replaces && numbersLate(program, upserts),
        false);
  }

  /** The same for new rows that get their rowids when they are written together. */
  RowPlan insertedTogether() {
    return new RowPlan(
        program,
        override,
        upserts,
        order,
        events,
        replaced,
        watchesReplaced,
        overwrites,
        true,
        true);
  }

  private static boolean numbersLate(TableProgram program, List<UpsertClause> upserts) {
    TableDefinition table = program.table();
    return !upserts.isEmpty()
        && upserts.stream().noneMatch(upsert -> upsert.looks().contains(UpsertClause.ROWID_COLUMN))
        && table.hasRowid()
        && !table.autoincrement()
        && RecordCopy.mayInto(program)
        && program.indexes().stream()
            .filter(index -> index.index().unique())
            .flatMap(index -> index.index().keyColumns().stream())
            .noneMatch(column -> column.column() == table.rowidAlias());
  }

  private static boolean mayClash(TableProgram program, int constraint, List<Integer> columns) {
    if (constraint == UpsertClause.KEY) {
      return program.table().hasRowid()
          ? setsRowid(program.table(), columns)
          : isAnyIn(program.table().clusteredKey().orElseThrow().columns(), columns);
    }
    IndexProgram index = program.indexes().get(constraint);
    return isAnyIn(index.index().keyColumns(), columns)
        || columns.stream().anyMatch(index.computedOf()::contains);
  }

  private static boolean isAnyIn(List<IndexColumn> key, List<Integer> columns) {
    return key.stream().anyMatch(column -> columns.contains(column.column()));
  }

  /**
   * Whether an UPDATE of columns concerns nothing but the rows and entries of indexes: neither the
   * table's key nor foreign ones, no triggers.
   */
  boolean concernsEntriesOnly(ChangeCompiler compiler, List<Integer> columns) {
    TableDefinition table = program.table();
    return Arrays.stream(order).noneMatch(constraint -> constraint == UpsertClause.KEY)
        && events.isEmpty()
        && !table.isCatalog()
        && !setsRowid(columns)
        && !compiler.keepsForeignKeys(program.database(), table, program.changedBy(columns));
  }

  /** Whether nothing that it sets has to be unique. */
  boolean cannotClash() {
    return order.length == 0;
  }

  /** Whether an UPDATE of columns sets the rowid, by whatever name. */
  boolean setsRowid(List<Integer> columns) {
    return setsRowid(program.table(), columns);
  }

  private static boolean setsRowid(TableDefinition table, List<Integer> columns) {
    return columns.contains(UpsertClause.ROWID_COLUMN) || columns.contains(table.rowidAlias());
  }

  /** The ON CONFLICT clause that a clash in a constraint comes to; null where there is none. */
  @Nullable UpsertClause upsert(int constraint) {
    for (UpsertClause clause : upserts) {
      if (clause.isAbout(constraint)) {
        return clause;
      }
    }
    return null;
  }

  /** What a clash in a constraint does where no ON CONFLICT clause says. */
  ConflictAction action(int constraint) {
    return action(program, override, constraint);
  }

  /** The unique constraint that is checked last. */
  int lastConstraint() {
    return order[order.length - 1];
  }

  /**
   * Whether the row that clashes with a new one goes when that is written, and its entry in a
   * unique index becomes the new row's: REPLACE does nothing else, and nothing is looked for in
   * between.
   */
  boolean replacesInPlace(int constraint) {
    TableDefinition table = program.table();
    return constraint == lastConstraint()
        && constraint != UpsertClause.KEY
        && table.hasRowid()
        && !table.isCatalog()
        && !watchesReplaced
        && action(constraint) == ConflictAction.REPLACE;
  }

  /** Whether another row may be deleted for the sake of one. */
  boolean replaces() {
    return mayReplace(program, override, upserts, true, order);
  }

  private static ConflictAction action(
      TableProgram program, Optional<ConflictAction> override, int constraint) {
    TableDefinition table = program.table();
    Optional<ConflictAction> own;
    if (constraint != UpsertClause.KEY) {
      own = program.indexes().get(constraint).index().onConflict();
    } else if (table.hasRowid()) {
      own = table.rowidConflict();
    } else {
      own = table.clusteredKey().orElseThrow().onConflict();
    }
    return override.or(() -> own).orElse(ConflictAction.ABORT);
  }

  private static boolean mayReplace(
      TableProgram program,
      Optional<ConflictAction> override,
      List<UpsertClause> upserts,
      boolean givesRowid,
      int[] order) {
    boolean chosen = program.table().hasRowid() && !givesRowid;
    return Arrays.stream(order)
        .filter(constraint -> constraint != UpsertClause.KEY || !chosen)
        .filter(constraint -> upserts.stream().noneMatch(upsert -> upsert.isAbout(constraint)))
        .anyMatch(constraint -> action(program, override, constraint) == ConflictAction.REPLACE);
  }

  private static int[] order(
      TableProgram program, Optional<ConflictAction> override, List<UpsertClause> upserts) {
    List<Integer> order = new ArrayList<>();
    for (UpsertClause upsert : upserts) {
      if (upsert.constraint() != UpsertClause.ANY && !order.contains(upsert.constraint())) {
        order.add(upsert.constraint());
      }
    }
    for (boolean replacing : new boolean[] {false, true}) {
      for (int constraint : uniqueConstraints(program)) {
        if (comesLate(program, override, constraint) == replacing && !order.contains(constraint)) {
          order.add(constraint);
        }
      }
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Constraints that are declared to replace come after the others, even where the statement says
   * otherwise; the rowid then comes first all the same.
   */
  private static boolean comesLate(
      TableProgram program, Optional<ConflictAction> override, int constraint) {
    boolean isRowid = constraint == UpsertClause.KEY && program.table().hasRowid();
    return (!isRowid || override.isEmpty())
        && action(program, Optional.empty(), constraint) == ConflictAction.REPLACE;
  }

  /** As SQLite checks them: the rowid first, then the indexes, those made last first. */
  private static List<Integer> uniqueConstraints(TableProgram program) {
    List<Integer> oldestFirst = new ArrayList<>();
    for (int i = 0; i < program.indexes().size(); i++) {
      if (program.indexes().get(i).index().unique()) {
        oldestFirst.add(i);
      }
    }
    TableDefinition table = program.table();
    if (table.hasRowid()) {
      oldestFirst.add(UpsertClause.KEY);
    } else {
      // The key of the table counts among the automatic indexes.
      int place = table.clusteredKey().orElseThrow().ordinal() - 1;
      oldestFirst.add(Math.min(place, oldestFirst.size()), UpsertClause.KEY);
    }
    return oldestFirst.reversed();
  }
}
