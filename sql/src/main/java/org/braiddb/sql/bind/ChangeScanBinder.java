package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.catalog.ClusteredKey;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.jspecify.annotations.Nullable;

/** Binds the query that finds the rows which an UPDATE or DELETE changes. */
final class ChangeScanBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final @Nullable Scope outer;

  ChangeScanBinder(BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    this.environment = environment;
    this.context = context;
    this.outer = outer;
  }

  BoundQuery bind(Binder.ChangeScan scan) {
    Scope scope = new Scope(outer, environment.nextNumber());
    TableDefinition table = scan.target().table();
    Scope.Item target =
        TableBinder.tableItem(environment, scan.target(), scan.schema(), table, scan.alias());
    scope.add(target);
    List<BoundExpr> key = key(target, table);
    // A row that FROM has several partners for counts once where there is a limit.
    List<BoundExpr> groups =
        scan.from().isPresent() && scan.limits().limit().isPresent() ? key : List.of();
    return bind(
        scope, target, key, groups, scan.from(), scan.where(), scan.assignments(), scan.limits());
  }

  BoundQuery bind(Binder.ViewScan scan) {
    Scope scope = new Scope(outer, environment.nextNumber());
    Scope.Item target =
        new TableBinder(environment, context, outer)
            .view(scan.found(), scan.view(), scan.view().name(), -1);
    scope.add(target);
    List<BoundExpr> key = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      key.add(target.column(i));
    }
    return bind(
        scope,
        target,
        key,
        List.of(),
        scan.from(),
        scan.where(),
        scan.assignments(),
        scan.limits());
  }

  private BoundQuery bind(
      Scope scope,
      Scope.Item target,
      List<BoundExpr> key,
      List<BoundExpr> groups,
      Optional<From> fromClause,
      Optional<Expr> where,
      List<Assignment> assignments,
      Binder.Limits limits) {
    JoinTree tree = new JoinTree.Leaf(target.source());
    if (fromClause.isPresent()) {
      JoinTree from = new FromBinder(environment, context, scope, outer).bind(fromClause.get());
      refuseTarget(scope, target);
      tree = new JoinTree.Join(JoinTree.Type.INNER, tree, from, Optional.empty());
    }
    ExpressionBinder binder = new ExpressionBinder(environment, context, scope, !groups.isEmpty());
    List<OrderBinder.Result> results = new ArrayList<>();
    for (BoundExpr part : key) {
      results.add(result("key", part, scope));
    }
    for (Assignment assignment : assignments) {
      for (BoundExpr bound : new RowValueBinder(binder).assigned(assignment)) {
        results.add(result("value", bound, scope));
      }
    }
    BoundQuery.Core core =
        new BoundQuery.Core(
            scope.core(),
            Optional.of(tree),
            where.map((groups.isEmpty() ? binder : binder.ofOtherClause())::bind),
            groups,
            Optional.empty(),
            !groups.isEmpty(),
            results.stream().map(OrderBinder.Result::value).toList(),
            false);
    SelectBinder selects = new SelectBinder(environment, context, outer);
    return new BoundQuery(
        core,
        results.stream().map(OrderBinder.Result::column).toList(),
        new OrderBinder(environment).orderBy(limits.orderBy(), results, binder),
        limits.limit().map(limit -> selects.limitExpr(limit.limit())),
        limits.limit().flatMap(Limit::offset).map(selects::limitExpr));
  }

  private static void refuseTarget(Scope scope, Scope.Item target) {
    for (Scope.Item item : scope.items().subList(1, scope.items().size())) {
      if (item.key().equals(target.key()) && item.source() instanceof BoundSource.Table table) {
        throw new StatementException(
            "target object/alias may not appear in FROM clause: " + table.name());
      }
    }
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
