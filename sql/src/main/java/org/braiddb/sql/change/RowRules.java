package org.braiddb.sql.change;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;

/** The rules that a row keeps or breaks by itself: types, NOT NULL, CHECK. */
final class RowRules {
  private final TableProgram program;
  private final TableDefinition table;
  private final Settings settings;

  private final boolean generates;

  RowRules(TableProgram program, Settings settings) {
    this.program = program;
    this.table = program.table();
    this.settings = settings;
    this.generates = program.hasGenerated();
  }

  /** Converts the values to what the columns store, and computes generated columns. */
  void convert(RowImage row) {
    for (TableColumn column : program.given()) {
      column.affinity().apply(row.value(column.index()));
    }
    if (generates) {
      program.image().copyFrom(row);
      GeneratedColumns.compute(program, row);
    }
  }

  /**
   * Checks NOT NULL and CHECK. Types are checked where what follows builds on them: before values
   * are computed from others, and before a CHECK that is looked at; where there is neither, the
   * caller does it, after the rowid's uniqueness, whose conflict clause may let a row go whose
   * types are wrong.
   *
   * @param override the conflict clause of the statement
   * @param assigned the columns that an UPDATE sets, whose CHECK constraints alone are looked at;
   *     empty for a new row
   * @return false where the row is to be ignored
   */
  boolean accept(
      RowImage row, Optional<ConflictAction> override, Optional<List<Integer>> assigned) {
    if (generates) {
      requireTypes(row);
    }
    boolean filled = false;
    for (TableColumn column : program.required()) {
      if (row.value(column.index()).isNull() && column.generated().isEmpty()) {
        RowExpression value = program.defaults()[column.index()];
        if (action(column, override) == ConflictAction.REPLACE && value != null) {
          fillIn(row, column, value);
          filled = true;
        } else {
          requireIgnore(column, override);
          return false;
        }
      }
    }
    boolean accepted = !filled && !generates || acceptAgain(row, filled, override);
    return accepted && check(row, override, assigned);
  }

  /**
   * Converts the columns that a patch sets to what is stored, and computes those that change with
   * them.
   *
   * @return false where one breaks a rule: {@link #accept} says what comes of it
   */
  boolean acceptPatched(RowImage row, RowPatch patch) {
    if (!acceptSet(row, patch.assigned())) {
      return false;
    }
    if (patch.computed().length == 0 && patch.checks().isEmpty()) {
      return true;
    }
    program.image().copyFrom(row, patch.used());
    for (int number : patch.computed()) {
      TableColumn column = table.columns().get(number);
      GeneratedColumns.compute(program, row, column);
      if (breaksRule(row, column)) {
        return false;
      }
    }
    return settings.ignoreCheckConstraints() || holds(patch.checks());
  }

  /**
   * Converts some columns to what is stored.
   *
   * @return false where one breaks a rule: {@link #accept} says what comes of it
   */
  boolean acceptSet(RowImage row, int[] columns) {
    for (int number : columns) {
      TableColumn column = table.columns().get(number);
      if (number != table.rowidAlias()) {
        column.affinity().apply(row.value(number));
        if (breaksRule(row, column)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean breaksRule(RowImage row, TableColumn column) {
    Cell value = row.value(column.index());
    return column.notNull().isPresent() && value.isNull() || table.strict() && !fits(value, column);
  }

  /** Whether the program's image keeps CHECK constraints. */
  private static boolean holds(List<TableProgram.Check> checks) {
    Cell result = new Cell();
    for (TableProgram.Check check : checks) {
      if (!holds(check, result)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(TableProgram.Check check, Cell result) {
    check.condition().eval(result);
    return result.isNull() || result.isTrue();
  }

  private static ConflictAction action(TableColumn column, Optional<ConflictAction> override) {
    return override
        .or(() -> column.notNull().orElseThrow().onConflict())
        .orElse(ConflictAction.ABORT);
  }

  /**
   * The second look, when all defaults are filled in: computes generated columns anew where what
   * they are computed from has changed, and finds what has no value still.
   */
  private boolean acceptAgain(RowImage row, boolean filled, Optional<ConflictAction> override) {
    if (filled) {
      convert(row);
    }
    for (TableColumn column : program.required()) {
      if (row.value(column.index()).isNull()) {
        requireIgnore(column, override);
        return false;
      }
    }
    return true;
  }

  private static void fillIn(RowImage row, TableColumn column, RowExpression value) {
    Cell target = row.value(column.index());
    value.eval(target);
    target.own();
    column.affinity().apply(target);
  }

  /** Fails for a NULL where none may be, unless such a row is to be ignored. */
  private void requireIgnore(TableColumn column, Optional<ConflictAction> override) {
    ConflictAction action = action(column, override);
    if (action != ConflictAction.IGNORE) {
      throw Violations.of(
          ResultCode.CONSTRAINT_NOTNULL,
          "NOT NULL constraint failed: " + table.name() + "." + column.name(),
          action);
    }
  }

  /** Checks the types of a STRICT table's row. */
  void requireTypes(RowImage row) {
    if (table.strict()) {
      table.columns().forEach(column -> requireType(row.value(column.index()), column));
    }
  }

  /** Whether a value is of the type of a STRICT table's column. */
  static boolean fits(Cell value, TableColumn column) {
    return value.isNull()
        || switch (column.declaredType().toUpperCase(Locale.ROOT)) {
          case "INT", "INTEGER" -> value.type == Cell.INTEGER;
          case "REAL" -> value.type == Cell.REAL;
          case "TEXT" -> value.type == Cell.TEXT;
          case "BLOB" -> value.type == Cell.BLOB;
          default -> true;
        };
  }

  private void requireType(Cell value, TableColumn column) {
    if (!fits(value, column)) {
      String type = column.declaredType().toUpperCase(Locale.ROOT);
      throw Violations.of(
          ResultCode.CONSTRAINT_DATATYPE,
          "cannot store "
              + typeName(value)
              + " value in "
              + type
              + " column "
              + table.name()
              + "."
              + column.name(),
          ConflictAction.ABORT);
    }
  }

  private static String typeName(Cell value) {
    return switch (value.type) {
      case Cell.INTEGER -> "INT";
      case Cell.REAL -> "REAL";
      case Cell.TEXT -> "TEXT";
      case Cell.BLOB -> "BLOB";
      default -> "NULL";
    };
  }

  private boolean check(
      RowImage row, Optional<ConflictAction> override, Optional<List<Integer>> assigned) {
    if (program.checks().isEmpty() || settings.ignoreCheckConstraints()) {
      return true;
    }
    boolean prepared = false;
    Cell result = new Cell();
    for (TableProgram.Check check : program.checks()) {
      if (!check.concerns(assigned)) {
        continue;
      }
      if (!prepared) {
        requireTypes(row);
        if (program.image() != row) {
          program.image().copyFrom(row);
        }
        prepared = true;
      }
      if (holds(check, result)) {
        continue;
      }
      ConflictAction action = override.orElse(ConflictAction.ABORT);
      if (action == ConflictAction.IGNORE) {
        return false;
      }
      throw Violations.of(
          ResultCode.CONSTRAINT_CHECK, "CHECK constraint failed: " + check.label(), action);
    }
    return true;
  }
}
