package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;

/**
 * How an UPDATE that concerns nothing but the rows themselves and entries of indexes makes new
 * records of old ones: what does not change is copied as it is stored, and only what new values and
 * entries are made of, and what CHECK constraints look at, is read.
 *
 * @param read the stored columns that are read
 * @param virtual those that are computed of them and looked at, too, in the order of their
 *     computation
 * @param viewed both
 * @param used these and those that are set
 * @param assigned the columns that are set
 * @param computed the generated columns that change with them, in the order of their computation
 * @param checks the CHECK constraints that may fail by that
 * @param replaced of each column of the record, whether it changes
 * @param first the first of those that are
 * @param end the column after the last of them
 * @param indexes the numbers of the indexes whose entries may change
 */
record RowPatch(
    int[] read,
    int[] virtual,
    int[] viewed,
    int[] used,
    int[] assigned,
    int[] computed,
    List<TableProgram.Check> checks,
    boolean[] replaced,
    int first,
    int end,
    int[] indexes) {
  /**
   * The patch of an UPDATE.
   *
   * @param looks the columns that are looked at of the old row: by what the new values are computed
   *     by, and by a condition
   */
  static RowPatch of(TableProgram program, List<Integer> assigned, Set<Integer> looks) {
    TableDefinition table = program.table();
    List<Integer> changed = program.changedBy(assigned);
    boolean[] replaced = new boolean[table.tableColumnOfRecord().length];
    for (int column : changed) {
      int place = table.columns().get(column).recordColumn();
      if (place >= 0) {
        replaced[place] = true;
      }
    }
    int[] set = assigned.stream().mapToInt(Integer::intValue).toArray();
    int[] computed =
        changed.stream()
            .filter(column -> table.columns().get(column).generated().isPresent())
            .mapToInt(Integer::intValue)
            .toArray();
    List<TableProgram.Check> checks =
        program.checks().stream().filter(check -> check.concerns(Optional.of(assigned))).toList();
    int[] indexes =
        IntStream.range(0, program.indexes().size())
            .filter(number -> program.indexes().get(number).isConcernedBy(changed))
            .toArray();
    int first = 0;
    while (!replaced[first]) {
      first++;
    }
    int end = replaced.length;
    while (!replaced[end - 1]) {
      end--;
    }
    Set<Integer> looked = looked(program, looks, computed, checks, indexes);
    int[] read =
        Arrays.stream(program.stored())
            .filter(column -> column != table.rowidAlias() && looked.contains(column))
            .toArray();
    int[] virtual =
        table.generatedOrder().stream()
            .filter(column -> column.recordColumn() < 0 && looked.contains(column.index()))
            .mapToInt(TableColumn::index)
            .toArray();
    int[] viewed = IntStream.concat(Arrays.stream(read), Arrays.stream(virtual)).toArray();
    int[] used = IntStream.concat(Arrays.stream(viewed), Arrays.stream(set)).distinct().toArray();
    return new RowPatch(
        read, virtual, viewed, used, set, computed, checks, replaced, first, end, indexes);
  }

  /** The columns that are looked at of the old row or the new one, with what these are made of. */
  private static Set<Integer> looked(
      TableProgram program,
      Set<Integer> looks,
      int[] computed,
      List<TableProgram.Check> checks,
      int[] indexes) {
    TableDefinition table = program.table();
    Set<Integer> used = new HashSet<>(looks);
    checks.forEach(check -> used.addAll(check.columns()));
    for (int column : computed) {
      used.addAll(usedBy(table.columns().get(column), table));
    }
    List<IndexProgram> concerned =
        Arrays.stream(indexes).mapToObj(number -> program.indexes().get(number)).toList();
    concerned.forEach(index -> used.addAll(index.computedOf()));
    for (TableColumn column : table.columns()) {
      if (concerned.stream().anyMatch(index -> index.has(column.index()))) {
        used.add(column.index());
        used.addAll(usedBy(column, table));
      }
    }
    return used;
  }

  private static Set<Integer> usedBy(TableColumn column, TableDefinition table) {
    return column
        .generated()
        .map(generated -> UsedColumns.of(generated.value(), table))
        .orElse(Set.of());
  }

  /** Whether a record has a column for each of the table's. */
  boolean fits(int columns) {
    return columns == replaced.length;
  }
}
