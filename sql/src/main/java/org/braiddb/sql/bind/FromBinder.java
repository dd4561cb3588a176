package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.jspecify.annotations.Nullable;

/**
 * Binds a FROM clause. First all items are added to the scope and columns are merged where USING
 * and NATURAL say so; then the conditions are bound, which may name any item.
 */
final class FromBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final Scope scope;
  private final @Nullable Scope outer;

  FromBinder(BindEnvironment environment, BindContext context, Scope scope, @Nullable Scope outer) {
    this.environment = environment;
    this.context = context;
    this.scope = scope;
    this.outer = outer;
  }

  /** A join whose ON condition has not been bound yet. */
  private sealed interface Pending {
    record Leaf(BoundSource source) implements Pending {}

    record Function(BoundSource.Function source, List<Expr> arguments) implements Pending {}

    record Join(From.Join join, Pending left, Pending right, List<BoundExpr> merged)
        implements Pending {}
  }

  JoinTree bind(From from) {
    return complete(addAll(from));
  }

  // ---- first pass: sources and merged columns

  private Pending addAll(From from) {
    int start = scope.items().size();
    boolean keepsRight = false;
    for (From.Join join : from.joins()) {
      keepsRight |= join.type() == From.Join.Type.RIGHT || join.type() == From.Join.Type.FULL;
    }
    Pending tree = add(from.first());
    for (From.Join join : from.joins()) {
      int middle = scope.items().size();
      Pending right = add(join.right());
      tree = new Pending.Join(join, tree, right, merge(join, keepsRight, start, middle));
    }
    return tree;
  }

  private Pending add(FromItem item) {
    return switch (item) {
      case FromItem.Table table -> leaf(new TableBinder(environment, context, outer).bind(table));
      case FromItem.Subquery subquery ->
          leaf(subquery(subquery.query(), subquery.alias(), subquery.span()));
      case FromItem.Function function -> function(function);
      case FromItem.Nested nested ->
          nested.alias().isPresent()
              ? leaf(
                  subquery(
                      SyntheticSelects.allOf(nested.from(), nested.span()),
                      nested.alias(),
                      nested.span()))
              : addAll(nested.from());
    };
  }

  private Pending leaf(Scope.Item item) {
    scope.add(item);
    return new Pending.Leaf(item.source());
  }

  private Pending function(FromItem.Function item) {
    TableFunctionBinder functions = new TableFunctionBinder(environment);
    Scope.Item added =
        functions.item(item.name(), item.alias(), functions.resolve(item, context.tables()));
    scope.add(added);
    return new Pending.Function((BoundSource.Function) added.source(), item.arguments());
  }

  private Scope.Item subquery(Select select, Optional<Name> alias, Span span) {
    assert span.start() <= span.end();
    BoundQuery query = SelectBinder.ofTable(environment, context, outer).bind(select);
    String name = alias.map(Name::text).orElse("");
    BoundSource source = new BoundSource.Query(environment.nextNumber(), name, query, false, 0);
    return new Scope.Item(
        source, NameKey.of(name), Optional.empty(), query.columns(), Optional.empty());
  }

  private List<BoundExpr> merge(From.Join join, boolean keepsRight, int start, int middle) {
    if (join.natural() && (join.on().isPresent() || !join.using().isEmpty())) {
      throw new StatementException("a NATURAL join may not have an ON or USING clause");
    }
    List<BoundExpr> conditions = new ArrayList<>();
    if (join.natural()) {
      for (String name : commonNames(start, middle)) {
        conditions.add(
            mergeColumn(join.type(), keepsRight, name, OptionalInt.empty(), start, middle));
      }
    }
    for (Name name : join.using()) {
      OptionalInt offset = OptionalInt.of(name.span().start());
      conditions.add(mergeColumn(join.type(), keepsRight, name.text(), offset, start, middle));
    }
    return conditions;
  }

  private List<String> commonNames(int start, int middle) {
    List<String> names = new ArrayList<>();
    for (Scope.Item item : scope.items().subList(middle, scope.items().size())) {
      for (OutputColumn column : item.visible()) {
        String key = NameKey.of(column.name());
        if (isVisible(key, start, middle) && !names.contains(key)) {
          names.add(key);
        }
      }
    }
    return names;
  }

  private boolean isVisible(String key, int start, int end) {
    return scope.items().subList(start, end).stream()
        .flatMap(item -> item.visible().stream())
        .anyMatch(column -> NameKey.of(column.name()).equals(key));
  }

  private BoundExpr mergeColumn(
      From.Join.Type type,
      boolean keepsRight,
      String name,
      OptionalInt offset,
      int start,
      int middle) {
    String key = NameKey.of(name);
    int end = scope.items().size();
    Scope.Match left = scope.column(key, start, middle);
    Scope.Match right = scope.column(key, middle, end);
    BoundExpr leftValue = left.value();
    BoundExpr rightValue = right.value();
    if (leftValue == null || rightValue == null || right.count() > 1) {
      throw new StatementException(
          "cannot join using column " + name + " - column not present in both tables",
          offset.orElse(-1));
    }
    if (left.count() > 1 && keepsRight) {
      // Without joins that keep rows of their right side the leftmost column is meant.
      throw new StatementException(
          "ambiguous reference to " + name + " in USING()", offset.orElse(-1));
    }
    List<BoundExpr> all = keepsRight ? scope.columns(key, start, middle) : List.of(leftValue);
    BoundExpr compared = all.size() == 1 ? leftValue : coalesce(all, offset);
    BoundExpr merged =
        switch (type) {
          case COMMA, INNER, CROSS, LEFT -> leftValue;
          case RIGHT -> rightValue;
          case FULL -> coalesce(List.of(leftValue, rightValue), offset);
        };
    scope.merge(key, merged, start, middle, end);
    return new BoundExpr.Comparison(
        ComparisonOperator.EQUAL,
        compared,
        rightValue,
        ComparisonRules.comparison(compared, rightValue));
  }

  private BoundExpr coalesce(List<BoundExpr> values, OptionalInt offset) {
    FunctionDefinition.Scalar coalesce =
        environment.scalar("coalesce", values.size(), offset.orElse(-1));
    return FunctionCallBinder.call(coalesce.with(FunctionTrait.COMPARED_AS_FIRST), values);
  }

  // ---- second pass: conditions

  private JoinTree complete(Pending pending) {
    return switch (pending) {
      case Pending.Leaf leaf -> new JoinTree.Leaf(leaf.source());
      case Pending.Function function -> new JoinTree.Leaf(withArguments(function));
      case Pending.Join join ->
          new JoinTree.Join(
              type(join.join().type()),
              complete(join.left()),
              complete(join.right()),
              condition(join));
    };
  }

  /** Arguments may name any item of the clause, as conditions may. */
  private BoundSource withArguments(Pending.Function pending) {
    BoundSource.Function source = pending.source();
    ExpressionBinder binder = new ExpressionBinder(environment, context, scope, false);
    return new BoundSource.Function(
        source.id(),
        source.name(),
        source.function(),
        source.context(),
        binder.bindAll(pending.arguments()));
  }

  private Optional<BoundExpr> condition(Pending.Join join) {
    List<BoundExpr> conditions = new ArrayList<>(join.merged());
    join.join()
        .on()
        .ifPresent(on ->
            conditions.add(new ExpressionBinder(environment, context, scope, false).bind(on)));
    return switch (conditions.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(conditions.getFirst());
      default -> Optional.of(new BoundExpr.And(conditions));
    };
  }

  private static JoinTree.Type type(From.Join.Type type) {
    return switch (type) {
      case COMMA, INNER -> JoinTree.Type.INNER;
      case CROSS -> JoinTree.Type.CROSS;
      case LEFT -> JoinTree.Type.LEFT;
      case RIGHT -> JoinTree.Type.RIGHT;
      case FULL -> JoinTree.Type.FULL;
    };
  }
}
