package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.BinaryOperator;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;

/** Binds expressions whose names are looked up in one scope and those around it. */
final class ExpressionBinder {
  private final BindEnvironment environment;
  private final BindContext context;
  private final Scope scope;
  private final Aggregation aggregation;

  /** What a call of an aggregate function is here. */
  enum Aggregation {
    ALLOWED,
    /** An error of the expression it is in. */
    MISUSED,
    /** An error of the clause it is in: WHERE of an aggregate query, ORDER BY of another. */
    MISPLACED
  }

  ExpressionBinder(
      BindEnvironment environment, BindContext context, Scope scope, boolean aggregatesAllowed) {
    this(
        environment, context, scope, aggregatesAllowed ? Aggregation.ALLOWED : Aggregation.MISUSED);
  }

  private ExpressionBinder(
      BindEnvironment environment, BindContext context, Scope scope, Aggregation aggregation) {
    this.environment = environment;
    this.context = context;
    this.scope = scope;
    this.aggregation = aggregation;
  }

  BindEnvironment environment() {
    return environment;
  }

  /** Fails where a definition in a file calls what only the application's statements may call. */
  void requireSafe(FunctionDefinition function, String name, int offset) {
    if (context.fromSchema() && !environment.onlyNames()) {
      Binder.requireSafe(function, name, environment.compiling().settings(), offset);
    }
  }

  Scope scope() {
    return scope;
  }

  Aggregation aggregation() {
    return aggregation;
  }

  ExpressionBinder withoutAggregates() {
    return new ExpressionBinder(environment, context, scope, Aggregation.MISUSED);
  }

  /** For a clause that must not have aggregates of a query that may. */
  ExpressionBinder ofOtherClause() {
    return new ExpressionBinder(environment, context, scope, Aggregation.MISPLACED);
  }

  List<BoundExpr> bindAll(List<Expr> exprs) {
    List<BoundExpr> bound = new ArrayList<>(exprs.size());
    exprs.forEach(expr -> bound.add(bind(expr)));
    return bound;
  }

  BoundExpr bind(Expr expr) {
    return switch (expr) {
      case Expr.NullLiteral _ -> new BoundExpr.Constant(ConstantValue.NULL);
      case Expr.IntegerLiteral literal -> integer(literal.value());
      case Expr.RealLiteral literal -> real(literal.value());
      case Expr.StringLiteral literal -> text(literal.value());
      case Expr.BlobLiteral literal -> blob(literal);
      case Expr.CurrentTime time -> currentTime(time);
      case Expr.Parameter parameter -> new BoundExpr.Parameter(parameter.number());
      case Expr.Column column -> column(column);
      case Expr.Unary unary -> unary(unary);
      case Expr.Binary binary -> binary(binary);
      case Expr.IsNull isNull -> new BoundExpr.IsNull(bind(isNull.operand()), isNull.negated());
      case Expr.Like like -> like(like);
      case Expr.Between between -> new RowValueBinder(this).between(between);
      case Expr.InList in -> new RowValueBinder(this).inList(in);
      case Expr.InQuery in -> inQuery(in.negated(), in.value(), in.query());
      case Expr.InTable in -> inTable(in);
      case Expr.Case cases -> cases(cases);
      case Expr.Cast cast -> new BoundExpr.Cast(bind(cast.operand()), castAffinity(cast.type()));
      case Expr.Collate collate ->
          new BoundExpr.Collated(
              bind(collate.operand()), environment.collation(collate.collation().text()));
      case Expr.FunctionCall call -> new FunctionCallBinder(this).bind(call);
      case Expr.Row row -> misused(row);
      case Expr.Subquery subquery -> scalarQuery(subquery);
      case Expr.Exists exists -> new BoundExpr.Exists(firstRow(exists.query()).existence());
      case Expr.Raise raise -> raise(raise);
    };
  }

  private BoundExpr misused(Expr.Row row) {
    if (!environment.runs()) {
      return bindAll(row.values()).getFirst();
    }
    throw new StatementException("row value misused", row.span().start());
  }

  private BoundExpr raise(Expr.Raise raise) {
    if (!context.inTrigger() && environment.runs()) {
      throw new StatementException(
          "RAISE() may only be used within a trigger-program", raise.span().start());
    }
    return new BoundExpr.Raise(raise.action(), raise.message().map(this::bind));
  }

  private static BoundExpr integer(long value) {
    return new BoundExpr.Constant(ConstantValue.ofInteger(value));
  }

  private static BoundExpr real(double value) {
    Cell cell = new Cell();
    cell.setReal(value);
    return new BoundExpr.Constant(ConstantValue.of(cell));
  }

  private static BoundExpr text(String value) {
    return new BoundExpr.Constant(ConstantValue.ofText(value));
  }

  private static BoundExpr blob(Expr.BlobLiteral literal) {
    Cell cell = new Cell();
    cell.setBlob(literal.bytes());
    return new BoundExpr.Constant(ConstantValue.of(cell));
  }

  private BoundExpr currentTime(Expr.CurrentTime time) {
    String name =
        switch (time.kind()) {
          case DATE -> "current_date";
          case TIME -> "current_time";
          case TIMESTAMP -> "current_timestamp";
        };
    return FunctionCallBinder.call(environment.scalar(name, 0, time.span().start()), List.of());
  }

  /** Without a type a column has no preference, but CAST makes a number. */
  private static Affinity castAffinity(String type) {
    return type.isEmpty() ? Affinity.NUMERIC : Affinity.ofDeclaredType(type);
  }

  // ---- names

  private BoundExpr column(Expr.Column column) {
    String nameKey = NameKey.of(column.name().text());
    for (Scope level = scope; level != null; level = level.parent()) {
      Scope.Match match = lookUp(level, column, nameKey);
      if (match.count() > 1) {
        throw new StatementException(
            "ambiguous column name: " + spelled(column), column.span().start());
      }
      if (match.value() != null) {
        checkAlias(level, match.value(), column);
        environment.names().column(context.text(), column, match.value(), level.items());
        return match.value();
      }
    }
    if (column.table().isEmpty()) {
      if (column.name().quote() == Name.Quote.DOUBLE) {
        environment.names().string(context.text(), column);
        return text(column.name().text());
      }
      if (!column.name().isQuoted() && (nameKey.equals("true") || nameKey.equals("false"))) {
        return integer(nameKey.equals("true") ? 1 : 0);
      }
    }
    throw new StatementException("no such column: " + spelled(column), column.span().start());
  }

  private static Scope.Match lookUp(Scope level, Expr.Column column, String nameKey) {
    if (column.table().isPresent()) {
      return level.column(
          column.schema().map(schema -> NameKey.of(schema.text())).orElse(null),
          NameKey.of(column.table().get().text()),
          nameKey);
    }
    Scope.Match match = level.column(nameKey);
    return match.count() > 0 ? match : level.alias(nameKey);
  }

  /** An alias may stand for an aggregate, which not every clause can use. */
  private void checkAlias(Scope level, BoundExpr value, Expr.Column column) {
    if (level == scope
        && aggregation != Aggregation.ALLOWED
        && !(value instanceof BoundExpr.Column)) {
      if (Aggregates.ownedBy(level.core(), value)) {
        throw new StatementException(
            "misuse of aliased aggregate " + column.name().text(), column.span().start());
      }
    }
  }

  private static String spelled(Expr.Column column) {
    return column.schema().map(name -> name.text() + ".").orElse("")
        + column.table().map(name -> name.text() + ".").orElse("")
        + column.name().text();
  }

  // ---- operators

  private BoundExpr unary(Expr.Unary unary) {
    return switch (unary.operator()) {
      case NOT -> new BoundExpr.Not(bind(unary.operand()));
      case PLUS -> new BoundExpr.Plus(bind(unary.operand()));
      case BIT_NOT -> new BoundExpr.BitNot(bind(unary.operand()));
      case NEGATE -> negate(bind(unary.operand()), unary.operand() instanceof Expr.Unary);
    };
  }

  /**
   * @param again whether what is negated is the result of an operator
   */
  private static BoundExpr negate(BoundExpr operand, boolean again) {
    if (operand instanceof BoundExpr.Constant(ConstantValue value)) {
      Cell cell = new Cell();
      value.copyTo(cell);
      if (cell.type == Cell.INTEGER && cell.integer != Long.MIN_VALUE && cell.integer != 0) {
        return integer(-cell.integer);
      }
      if (cell.type == Cell.REAL && !(again && cell.real == 0)) {
        return real(-cell.real);
      }
    }
    return new BoundExpr.Negate(operand);
  }

  private BoundExpr binary(Expr.Binary binary) {
    BinaryOperator operator = binary.operator();
    return switch (operator) {
      case AND, OR -> logical(binary);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          new RowValueBinder(this).comparison(comparisonOperator(operator), binary);
      case IS, IS_NOT -> is(binary);
      case ADD -> arithmetic(ArithmeticOperator.ADD, binary);
      case SUBTRACT -> arithmetic(ArithmeticOperator.SUBTRACT, binary);
      case MULTIPLY -> arithmetic(ArithmeticOperator.MULTIPLY, binary);
      case DIVIDE -> arithmetic(ArithmeticOperator.DIVIDE, binary);
      case REMAINDER -> arithmetic(ArithmeticOperator.REMAINDER, binary);
      case BIT_AND -> arithmetic(ArithmeticOperator.BIT_AND, binary);
      case BIT_OR -> arithmetic(ArithmeticOperator.BIT_OR, binary);
      case SHIFT_LEFT -> arithmetic(ArithmeticOperator.SHIFT_LEFT, binary);
      case SHIFT_RIGHT -> arithmetic(ArithmeticOperator.SHIFT_RIGHT, binary);
      case CONCATENATE -> new BoundExpr.Concatenate(bind(binary.left()), bind(binary.right()));
      case ARROW, DOUBLE_ARROW ->
          FunctionCallBinder.call(
              environment.scalar(operator.sql(), 2, binary.span().start()),
              List.of(bind(binary.left()), bind(binary.right())));
    };
  }

  private static ComparisonOperator comparisonOperator(BinaryOperator operator) {
    return switch (operator) {
      case EQUAL -> ComparisonOperator.EQUAL;
      case NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
      case LESS -> ComparisonOperator.LESS;
      case LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
      case GREATER -> ComparisonOperator.GREATER;
      case GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
      case IS -> ComparisonOperator.IS;
      case IS_NOT -> ComparisonOperator.IS_NOT;
      default -> throw new IllegalArgumentException("no comparison: " + operator);
    };
  }

  /** Chains of one operator become one node, so that long conditions do not become deep. */
  private BoundExpr logical(Expr.Binary binary) {
    boolean mayBeFalse = ObviouslyFalse.isPossible(binary) && !environment.onlyNames();
    if (mayBeFalse && ObviouslyFalse.is(binary)) {
      return new BoundExpr.Constant(ConstantValue.ofInteger(0));
    }
    List<BoundExpr> operands = new ArrayList<>();
    collect(binary.operator(), binary, mayBeFalse, operands);
    return binary.operator() == BinaryOperator.AND
        ? new BoundExpr.And(operands)
        : new BoundExpr.Or(operands);
  }

  private void collect(
      BinaryOperator operator, Expr expr, boolean mayBeFalse, List<BoundExpr> operands) {
    if (expr instanceof Expr.Binary binary
        && binary.operator() == operator
        && !(mayBeFalse && ObviouslyFalse.is(binary))) {
      collect(operator, binary.left(), mayBeFalse, operands);
      collect(operator, binary.right(), mayBeFalse, operands);
    } else {
      operands.add(bind(expr));
    }
  }

  private BoundExpr is(Expr.Binary binary) {
    boolean negated = binary.operator() == BinaryOperator.IS_NOT;
    Optional<Boolean> truth = booleanWord(binary.right());
    if (truth.isPresent()) {
      return new BoundExpr.IsTruth(bind(binary.left()), truth.get(), negated);
    }
    if (binary.right() instanceof Expr.NullLiteral && !(binary.left() instanceof Expr.Row)) {
      return new BoundExpr.IsNull(bind(binary.left()), negated);
    }
    return new RowValueBinder(this).comparison(comparisonOperator(binary.operator()), binary);
  }

  /** TRUE or FALSE as words, unless a column has that name. */
  private Optional<Boolean> booleanWord(Expr expr) {
    if (expr instanceof Expr.Column column
        && column.isBoolean()
        && bind(column) instanceof BoundExpr.Constant) {
      return Optional.of(column.name().is("true"));
    }
    return Optional.empty();
  }

  private BoundExpr arithmetic(ArithmeticOperator operator, Expr.Binary binary) {
    return new BoundExpr.Arithmetic(operator, bind(binary.left()), bind(binary.right()));
  }

  private BoundExpr like(Expr.Like like) {
    List<BoundExpr> arguments = new ArrayList<>();
    arguments.add(bind(like.pattern()));
    arguments.add(bind(like.value()));
    like.escape().ifPresent(escape -> arguments.add(bind(escape)));
    FunctionDefinition.Scalar function =
        environment.scalar(like.word(), arguments.size(), like.span().start());
    requireSafe(function, like.word(), like.span().start());
    BoundExpr call = FunctionCallBinder.call(function, arguments);
    return like.negated() ? new BoundExpr.Not(call) : call;
  }

  private BoundExpr cases(Expr.Case cases) {
    if (cases.operand().isPresent() && cases.operand().get() instanceof Expr.Row) {
      return rowCases(cases);
    }
    Optional<BoundExpr> operand = cases.operand().map(this::bind);
    List<BoundExpr.Case.When> whens = new ArrayList<>();
    for (Expr.Case.When when : cases.whens()) {
      BoundExpr condition = bind(when.condition());
      whens.add(
          new BoundExpr.Case.When(
              condition,
              operand.map(value -> ComparisonRules.comparison(value, condition)),
              bind(when.result())));
    }
    return new BoundExpr.Case(operand, whens, cases.otherwise().map(this::bind));
  }

  /** CASE with a row value becomes one with conditions. */
  private BoundExpr rowCases(Expr.Case cases) {
    Expr operand = cases.operand().orElseThrow();
    List<BoundExpr.Case.When> whens = new ArrayList<>();
    for (Expr.Case.When when : cases.whens()) {
      BoundExpr equal = new RowValueBinder(this).equal(operand, when.condition());
      whens.add(new BoundExpr.Case.When(equal, Optional.empty(), bind(when.result())));
    }
    return new BoundExpr.Case(Optional.empty(), whens, cases.otherwise().map(this::bind));
  }

  // ---- subqueries

  BoundQuery query(Select select) {
    return new SelectBinder(environment, context, scope).bind(select);
  }

  /** A query of which only the first row counts: of its limit, whether it is zero. */
  BoundQuery firstRow(Select select) {
    BoundQuery query = query(select);
    return new BoundQuery(
        query.body(),
        query.columns(),
        query.orderBy(),
        query.limit().map(ExpressionBinder::isNotZero),
        query.offset());
  }

  private static BoundExpr isNotZero(BoundExpr limit) {
    return new BoundExpr.Comparison(
        ComparisonOperator.NOT_EQUAL,
        limit,
        new BoundExpr.Constant(ConstantValue.ofInteger(0)),
        new ComparisonRule(Affinity.NUMERIC, Collations.BINARY));
  }

  private BoundExpr scalarQuery(Expr.Subquery subquery) {
    BoundQuery query = firstRow(subquery.query());
    requireColumns(query, 1, subquery.span().start());
    return new BoundExpr.ScalarQuery(query, 0);
  }

  private void requireColumns(BoundQuery query, int expected, int offset) {
    int columns = query.columns().size();
    if (columns != expected && environment.runs()) {
      throw new StatementException(
          "sub-select returns " + columns + " columns - expected " + expected, offset);
    }
  }

  private BoundExpr inQuery(boolean negated, Expr value, Select select) {
    List<BoundExpr> values = new RowValueBinder(this).valuesOf(value);
    BoundQuery query = query(select);
    requireColumns(query, values.size(), value.span().start());
    if (query.columns().size() != values.size()) {
      return new BoundExpr.Exists(query); // nobody runs it
    }
    return new BoundExpr.InQuery(negated, values, query, ComparisonRules.inQuery(values, query));
  }

  private BoundExpr inTable(Expr.InTable in) {
    List<Expr> arguments = in.arguments().orElse(List.of());
    return inQuery(in.negated(), in.value(), SyntheticSelects.allOf(in.table(), arguments));
  }
}
