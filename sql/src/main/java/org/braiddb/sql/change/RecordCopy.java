package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Affinity;

/**
 * An INSERT that takes columns of its rows, as they are stored, from the records of the table that
 * they are selected from: those that are selected by their names into columns that take them as
 * they are. The others are computed.
 *
 * @param database the number of the source's database
 * @param columns how many columns a record of the source has
 * @param from for each column of the new record its place in that one; {@link #NONE} where it is
 *     computed or NULL
 * @param required the places in the source's record that must not be NULL
 * @param viewed the columns of the table that are copied, and looked at beside that
 * @param computed the columns of the table that are computed, by the query or their defaults, the
 *     rowid's other name among them
 * @param outputs the columns of the query that they are computed by
 * @param selected all other columns of the query
 * @param isWhole whether the new record is that of the source
 * @param first where all columns that are copied have the same places in both records, and both
 *     have as many: the first of the others; else {@link #NONE}
 * @param end the column after the last of those
 * @param keepsRowid whether the rowid is that of the source, too
 */
record RecordCopy(
    int database,
    int columns,
    int[] from,
    int[] required,
    int[] viewed,
    int[] computed,
    int[] outputs,
    int[] selected,
    boolean isWhole,
    int first,
    int end,
    boolean keepsRowid) {
  /** In {@link #from}: no place. */
  static final int NONE = -1;

  /**
   * The copy of a query's rows; empty where there is nothing to be copied.
   *
   * @param places for each column of the target the column of the query, or -1 for its default
   * @param read the columns that are looked at, but for those of indexes
   */
  static Optional<RecordCopy> of(
      BoundQuery query, TableProgram program, int[] places, Set<Integer> read) {
    TableDefinition target = program.table();
    if (!(query.body() instanceof BoundQuery.Core core)
        || !(core.from().orElse(null) instanceof JoinTree.Leaf(BoundSource.Table source))
        || !target.hasRowid()
        || !source.table().hasRowid()) {
      return Optional.empty();
    }
    int alias = target.rowidAlias();
    int[] from = new int[target.tableColumnOfRecord().length];
    Arrays.fill(from, NONE);
    boolean keepsRowid = false;
    for (TableColumn column : target.columns()) {
      int place = places[column.index()];
      if (place < 0) {
        boolean isNull = program.defaults()[column.index()] == null;
        if (isNull && column.notNull().isPresent() || !hasFixedDefault(target, column.index())) {
          return Optional.empty();
        }
      } else if (core.outputs().get(place) instanceof BoundExpr.Column used
          && used.source() == source.id()) {
        boolean isRowid = isRowid(used, source.table());
        keepsRowid |= isRowid && column.index() == alias;
        if (!isRowid && column.index() != alias) {
          from[column.recordColumn()] =
              placeOf(source.table().columns().get(used.column()), column);
        }
      }
    }
    if (Arrays.stream(from).noneMatch(place -> place != NONE)) {
      return Optional.empty();
    }
    return Optional.of(of(program, source, core.outputs().size(), places, read, from, keepsRowid));
  }

  private static RecordCopy of(
      TableProgram program,
      BoundSource.Table source,
      int width,
      int[] places,
      Set<Integer> read,
      int[] from,
      boolean keepsRowid) {
    TableDefinition target = program.table();
    int columns = source.table().tableColumnOfRecord().length;
    int[] viewed =
        Arrays.stream(program.stored())
            .filter(column -> from[target.columns().get(column).recordColumn()] != NONE)
            .filter(column ->
                read.contains(column)
                    || Arrays.stream(program.indexed()).anyMatch(each -> each == column))
            .toArray();
    int[] required =
        Arrays.stream(program.required())
            .mapToInt(column -> from[column.recordColumn()])
            .filter(place -> place != NONE)
            .toArray();
    int[] computed =
        IntStream.range(0, places.length)
            .filter(column -> places[column] >= 0 || program.defaults()[column] != null)
            .filter(column ->
                column == target.rowidAlias()
                    ? !keepsRowid && places[column] >= 0
                    : from[target.columns().get(column).recordColumn()] == NONE)
            .toArray();
    int[] outputs =
        Arrays.stream(computed)
            .map(column -> places[column])
            .filter(output -> output >= 0)
            .distinct()
            .toArray();
    int[] selected =
        IntStream.range(0, width)
            .filter(output -> Arrays.stream(outputs).noneMatch(each -> each == output))
            .toArray();
    boolean keepsPlaces =
        from.length == columns
            && IntStream.range(0, columns).allMatch(i -> from[i] == NONE || from[i] == i);
    int[] others = others(target, source.table(), from);
    return new RecordCopy(
        source.database(),
        columns,
        from,
        required,
        viewed,
        computed,
        outputs,
        selected,
        keepsPlaces && others.length == 0,
        keepsPlaces && others.length > 0 ? others[0] : NONE,
        others.length > 0 ? others[others.length - 1] + 1 : 0,
        keepsRowid);
  }

  /** The columns of the new record that are not what the source's has in their place. */
  private static int[] others(TableDefinition target, TableDefinition source, int[] from) {
    int alias = placeOfAlias(target);
    boolean sameAlias = alias != NONE && alias == placeOfAlias(source);
    return IntStream.range(0, from.length)
        .filter(i -> from[i] != i && !(i == alias && sameAlias))
        .toArray();
  }

  /** Where a record has the NULL that stands for the rowid. */
  private static int placeOfAlias(TableDefinition table) {
    int alias = table.rowidAlias();
    return alias < 0 ? NONE : table.columns().get(alias).recordColumn();
  }

  private static boolean isRowid(BoundExpr.Column used, TableDefinition source) {
    return used.column() == BoundExpr.Column.ROWID || used.column() == source.rowidAlias();
  }

  private static int placeOf(TableColumn from, TableColumn to) {
    return from.generated().isEmpty() && keepsValues(from.affinity(), to.affinity())
        ? from.recordColumn()
        : NONE;
  }

  /** Whether what a column stores is what another one makes of it. */
  private static boolean keepsValues(Affinity from, Affinity to) {
    // A column of affinity REAL stores integers in place of reals.
    return from == to || to == Affinity.BLOB && from != Affinity.REAL;
  }

  /** Whether a column for which nothing is given is the same in each row; NULL, for instance. */
  static boolean hasFixedDefault(TableDefinition table, int column) {
    Optional<TableColumn.DefaultValue> given = table.columns().get(column).defaultValue();
    return column == table.rowidAlias() || given.isEmpty() || given.get().isFixed();
  }

  /** Whether both databases write their texts alike. */
  boolean fits(RunContext context, TableProgram target) {
    return context.transaction(database).encoding()
        == context.transaction(target.database()).encoding();
  }

  /** Whether nothing about a table has to be checked, computed or told but uniqueness. */
  static boolean mayInto(TableProgram target) {
    List<IndexProgram> indexes = target.indexes();
    return !target.table().strict()
        && !target.table().isCatalog()
        && target.checks().isEmpty()
        && !target.hasGenerated()
        && indexes.stream().noneMatch(IndexProgram::needsImage);
  }
}
