package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.Window;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionRegistry;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/** Binds calls of functions, and decides which query an aggregate belongs to. */
final class FunctionCallBinder {
  /** As in SQLite. */
  private static final int MAXIMUM_ARGUMENTS = 1000;

  private final ExpressionBinder binder;

  FunctionCallBinder(ExpressionBinder binder) {
    this.binder = binder;
  }

  /** A call with bound arguments. */
  static BoundExpr call(FunctionDefinition.Scalar function, List<BoundExpr> arguments) {
    return new BoundExpr.Call(function, arguments, collationOf(arguments));
  }

  private static Collation collationOf(List<BoundExpr> arguments) {
    for (BoundExpr argument : arguments) {
      Optional<Collation> collation = ComparisonRules.collation(argument);
      if (collation.isPresent()) {
        return collation.get();
      }
    }
    return Collations.BINARY;
  }

  BoundExpr bind(Expr.FunctionCall call) {
    String name = call.name().text();
    if (call.arguments().size() > MAXIMUM_ARGUMENTS) {
      throw new StatementException("too many arguments on function " + name, call.span().start());
    }
    if (call.over().isPresent() && !onlyNames()) {
      throw StatementException.notSupported("the window function " + name);
    }
    FunctionDefinition definition =
        binder.environment().function(name, call.arguments().size(), call.span().start());
    if (definition == FunctionRegistry.STAND_IN || call.over().isPresent()) {
      return namesOf(call);
    }
    binder.requireSafe(definition, name, call.span().start());
    return switch (definition) {
      case FunctionDefinition.Scalar scalar -> scalar(scalar, call);
      case FunctionDefinition.Aggregate aggregate -> aggregate(aggregate, call);
    };
  }

  private boolean onlyNames() {
    return binder.environment().onlyNames();
  }

  /** A call that is not made: all that is named in it is looked at. */
  private BoundExpr namesOf(Expr.FunctionCall call) {
    List<BoundExpr> parts = new ArrayList<>(binder.bindAll(call.arguments()));
    call.filter().ifPresent(filter -> parts.add(binder.bind(filter)));
    call.orderBy().forEach(term -> parts.add(binder.bind(term.value())));
    if (call.over().orElse(null) instanceof Window.Definition window) {
      parts.addAll(binder.bindAll(window.partitionBy()));
      window.orderBy().forEach(term -> parts.add(binder.bind(term.value())));
    }
    return call(FunctionRegistry.STAND_IN, parts);
  }

  private BoundExpr scalar(FunctionDefinition.Scalar function, Expr.FunctionCall call) {
    if (call.star()) {
      throw new StatementException(
          "wrong number of arguments to function " + call.name().text() + "()",
          call.span().start());
    }
    if (onlyNames() && (call.filter().isPresent() || !call.orderBy().isEmpty())) {
      return namesOf(call);
    }
    if (call.filter().isPresent()) {
      throw notAggregate("FILTER", call);
    }
    if (!call.orderBy().isEmpty()) {
      throw notAggregate("ORDER BY", call);
    }
    if (call.name().is("likelihood") && !isProbability(call.arguments().getLast())) {
      throw new StatementException(
          "second argument to likelihood() must be a constant between 0.0 and 1.0",
          call.span().start());
    }
    List<BoundExpr> arguments = binder.bindAll(call.arguments());
    if (function.has(FunctionTrait.TRANSPARENT) && isPlain(arguments.getFirst())) {
      return arguments.getFirst();
    }
    return call(function, arguments);
  }

  /** Whether comparisons with it are as those with the result of a call. */
  private static boolean isPlain(BoundExpr value) {
    return ComparisonRules.affinity(value).isEmpty()
        && ComparisonRules.collation(value).equals(ComparisonRules.explicitCollation(value));
  }

  private static boolean isProbability(Expr expr) {
    return expr instanceof Expr.RealLiteral literal && literal.value() <= 1.0;
  }

  private static StatementException notAggregate(String clause, Expr.FunctionCall call) {
    return new StatementException(
        clause + " may not be used with non-aggregate " + call.name().text() + "()",
        call.span().start());
  }

  private BoundExpr aggregate(FunctionDefinition.Aggregate function, Expr.FunctionCall call) {
    String name = call.name().text();
    if (call.distinct() && call.arguments().size() != 1 && binder.environment().runs()) {
      throw new StatementException(
          "DISTINCT aggregates must have exactly one argument", call.span().start());
    }
    ExpressionBinder inner = binder.withoutAggregates();
    List<BoundExpr> arguments = inner.bindAll(call.arguments());
    Optional<BoundExpr> filter = call.filter().map(inner::bind);
    List<SortTerm> orderBy = new ArrayList<>();
    for (OrderingTerm term : call.orderBy()) {
      BoundExpr value = inner.bind(term.value());
      orderBy.add(OrderBinder.term(term, value));
    }
    Scope owner = owner(arguments, filter, orderBy);
    if (owner == binder.scope()) {
      refuseMisuse(name, call.span().start());
    }
    owner.markAggregated();
    return new BoundExpr.Aggregate(
        owner.core(),
        function,
        arguments,
        call.distinct(),
        orderBy,
        filter,
        collationOf(arguments));
  }

  private void refuseMisuse(String name, int offset) {
    if (onlyNames()) {
      return;
    }
    switch (binder.aggregation()) {
      case ALLOWED -> {
        // This is the place for it.
      }
      case MISUSED ->
          throw new StatementException("misuse of aggregate function " + name + "()", offset);
      case MISPLACED -> throw new StatementException("misuse of aggregate: " + name + "()", offset);
    }
  }

  /** The innermost query whose columns the call uses; its own where it uses none. */
  private Scope owner(
      List<BoundExpr> arguments, Optional<BoundExpr> filter, List<SortTerm> orderBy) {
    SourceSet used = SourceSet.EMPTY;
    for (BoundExpr argument : arguments) {
      used = used.with(SourceUse.of(argument));
    }
    if (filter.isPresent()) {
      used = used.with(SourceUse.of(filter.get()));
    }
    for (SortTerm term : orderBy) {
      used = used.with(SourceUse.of(term.value()));
    }
    for (Scope level = binder.scope(); level != null; level = level.parent()) {
      // OLD and NEW are no query that could group its rows.
      if (level.definesAny(used) && !level.isOfTrigger()) {
        return level;
      }
    }
    return binder.scope();
  }
}
