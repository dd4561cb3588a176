package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.catalog.ClusteredKey;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;

/** Binds the query that finds the rows which an UPDATE or DELETE changes. */
final class ChangeScanBinder {
  private final BindEnvironment environment;
  private final BindContext context;

  ChangeScanBinder(BindEnvironment environment, BindContext context) {
    this.environment = environment;
    this.context = context;
  }

  BoundQuery bind(Binder.ChangeScan scan) {
    Scope scope = new Scope(null, environment.nextNumber());
    TableDefinition table = scan.target().table();
    Scope.Item target =
        TableBinder.tableItem(environment, scan.target(), scan.schema(), table, scan.alias());
    scope.add(target);
    JoinTree tree = new JoinTree.Leaf(scan.target());
    if (scan.from().isPresent()) {
      JoinTree from = new FromBinder(environment, context, scope, null).bind(scan.from().get());
      tree = new JoinTree.Join(JoinTree.Type.INNER, tree, from, Optional.empty());
    }
    ExpressionBinder binder = new ExpressionBinder(environment, context, scope, false);
    List<OrderBinder.Result> results = new ArrayList<>();
    for (BoundExpr key : key(target, table)) {
      results.add(result("key", key, scope));
    }
    for (Expr value : scan.values()) {
      for (BoundExpr bound : new RowValueBinder(binder).valuesOf(value)) {
        results.add(result("value", bound, scope));
      }
    }
    BoundQuery.Core core =
        new BoundQuery.Core(
            scope.core(),
            Optional.of(tree),
            scan.where().map(binder::bind),
            List.of(),
            Optional.empty(),
            false,
            results.stream().map(OrderBinder.Result::value).toList(),
            false);
    List<SortTerm> orderBy =
        new OrderBinder(environment).orderBy(scan.orderBy(), List.of(), binder);
    return new BoundQuery(
        core,
        results.stream().map(OrderBinder.Result::column).toList(),
        orderBy,
        scan.limit().map(Limit::limit).map(binder::bind),
        scan.limit().flatMap(Limit::offset).map(binder::bind));
  }

  private static OrderBinder.Result result(String name, BoundExpr value, Scope scope) {
    return new OrderBinder.Result(
        Optional.empty(), value, SelectBinder.describe(name, value, scope));
  }

  private static List<BoundExpr> key(Scope.Item target, TableDefinition table) {
    List<BoundExpr> key = new ArrayList<>();
    Optional<ClusteredKey> clustered = table.clusteredKey();
    if (clustered.isEmpty()) {
      key.add(Scope.rowidOf(target.source().id(), table));
    } else {
      for (IndexColumn column : clustered.get().columns()) {
        key.add(target.column(column.column()));
      }
    }
    return key;
  }
}
