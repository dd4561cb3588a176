package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.braiddb.sql.value.Affinity;

/**
 * The columns that the query around a compound sees. Each has an affinity that its parts have
 * together, which is not what they are compared by inside the compound. Source: SQLite's {@code
 * sqlite3SubqueryColumnTypes}.
 */
final class CompoundColumns {
  private final List<BoundCore> cores;
  private final Set<Integer> recursion;
  private final List<Type> types = new ArrayList<>();

  /**
   * What is known of the values of a column.
   *
   * @param real whether its integers are read as reals
   */
  private record Type(Optional<Affinity> affinity, boolean real) {}

  private CompoundColumns(List<BoundCore> cores, Set<Integer> recursion) {
    this.cores = cores;
    this.recursion = recursion;
    if (!isOneSelect()) {
      for (int column = 0; column < cores.getFirst().results().size(); column++) {
        types.add(type(parts(column)));
      }
    }
  }

  /** Most queries are: their columns are those of the one part. */
  private boolean isOneSelect() {
    return cores.size() == 1 && !isRows(cores.getFirst());
  }

  /** Of the parts of a compound, which have as many columns each, or of one that stands alone. */
  static CompoundColumns of(List<BoundCore> cores) {
    return new CompoundColumns(cores, Set.of());
  }

  /**
   * Of the parts of a recursive query.
   *
   * @param sources the numbers of the sources by which parts of it read its rows
   */
  static CompoundColumns ofRecursion(List<BoundCore> cores, Set<Integer> sources) {
    return new CompoundColumns(cores, sources);
  }

  /** The columns, named as those of the first part. */
  List<OutputColumn> columns() {
    if (isOneSelect()) {
      return cores.getFirst().columns();
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (OutputColumn column : cores.getFirst().columns()) {
      Optional<Affinity> affinity = types.get(columns.size()).affinity();
      columns.add(new OutputColumn(column.name(), affinity, column.collation(), column.origin()));
    }
    return columns;
  }

  /** The parts with their values as they are read from a table. */
  List<BoundCore> asTable() {
    return IntStream.range(0, cores.size()).mapToObj(this::asTable).toList();
  }

  private BoundCore asTable(int core) {
    BoundCore part = cores.get(core);
    List<Boolean> reals = new ArrayList<>();
    for (int column = 0; column < types.size(); column++) {
      reals.add(types.get(column).real() || isNested(core) && type(rows(part, column)).real());
    }
    if (!reals.contains(true)) {
      return part;
    }
    return switch (part.body()) {
      case BoundQuery.Core select ->
          part.withBody(select.withOutputs(RealReading.of(select.outputs(), reals)));
      case BoundQuery.Values values ->
          part.withBody(
              new BoundQuery.Values(
                  values.rows().stream().map(row -> RealReading.of(row, reals)).toList()));
      default -> part;
    };
  }

  // ---- what a compound is made of, for one column

  private List<BoundExpr> parts(int column) {
    List<BoundExpr> parts = new ArrayList<>();
    for (int i = 0; i < cores.size(); i++) {
      BoundCore core = cores.get(i);
      if (!isRows(core)) {
        parts.add(core.results().get(column).value());
      } else if (isNested(i)) {
        parts.add(columnOf(type(rows(core, column)).affinity()));
      } else {
        parts.addAll(rows(core, column));
      }
    }
    return parts;
  }

  private static boolean isRows(BoundCore core) {
    return core.body() instanceof BoundQuery.Values values && values.rows().size() > 1;
  }

  /** Rows of VALUES that are not the first part of a compound are a compound of their own. */
  private boolean isNested(int core) {
    return core > 0 && isRows(cores.get(core));
  }

  private static List<BoundExpr> rows(BoundCore core, int column) {
    List<List<BoundExpr>> rows = ((BoundQuery.Values) core.body()).rows();
    return IntStream.range(0, rows.size())
        .mapToObj(
            row -> core.untyped().get(row) ? columnOf(Optional.empty()) : rows.get(row).get(column))
        .toList();
  }

  /** Stands for the values of a query in FROM. */
  private static BoundExpr columnOf(Optional<Affinity> affinity) {
    return new BoundExpr.Column(-1, 0, affinity, Optional.empty(), "");
  }

  // ---- the type of a column

  /**
   * The affinity of the first part that has one, unless another part can yield values that the
   * affinity would change. A CAST to a number that comes first leaves the numbers of other parts
   * what they are.
   */
  private Type type(List<BoundExpr> parts) {
    Optional<Affinity> affinity = Optional.empty();
    int others = 0;
    for (BoundExpr part : parts) {
      BoundExpr value = withKnownTypes(part, affinity);
      Optional<Affinity> own = ComparisonRules.affinity(value);
      if (affinity.isEmpty() && own.isPresent()) {
        affinity = own;
      } else {
        others |= PossibleTypes.of(value);
      }
    }
    if (affinity.isEmpty()) {
      return new Type(affinity, false);
    }
    boolean text = affinity.get() == Affinity.TEXT && (others & PossibleTypes.NUMBER) != 0;
    boolean number = affinity.get().isNumeric() && (others & PossibleTypes.TEXT) != 0;
    if (text || number) {
      return new Type(Optional.of(Affinity.BLOB), false);
    }
    if (affinity.get().isNumeric() && parts.getFirst() instanceof BoundExpr.Cast) {
      return new Type(Optional.of(Affinity.NUMERIC), false);
    }
    return new Type(affinity, affinity.get() == Affinity.REAL);
  }

  /** A part of a recursive query as far as the types of the rows it reads are known by then. */
  private BoundExpr withKnownTypes(BoundExpr value, Optional<Affinity> current) {
    if (recursion.isEmpty()) {
      return value;
    }
    return new BoundRewriter() {
      @Override
      public BoundExpr expr(BoundExpr expr) {
        return expr instanceof BoundExpr.Column column && recursion.contains(column.source())
            ? columnOf(knownAffinity(column.column(), current))
            : super.expr(expr);
      }
    }.expr(value);
  }

  private Optional<Affinity> knownAffinity(int column, Optional<Affinity> current) {
    if (column == types.size()) {
      return current;
    }
    return column < types.size() ? types.get(column).affinity() : Optional.empty();
  }
}
