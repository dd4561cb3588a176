package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.catalog.ColumnLimit;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/** Binds queries. */
final class SelectBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final @Nullable Scope outer;
  private final ResultNames names;

  /**
   * @param outer the scope of the expression that the query is part of; null for none
   */
  SelectBinder(BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    this(environment, context, outer, ResultNames.STATEMENT);
  }

  /** Binds a query in FROM or WITH. */
  static SelectBinder ofTable(
      BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    return new SelectBinder(environment, context, outer, ResultNames.WRITTEN);
  }

  /** Binds the query that a view or a table is made of. */
  static SelectBinder ofDefinition(
      BindEnvironment environment, BindContext context, @Nullable Scope outer) {
    return new SelectBinder(environment, context, outer, ResultNames.DEFINITION);
  }

  private SelectBinder(
      BindEnvironment environment, BindContext context, @Nullable Scope outer, ResultNames names) {
    this.names = names;
    this.environment = environment;
    this.context = context;
    this.outer = outer;
  }

  BoundQuery bind(Select select) {
    if (select.with().isPresent()) {
      BindContext inside = context.with(context.tables().with(select.with().get()));
      BoundQuery query = new SelectBinder(environment, inside, outer, names).bindBody(select);
      new CommonTableBinder(environment, inside, outer).tellUnused(select.with().get());
      return query;
    }
    return bindBody(select);
  }

  private BoundQuery bindBody(Select select) {
    List<BoundCore> cores = new ArrayList<>();
    cores.add(core(select.first()));
    for (Select.Compound compound : select.compounds()) {
      cores.add(core(compound.core()));
    }
    CompoundBinder.checkSizes(cores, select.compounds());
    CompoundColumns columns = CompoundColumns.of(cores);
    BoundQuery.Body body =
        CompoundBinder.combine(
            names == ResultNames.STATEMENT ? cores : columns.asTable(),
            select.compounds(),
            !select.orderBy().isEmpty());
    return finish(select, body, cores, columns);
  }

  /** Adds the order and the limits to a body. */
  BoundQuery finish(
      Select select, BoundQuery.Body body, List<BoundCore> cores, CompoundColumns columns) {
    OrderBinder orderBinder = new OrderBinder(environment);
    BoundCore first = cores.getFirst();
    List<SortTerm> orderBy =
        body instanceof BoundQuery.Core
            ? orderBinder.orderBy(select.orderBy(), first.results(), first.binder())
            : orderBinder.compoundOrderBy(select.orderBy(), cores);
    return new BoundQuery(
        body,
        names == ResultNames.STATEMENT
            ? columns.columns()
            : OutputColumn.distinct(columns.columns()),
        orderBy,
        select.limit().map(limit -> limitExpr(limit.limit())),
        select.limit().flatMap(Limit::offset).map(this::limitExpr));
  }

  /** Sees no column, be it of a statement around this one; only a trigger's row. */
  BoundExpr limitExpr(Expr expr) {
    Scope empty = new Scope(Scope.triggerOf(outer), environment.nextNumber());
    return new ExpressionBinder(environment, context, empty, false).bind(expr);
  }

  BoundCore core(SelectCore core) {
    return switch (core) {
      case SelectCore.Query query -> query(query);
      case SelectCore.Values values -> values(values);
    };
  }

  private BoundCore values(SelectCore.Values values) {
    Scope scope = new Scope(outer, environment.nextNumber());
    ExpressionBinder binder = new ExpressionBinder(environment, context, scope, false);
    List<List<BoundExpr>> rows = new ArrayList<>();
    int size = values.rows().getFirst().size();
    ColumnLimit.check(size, "too many columns in result set");
    for (List<Expr> row : values.rows()) {
      if (row.size() != size) {
        throw new StatementException(
            "all VALUES must have the same number of terms", values.span().start());
      }
      rows.add(binder.bindAll(row));
    }
    List<Boolean> untyped = rowsOfTables(rows);
    List<OrderBinder.Result> results = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      BoundExpr value = rows.getFirst().get(i);
      results.add(
          new OrderBinder.Result(
              Optional.empty(),
              untyped.getFirst() && ComparisonRules.collation(value).isEmpty()
                  ? new BoundExpr.Collated(value, Collations.BINARY)
                  : value,
              unnamed("column" + (i + 1), value)));
    }
    return new BoundCore(new BoundQuery.Values(rows), results, binder, untyped);
  }

  /**
   * Which rows of VALUES are to a compound like those of a table, whose columns have a collation,
   * but no type. SQLite keeps several constant rows so, unless there is a WITH, and not in
   * definitions; they begin with one that has no affinity.
   */
  private List<Boolean> rowsOfTables(List<List<BoundExpr>> rows) {
    List<Boolean> untyped = new ArrayList<>(Collections.nCopies(rows.size(), false));
    if (rows.size() == 1
        || context.tables() != CommonTables.NONE
        || !context.open().isEmpty()
        || context.inTrigger()) {
      return untyped;
    }
    boolean before = isConstant(rows.getFirst());
    for (int i = 1; i < rows.size(); i++) {
      boolean constant = isConstant(rows.get(i));
      if (constant && (untyped.get(i - 1) || before && hasNoAffinity(rows.get(i - 1)))) {
        untyped.set(i - 1, true);
        untyped.set(i, true);
      }
      before = constant;
    }
    return untyped;
  }

  private static boolean hasNoAffinity(List<BoundExpr> row) {
    return row.stream().allMatch(value -> ComparisonRules.affinity(value).isEmpty());
  }

  private static boolean isConstant(List<BoundExpr> row) {
    return row.stream().allMatch(SelectBinder::isConstant);
  }

  private static boolean isConstant(BoundExpr value) {
    if (BoundChildren.isLeaf(value)) {
      return value instanceof BoundExpr.Constant;
    }
    boolean[] constant = {true};
    DeepWalk.of(
        value,
        node -> {
          switch (node) {
            case BoundExpr.Column _,
                BoundExpr.Aggregate _,
                BoundExpr.ScalarQuery _,
                BoundExpr.Exists _,
                BoundExpr.InQuery _,
                BoundExpr.Raise _ ->
                constant[0] = false;
            case BoundExpr.Call call ->
                constant[0] &= call.function().has(FunctionTrait.DETERMINISTIC);
            default -> {
              // Made of what is looked at next.
            }
          }
          return constant[0];
        });
    return constant[0];
  }

  private BoundCore query(SelectCore.Query query) {

    if (!query.windows().isEmpty() && !environment.onlyNames()) {
      throw StatementException.notSupported("the WINDOW clause");
    }
    Scope scope = new Scope(outer, environment.nextNumber());
    Optional<JoinTree> from =
        query.from().map(f -> new FromBinder(environment, context, scope, outer).bind(f));
    ExpressionBinder withAggregates = new ExpressionBinder(environment, context, scope, true);
    for (SelectCore.NamedWindow window : query.windows()) {
      withAggregates.bindAll(window.window().partitionBy());
      window.window().orderBy().forEach(term -> withAggregates.bind(term.value()));
    }
    List<OrderBinder.Result> results = results(query, scope, withAggregates);
    for (OrderBinder.Result result : results) {
      result.alias().ifPresent(alias -> scope.addAlias(alias, result.value()));
    }
    if (query.having().isPresent() && query.groupBy().isEmpty() && !scope.aggregated()) {
      throw new StatementException("HAVING clause on a non-aggregate query");
    }
    ExpressionBinder plain =
        scope.aggregated() ? withAggregates.ofOtherClause() : withAggregates.withoutAggregates();
    Optional<BoundExpr> where = query.where().map(plain::bind);
    List<BoundExpr> groupBy =
        new OrderBinder(environment).groupBy(query.groupBy(), results, withAggregates);
    Optional<BoundExpr> having = query.having().map(withAggregates::bind);
    boolean aggregated = scope.aggregated() || !groupBy.isEmpty();
    BoundQuery.Core core =
        new BoundQuery.Core(
            scope.core(),
            from,
            where,
            groupBy,
            having,
            aggregated,
            values(results),
            query.distinct());
    return new BoundCore(
        core, results, aggregated ? withAggregates : withAggregates.ofOtherClause(), List.of());
  }

  private static List<BoundExpr> values(List<OrderBinder.Result> results) {
    List<BoundExpr> values = new ArrayList<>(results.size());
    for (OrderBinder.Result result : results) {
      values.add(result.value());
    }
    return values;
  }

  private List<OrderBinder.Result> results(
      SelectCore.Query query, Scope scope, ExpressionBinder binder) {
    List<OrderBinder.Result> results = new ArrayList<>();
    for (ResultColumn column : query.columns()) {
      switch (column) {
        case ResultColumn.Star star -> {
          if (query.from().isEmpty()) {
            throw new StatementException("no tables specified", star.span().start());
          }
          scope.star().forEach(value -> results.add(starResult(value, scope)));
        }
        case ResultColumn.TableStar star -> tableStar(star, scope, results);
        case ResultColumn.Value value -> results.add(valueResult(value, binder));
      }
    }
    ColumnLimit.check(results.size(), "too many columns in result set");
    return results;
  }

  private OrderBinder.Result starResult(Scope.NamedValue value, Scope scope) {
    return starResult(value.value(), value.column(), scope);
  }

  private OrderBinder.Result starResult(BoundExpr value, OutputColumn column, Scope scope) {
    return new OrderBinder.Result(
        Optional.empty(),
        value,
        names == ResultNames.STATEMENT && settings().longNamesOfStars()
            ? column.named(longName(value, column.name(), scope, BoundSource::name))
            : column);
  }

  private Settings settings() {
    return environment.compiling().settings();
  }

  /** A column's name behind that of its table. */
  private static String longName(
      BoundExpr value, String name, Scope scope, Function<BoundSource, String> table) {
    if (value instanceof BoundExpr.Column column) {
      for (Scope.Item item : scope.items()) {
        if (item.source().id() == column.source()) {
          return table.apply(item.source()) + "." + name;
        }
      }
    }
    return name;
  }

  private static String ownName(BoundSource source) {
    return source instanceof BoundSource.Table table ? table.table().name() : source.name();
  }

  private void tableStar(
      ResultColumn.TableStar star, Scope scope, List<OrderBinder.Result> results) {
    String key = NameKey.of(star.table().text());
    boolean found = false;
    for (int place = 0; place < scope.items().size(); place++) {
      Scope.Item item = scope.items().get(place);
      if (item.key().equals(key)) {
        found = true;
        scope.refuseAmbiguousStar(place);
        for (int i = 0; i < item.visible().size(); i++) {
          results.add(starResult(item.column(i), item.columns().get(i), scope));
        }
      }
    }
    if (!found) {
      throw new StatementException("no such table: " + star.table().text(), star.span().start());
    }
  }

  OrderBinder.Result valueResult(ResultColumn.Value value, ExpressionBinder binder) {
    BoundExpr bound = binder.bind(value.value());
    Optional<String> alias = value.alias().map(name -> name.text());
    String name = alias.orElseGet(() -> unaliased(value, bound, binder.scope()));
    return new OrderBinder.Result(alias, bound, describe(name, bound, binder.scope()));
  }

  private String unaliased(ResultColumn.Value value, BoundExpr bound, Scope scope) {
    String written = value.span().of(context.text());
    return switch (names) {
      case STATEMENT ->
          value.value() instanceof Expr.Column
                  && bound instanceof BoundExpr.Column found
                  && settings().namesColumns()
              ? nameOf(found, scope)
              : written;
      case WRITTEN ->
          OrderBinder.withoutCollation(value.value()) instanceof Expr.Column column
              ? column.name().text()
              : written;
      case DEFINITION -> shownBy(bound) instanceof BoundExpr.Column found ? found.name() : written;
    };
  }

  private String nameOf(BoundExpr.Column column, Scope scope) {
    return settings().fullColumnNames()
        ? longName(column, column.name(), scope, SelectBinder::ownName)
        : column.name();
  }

  private static BoundExpr shownBy(BoundExpr value) {
    BoundExpr bare = value;
    while (true) {
      if (bare instanceof BoundExpr.Collated collated) {
        bare = collated.operand();
      } else if (bare instanceof BoundExpr.Call call
          && call.function().has(FunctionTrait.TRANSPARENT)) {
        bare = call.arguments().getFirst();
      } else {
        return bare;
      }
    }
  }

  private static OutputColumn unnamed(String name, BoundExpr value) {
    Optional<Affinity> affinity = ComparisonRules.affinity(value);
    return new OutputColumn(name, affinity, ComparisonRules.collation(value), Optional.empty());
  }

  /** The result column that shows a value. */
  static OutputColumn describe(String name, BoundExpr value, Scope scope) {
    if (value instanceof BoundExpr.Column column) {
      for (Scope level = scope; level != null; level = level.parent()) {
        for (Scope.Item item : level.items()) {
          if (item.source().id() == column.source()) {
            return column.column() >= 0
                ? item.columns().get(column.column()).named(name)
                : rowid(name, value, item);
          }
        }
      }
    }
    return unnamed(name, value);
  }

  private static OutputColumn rowid(String name, BoundExpr value, Scope.Item item) {
    OutputColumn column = unnamed(name, value);
    return item.source() instanceof BoundSource.Table table
        ? new OutputColumn(
            name,
            column.affinity(),
            column.collation(),
            Optional.of(
                new OutputColumn.Origin(
                    item.schemaKey().orElse("main"), table.table().name(), "rowid", "INTEGER")))
        : column;
  }
}
