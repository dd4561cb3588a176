package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;

/**
 * The expressions that indexes are made of, bound to the sources of one statement, so that they can
 * be compared with the statement's own. An expression that cannot be bound (its function is gone)
 * is absent: its index is then of no use.
 */
public final class IndexTerms {
  private final CompileContext context;
  private final Map<Key, Bound> known = new HashMap<>();

  private record Key(int source, String index) {}

  /**
   * An index over a source.
   *
   * @param where the rows it has; empty where it has all
   * @param keys for each key column the indexed expression, names of columns left out; empty for
   *     plain columns
   */
  public record Bound(boolean usable, Optional<BoundExpr> where, List<Optional<BoundExpr>> keys) {
    /** Copies the list. */
    public Bound {
      keys = List.copyOf(keys);
    }
  }

  /** For the statement that is compiled so. */
  public IndexTerms(CompileContext context) {
    this.context = context;
  }

  /** The expressions of an index, over a source that is its table. */
  public Bound of(BoundSource.Table source, IndexDefinition index) {
    return known.computeIfAbsent(new Key(source.id(), index.name()), _ -> bind(source, index));
  }

  private Bound bind(BoundSource.Table source, IndexDefinition index) {
    if (isPlain(index)) {
      return new Bound(
          true, Optional.empty(), Collections.nCopies(index.keyColumns().size(), Optional.empty()));
    }
    try {
      ExpressionBinder binder = binder(source, index);
      List<Optional<BoundExpr>> keys = new ArrayList<>();
      for (IndexColumn column : index.keyColumns()) {
        Optional<Expr> expression = column.expression();
        keys.add(expression.map(expr -> comparable(binder.bind(expr))));
      }
      return new Bound(true, index.where().map(where -> comparable(binder.bind(where))), keys);
    } catch (StatementException e) {
      return new Bound(false, Optional.empty(), List.of());
    }
  }

  private static boolean isPlain(IndexDefinition index) {
    for (IndexColumn column : index.keyColumns()) {
      if (column.expression().isPresent()) {
        return false;
      }
    }
    return index.where().isEmpty();
  }

  private ExpressionBinder binder(BoundSource.Table source, IndexDefinition index) {
    BindEnvironment environment = new BindEnvironment(context.withText(index.sql()), NameLog.NONE);
    Scope scope = new Scope(null, environment.nextNumber());
    scope.add(
        TableBinder.tableItem(
            environment,
            source,
            context.schemas().scope(source.database()).name(),
            source.table(),
            source.table().name()));
    return new ExpressionBinder(environment, BindContext.of(index.sql()), scope, false);
  }

  /** An expression without what does not matter to its value: how its columns were spelled. */
  public static BoundExpr comparable(BoundExpr expr) {
    return WithoutNames.INSTANCE.expr(expr);
  }

  private static final class WithoutNames extends BoundRewriter {
    static final WithoutNames INSTANCE = new WithoutNames();

    @Override
    public BoundExpr expr(BoundExpr expr) {
      return expr instanceof BoundExpr.Column column
          ? new BoundExpr.Column(
              column.source(), column.column(), column.affinity(), column.ownCollation(), "")
          : super.expr(expr);
    }
  }
}
