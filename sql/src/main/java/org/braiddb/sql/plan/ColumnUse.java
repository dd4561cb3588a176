package org.braiddb.sql.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.bind.SourceWalk;

/** Which columns of each source a statement uses anywhere. */
public final class ColumnUse {
  private final Map<Integer, Set<Integer>> columns = new HashMap<>();
  private final Map<Integer, Map<Integer, BoundExpr.Column>> samples = new HashMap<>();

  private final Map<Integer, Map<Integer, BoundExpr>> generated = new HashMap<>();

  /** Of a whole statement. */
  public ColumnUse(BoundQuery query) {
    SourceWalk.ofQuery(query, this::note);
    SourceUse.columns(query, this::add);
  }

  private void note(BoundSource source) {
    if (source instanceof BoundSource.Table table && !table.generated().isEmpty()) {
      generated.put(table.id(), table.generated());
    }
  }

  /** Of nothing yet. */
  public ColumnUse() {}

  /** Adds those of an expression. */
  public void add(BoundExpr expr) {
    SourceWalk.ofExpr(expr, this::note);
    SourceUse.columns(expr, this::add);
  }

  private void add(BoundExpr.Column column) {
    BoundExpr value = generated.getOrDefault(column.source(), Map.of()).get(column.column());
    if (value != null) {
      SourceUse.columns(value, this::add); // what it is computed from is used too
    }
    columns.computeIfAbsent(column.source(), id -> new TreeSet<>()).add(column.column());
    samples.computeIfAbsent(column.source(), id -> new HashMap<>()).put(column.column(), column);
  }

  /** The columns used of a source, ascending. */
  public Set<Integer> of(int source) {
    return columns.getOrDefault(source, Set.of());
  }

  /** The same as expressions. */
  public java.util.List<BoundExpr> expressions(int source) {
    Map<Integer, BoundExpr.Column> known = samples.getOrDefault(source, Map.of());
    return of(source).stream().<BoundExpr>map(column -> known.get(column)).toList();
  }
}
