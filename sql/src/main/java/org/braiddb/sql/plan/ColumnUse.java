package org.braiddb.sql.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.DeepWalk;

/** What a statement uses anywhere: which columns of each source, which databases. */
public final class ColumnUse {
  private final Map<Integer, ColumnSet> columns = new HashMap<>();
  private final Map<Integer, Map<Integer, BoundExpr>> generated = new HashMap<>(0);
  private final Set<Integer> databases = new HashSet<>();
  private final Walk walk = new Walk();
  private boolean queriesInFrom;

  /** Of a whole statement. */
  public ColumnUse(BoundQuery query) {
    walk.query(query);
  }

  /** Of nothing yet. */
  public ColumnUse() {}

  /** Adds those of an expression. */
  public void add(BoundExpr expr) {
    walk.expr(expr);
  }

  private final class Walk extends DeepWalk {
    @Override
    protected boolean visit(BoundExpr expr) {
      if (expr instanceof BoundExpr.Column column) {
        note(column);
      }
      return true;
    }

    @Override
    protected boolean visit(BoundSource source) {
      switch (source) {
        case BoundSource.Table table -> note(table);
        case BoundSource.Function function -> databases.addAll(function.databases());
        case BoundSource.Query query -> {
          queriesInFrom = true;
          databases.addAll(query.databases());
        }
        case BoundSource.Recursion _, BoundSource.Row _ -> {
          // They have what somebody else read.
        }
      }
      return true;
    }

    private void note(BoundExpr.Column column) {
      ColumnSet used = columns.get(column.source());
      if (used == null) {
        used = new ColumnSet();
        columns.put(column.source(), used);
      }
      if (used.add(column) && !generated.isEmpty()) {
        BoundExpr value = generated.getOrDefault(column.source(), Map.of()).get(column.column());
        if (value != null) {
          expr(value); // what it is computed from is used too
        }
      }
    }

    private void note(BoundSource.Table table) {
      databases.add(table.database());
      if (table.generated().isEmpty()) {
        return;
      }
      generated.put(table.id(), table.generated());
      for (BoundExpr known : List.copyOf(expressions(table.id()))) {
        BoundExpr value = table.generated().get(((BoundExpr.Column) known).column());
        if (value != null) {
          expr(value);
        }
      }
    }
  }

  /** The columns used of a source. */
  ColumnSet of(int source) {
    return columns.getOrDefault(source, ColumnSet.NONE);
  }

  /** The same as expressions. */
  public List<BoundExpr> expressions(int source) {
    return of(source).expressions();
  }

  /** The numbers of the databases that are read. */
  public Set<Integer> databases() {
    return databases;
  }

  /** Whether any FROM clause has a query in it. */
  public boolean hasQueriesInFrom() {
    return queriesInFrom;
  }
}
