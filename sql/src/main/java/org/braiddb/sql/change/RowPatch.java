package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.catalog.TableDefinition;

/**
 * How an UPDATE that concerns nothing but the rows themselves and entries of indexes makes new
 * records of old ones: what it does not set is copied as it is stored, and only what new values and
 * entries are made of is read.
 *
 * @param read the stored columns that new values and entries are made of
 * @param assigned the columns that are set
 * @param replaced of each column of the record, whether it is set
 * @param indexes the numbers of the indexes whose entries may change
 */
record RowPatch(int[] read, int[] assigned, boolean[] replaced, int[] indexes) {
  /**
   * The patch of an UPDATE; empty where a constraint has to see the whole row.
   *
   * @param values what the new values are computed by, over the old row
   */
  static Optional<RowPatch> of(TableProgram program, List<Integer> assigned, List<Expr> values) {
    if (program.checks().stream().anyMatch(check -> check.concerns(Optional.of(assigned)))) {
      return Optional.empty();
    }
    TableDefinition table = program.table();
    boolean[] replaced = new boolean[table.tableColumnOfRecord().length];
    for (int column : assigned) {
      replaced[table.columns().get(column).recordColumn()] = true;
    }
    int[] set = assigned.stream().mapToInt(Integer::intValue).toArray();
    int[] indexes =
        IntStream.range(0, program.indexes().size())
            .filter(number -> program.indexes().get(number).isConcernedBy(assigned))
            .toArray();
    return Optional.of(new RowPatch(read(program, values, indexes), set, replaced, indexes));
  }

  private static int[] read(TableProgram program, List<Expr> values, int[] indexes) {
    TableDefinition table = program.table();
    Set<Integer> used = new HashSet<>();
    for (Expr value : values) {
      if (mayLookAnywhere(value)) {
        return program.stored();
      }
      used.addAll(UsedColumns.of(value, table));
    }
    List<IndexProgram> concerned =
        Arrays.stream(indexes).mapToObj(number -> program.indexes().get(number)).toList();
    if (concerned.stream().anyMatch(IndexProgram::needsImage)) {
      return program.stored();
    }
    return Arrays.stream(program.stored())
        .filter(column -> column != table.rowidAlias())
        .filter(column ->
            used.contains(column) || concerned.stream().anyMatch(index -> index.has(column)))
        .toArray();
  }

  /** A query may use any column of the row; its text is not looked through. */
  private static boolean mayLookAnywhere(Expr value) {
    boolean[] found = {false};
    ExprChildren.walk(
        value,
        node ->
            found[0] |=
                node instanceof Expr.Subquery
                    || node instanceof Expr.Exists
                    || node instanceof Expr.InQuery
                    || node instanceof Expr.FunctionCall call && call.over().isPresent());
    return found[0];
  }

  /** Whether a record has a column for each of the table's. */
  boolean fits(int columns) {
    return columns == replaced.length;
  }
}
