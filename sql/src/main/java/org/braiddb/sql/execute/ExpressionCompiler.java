package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.braiddb.sql.bind.BoundChildren;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.bind.OuterColumns;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Makes evaluators of bound expressions. Knows how the columns of the sources are read at this
 * point of the program: before grouping from their rows, after it from what the groups keep.
 */
final class ExpressionCompiler {
  /** Shorter lists are compared one by one. */
  private static final int FEW = 4;

  private final SubqueryCompiler subqueries;
  private final Consumer<RunState> states;
  private final TextOrder textOrder;
  private final boolean remembers;
  private final long budgetBytes;
  private final Map<Integer, SourceAccess> sources = new HashMap<>();

  /** Expressions that are had in another way than by computing them; later ones count first. */
  private final List<Computed> computed = new ArrayList<>(0);

  /** The rows of queries that row values are compared with. */
  private final Map<BoundQuery, BufferedStream> rows = new IdentityHashMap<>(0);

  private record Computed(BoundExpr expr, Evaluator evaluator) {}

  /**
   * @param states is told of everything that a run leaves behind
   * @param remembers whether subqueries may remember their answers
   * @param budgetBytes how much memory a set or a buffer may take
   */
  ExpressionCompiler(
      SubqueryCompiler subqueries,
      Consumer<RunState> states,
      TextOrder textOrder,
      boolean remembers,
      long budgetBytes) {
    this.remembers = remembers;
    this.budgetBytes = budgetBytes;
    this.textOrder = textOrder;
    this.subqueries = subqueries;
    this.states = states;
  }

  /** From now on the columns of a source are read like this. */
  void define(int source, SourceAccess access) {
    sources.put(source, access);
  }

  /** Compiles a part of the program; how its expressions are had is forgotten after it. */
  <T> T within(Supplier<T> part) {
    int around = computed.size();
    try {
      return part.get();
    } finally {
      computed.subList(around, computed.size()).clear();
    }
  }

  /** From now on an expression's value is had like this, up to the end of the part. */
  void define(BoundExpr expr, Evaluator evaluator) {
    computed.add(new Computed(expr, evaluator));
  }

  /** The access of a source. */
  SourceAccess access(int source) {
    SourceAccess access = sources.get(source);
    if (access == null) {
      throw new IllegalStateException("source " + source + " has no rows here");
    }
    return access;
  }

  Evaluator[] compileAll(List<BoundExpr> exprs) {
    Evaluator[] evaluators = new Evaluator[exprs.size()];
    for (int i = 0; i < evaluators.length; i++) {
      evaluators[i] = compile(exprs.get(i));
    }
    return evaluators;
  }

  /** An expression that is read as a condition. */
  Evaluator condition(BoundExpr expr) {
    return read(expr);
  }

  /** Expressions that are read as conditions. */
  Evaluator[] conditions(List<BoundExpr> exprs) {
    return exprs.stream().map(this::condition).toArray(Evaluator[]::new);
  }

  /** An expression whose value is read as a text or a number, whatever its type. */
  private Evaluator read(BoundExpr expr) {
    return StoredText.read(compile(expr), textOrder.encoding());
  }

  /** The arguments of an aggregate. */
  Evaluator[] arguments(BoundExpr.Aggregate aggregate) {
    Evaluator[] arguments = compileAll(aggregate.arguments());
    if (!aggregate.function().takesBlobs()) {
      Arrays.setAll(arguments, i -> StoredText.read(arguments[i], textOrder.encoding()));
    }
    return arguments;
  }

  Evaluator compile(BoundExpr expr) {
    for (int i = computed.size() - 1; i >= 0; i--) {
      Computed known = computed.get(i);
      if (known.expr().getClass() == expr.getClass() && known.expr().equals(expr)) {
        return known.evaluator();
      }
    }
    if (expr instanceof BoundExpr.Constant constant) {
      return new ConstantEvaluator(constant.value());
    }
    if (expr instanceof BoundExpr.Column column) {
      return access(column.source()).column(column);
    }
    Evaluator evaluator = build(expr);
    return isConstant(expr) ? folded(evaluator) : evaluator;
  }

  /** Whether the value depends on nothing and cannot fail but by arithmetic. */
  private static boolean isConstant(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Arithmetic _,
          BoundExpr.Negate _,
          BoundExpr.BitNot _,
          BoundExpr.Comparison _,
          BoundExpr.Between _,
          BoundExpr.And _,
          BoundExpr.Or _,
          BoundExpr.Not _,
          BoundExpr.IsNull _,
          BoundExpr.IsTruth _,
          BoundExpr.Cast _ ->
          !BoundChildren.any(expr, ExpressionCompiler::isVariable);
      default -> false;
    };
  }

  private static boolean isVariable(BoundExpr expr) {
    return expr instanceof BoundExpr.Column
        || !(expr instanceof BoundExpr.Constant) && !isConstant(expr);
  }

  private static Evaluator folded(Evaluator evaluator) {
    Frame frame = new Frame();
    evaluator.eval(frame);
    return new ConstantEvaluator(ConstantValue.of(frame));
  }

  private Evaluator build(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant constant -> new ConstantEvaluator(constant.value());
      case BoundExpr.Parameter parameter -> new ParameterEvaluator(parameter.number());
      case BoundExpr.Column column -> access(column.source()).column(column);
      case BoundExpr.Output output ->
          throw new IllegalStateException("result column " + output.index() + " outside an order");
      case BoundExpr.And and -> new LogicEvaluators.And(conditions(and.operands()));
      case BoundExpr.Or or -> new LogicEvaluators.Or(conditions(or.operands()));
      case BoundExpr.Not not -> new LogicEvaluators.Not(condition(not.operand()));
      case BoundExpr.IsNull isNull ->
          new LogicEvaluators.IsNull(compile(isNull.operand()), isNull.negated());
      case BoundExpr.IsTruth truth ->
          new LogicEvaluators.IsTruth(
              condition(truth.operand()), truth.expected(), truth.negated());
      case BoundExpr.Comparison comparison -> comparison(comparison);
      case BoundExpr.RowComparison rows ->
          new ComparisonEvaluators.CompareRows(
              rows.operator(),
              compileAll(rows.left()),
              compileAll(rows.right()),
              textOrder.ofRules(rows.rules()));
      case BoundExpr.Between between ->
          new ComparisonEvaluators.Between(
              between.negated(),
              compile(between.value()),
              compile(between.low()),
              compile(between.high()),
              textOrder.of(between.lowRule()),
              textOrder.of(between.highRule()));
      case BoundExpr.Arithmetic arithmetic ->
          ArithmeticEvaluators.of(
              arithmetic.operator(), read(arithmetic.left()), read(arithmetic.right()));
      case BoundExpr.Negate negate -> new ArithmeticEvaluators.Negate(read(negate.operand()));
      case BoundExpr.BitNot bitNot -> new ArithmeticEvaluators.BitNot(read(bitNot.operand()));
      case BoundExpr.Concatenate join -> concatenate(compile(join.left()), compile(join.right()));
      case BoundExpr.Plus plus -> compile(plus.operand());
      case BoundExpr.Collated collated -> compile(collated.operand());
      case BoundExpr.Cast cast ->
          textOrder.encoding() == TextEncoding.UTF_8
              ? new ValueEvaluators.Cast(compile(cast.operand()), cast.affinity())
              : new ValueEvaluators.EncodedCast(
                  compile(cast.operand()), cast.affinity(), textOrder.encoding());
      case BoundExpr.InList in -> inList(in);
      case BoundExpr.InQuery in -> inQuery(in);
      case BoundExpr.Case cases -> cases(cases);
      case BoundExpr.Call call -> call(call);
      case BoundExpr.Aggregate aggregate ->
          throw new StatementException(
              "misuse of aggregate: " + aggregate.function().name() + "()");
      case BoundExpr.ScalarQuery scalar -> scalar(scalar);
      case BoundExpr.Exists exists -> exists(exists);
      case BoundExpr.Raise raise ->
          new RaiseEvaluator(
              raise.action(), raise.message().isPresent() ? read(raise.message().get()) : null);
    };
  }

  private Evaluator concatenate(Evaluator left, Evaluator right) {
    TextEncoding encoding = textOrder.encoding();
    return encoding == TextEncoding.UTF_8
        ? new ValueEvaluators.Concatenate(left, right)
        : new ValueEvaluators.EncodedConcatenate(left, right, encoding);
  }

  private Evaluator comparison(BoundExpr.Comparison comparison) {
    Evaluator left = compile(comparison.left());
    Evaluator right = compile(comparison.right());
    ComparisonOperator operator = comparison.operator();
    ComparisonRule rule = textOrder.of(comparison.rule());
    Optional<Evaluator> simple = Optional.empty();
    if (right instanceof ConstantEvaluator constant) {
      simple = ConstantComparison.of(operator, left, constant.value(), rule);
    } else if (left instanceof ConstantEvaluator constant) {
      simple = ConstantComparison.of(operator.mirrored(), right, constant.value(), rule);
    }
    if (simple.isPresent()) {
      return simple.get();
    }
    return new ComparisonEvaluators.Compare(operator, left, right, rule);
  }

  private Evaluator inList(BoundExpr.InList in) {
    Evaluator value = compile(in.value());
    if (in.list().size() <= FEW) {
      return new InEvaluators.InFew(
          in.negated(), value, compileAll(in.list()), textOrder.of(in.rule()));
    }
    ValueSet set = setOf(in);
    return new InEvaluators.InSet(in.negated(), value, set);
  }

  /** The set of the values of a list. */
  ValueSet setOf(BoundExpr.InList in) {
    boolean dependent = false;
    for (BoundExpr value : in.list()) {
      dependent |= isChanging(value);
    }
    return registered(ValueSet.ofList(compileAll(in.list()), textOrder.of(in.rule()), dependent));
  }

  /** Whether the value may change within a run. */
  private static boolean isChanging(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant _, BoundExpr.Parameter _ -> false;
      case BoundExpr.Column _,
          BoundExpr.ScalarQuery _,
          BoundExpr.Exists _,
          BoundExpr.InQuery _,
          BoundExpr.Aggregate _ ->
          true;
      case BoundExpr.Call call ->
          !call.function().isConstantInStatement()
              || BoundChildren.any(call, ExpressionCompiler::isChanging);
      default -> BoundChildren.any(expr, ExpressionCompiler::isChanging);
    };
  }

  private Evaluator inQuery(BoundExpr.InQuery in) {
    Evaluator[] values = compileAll(in.values());
    boolean dependent = SourceUse.isCorrelated(in.query());
    if (values.length == 1 && !dependent) {
      return new InEvaluators.InSet(in.negated(), values[0], setOf(in, new int[1]));
    }
    Evaluator[] outer = dependent ? outerColumns(in.query()) : null;
    RowStream rows = rowsOf(in);
    ComparisonRule[] rules = textOrder.ofRules(in.rules());
    if (dependent) {
      return registered(new InEvaluators.InRows(in.negated(), values, rows, rules, outer));
    }
    return new InEvaluators.InRowSet(
        in.negated(),
        values,
        registered(new RowSet(rows, rules, budgetBytes)),
        new InEvaluators.InRows(in.negated(), values, rows, rules, null));
  }

  /**
   * The set of the values that some columns of a query have.
   *
   * @param columns their places in its rows
   */
  ValueSet setOf(BoundExpr.InQuery in, int[] columns) {
    ComparisonRule[] rules = textOrder.ofRules(in.rules());
    boolean decides = Arrays.stream(columns).distinct().count() == rules.length;
    return registered(
        ValueSet.ofQuery(
            decides ? subqueries.compile(in.query(), -1) : rowsOf(in),
            columns,
            Arrays.stream(columns).mapToObj(column -> rules[column]).toArray(ComparisonRule[]::new),
            SourceUse.isCorrelated(in.query()),
            budgetBytes));
  }

  /** The rows of a query that rows are compared with one by one, perhaps after a search by them. */
  private RowStream rowsOf(BoundExpr.InQuery in) {
    if (SourceUse.isCorrelated(in.query())) {
      return subqueries.compile(in.query(), -1);
    }
    BufferedStream known = rows.get(in.query());
    if (known == null) {
      known = registered(new BufferedStream(subqueries.compile(in.query(), -1), budgetBytes));
      rows.put(in.query(), known);
    }
    return known;
  }

  private Evaluator cases(BoundExpr.Case cases) {
    List<BoundExpr.Case.When> whens = cases.whens();
    Evaluator[] conditions = new Evaluator[whens.size()];
    Evaluator[] results = new Evaluator[whens.size()];
    boolean compared = cases.operand().isPresent();
    for (int i = 0; i < conditions.length; i++) {
      BoundExpr condition = whens.get(i).condition();
      conditions[i] = compared ? compile(condition) : condition(condition);
      results[i] = compile(whens.get(i).result());
    }
    @Nullable Evaluator otherwise =
        cases.otherwise().isPresent() ? compile(cases.otherwise().get()) : null;
    if (!compared) {
      return new ValueEvaluators.SearchedCase(conditions, results, otherwise);
    }
    List<ComparisonRule> rules =
        whens.stream().map(when -> textOrder.of(when.rule().orElseThrow())).toList();
    return new ValueEvaluators.ComparedCase(
        compile(cases.operand().get()), conditions, rules, results, otherwise);
  }

  private Evaluator call(BoundExpr.Call call) {
    Evaluator[] arguments = compileAll(call.arguments());
    if (call.function().has(FunctionTrait.SHORT_CIRCUIT)) {
      return shortCircuit(call, arguments);
    }
    return plainCall(call, arguments);
  }

  private Evaluator shortCircuit(BoundExpr.Call call, Evaluator[] arguments) {
    return switch (call.function().name().toLowerCase(java.util.Locale.ROOT)) {
      case "coalesce", "ifnull" -> new ValueEvaluators.Coalesce(arguments);
      case "iif", "if" -> {
        int pairs = arguments.length / 2;
        Evaluator[] conditions = new Evaluator[pairs];
        Evaluator[] results = new Evaluator[pairs];
        for (int i = 0; i < pairs; i++) {
          conditions[i] = StoredText.read(arguments[2 * i], textOrder.encoding());
          results[i] = arguments[2 * i + 1];
        }
        boolean odd = arguments.length % 2 == 1;
        yield new ValueEvaluators.SearchedCase(
            conditions, results, odd ? arguments[arguments.length - 1] : null);
      }
      default -> plainCall(call, arguments);
    };
  }

  private Evaluator plainCall(BoundExpr.Call call, Evaluator[] arguments) {
    ScalarFunction function = call.function().function();
    if (!call.function().takesBlobs()) {
      function = StoredText.read(function, textOrder.encoding());
    }
    Evaluator folded = CallFolding.fold(call, function, arguments, textOrder.encoding());
    if (folded != null) {
      return folded;
    }
    Evaluator evaluator =
        PatternFunctions.isPattern(call.function().function())
            ? pattern(call, arguments)
            : evaluator(call, function, arguments);
    return isChanging(call) ? evaluator : registered(new OnceInRun(evaluator));
  }

  private Evaluator evaluator(BoundExpr.Call call, ScalarFunction function, Evaluator[] arguments) {
    var context =
        new CallEvaluator.CallContext(
            textOrder.of(call.collation(), call.function()), textOrder.encoding());
    // The rows of a query are in UTF-8, whatever those of the database are in.
    boolean textsByLength =
        call.function().has(FunctionTrait.TEXTS_BY_LENGTH)
            && textOrder.encoding() == TextEncoding.UTF_8;
    return call.function().has(FunctionTrait.BLOBS_BY_LENGTH)
            && arguments[0] instanceof RecordColumn column
        ? new CallByLength(function, column, textsByLength, context)
        : new CallEvaluator(function, arguments, context);
  }

  private Evaluator pattern(BoundExpr.Call call, Evaluator[] arguments) {
    Evaluator[] read = new Evaluator[arguments.length];
    Arrays.setAll(
        read,
        i -> {
          Evaluator argument = StoredText.read(arguments[i], textOrder.encoding());
          return isComputedOnce(call.arguments().get(i))
              ? registered(new OnceInRun(argument))
              : argument;
        });
    return registered(new PatternCondition(call.function().function(), read));
  }

  /** Whether the value is computed, and the same for each row of a run. */
  private static boolean isComputedOnce(BoundExpr expr) {
    return !(expr instanceof BoundExpr.Constant)
        && !(expr instanceof BoundExpr.Parameter)
        && !isChanging(expr);
  }

  private Evaluator scalar(BoundExpr.ScalarQuery scalar) {
    boolean dependent = SourceUse.isCorrelated(scalar.query());
    OuterValues outer = dependent ? outerValues(scalar.query()) : null;
    RowStream query = subqueries.compile(scalar.query(), 1);
    return registered(new SubqueryEvaluators.Scalar(query, scalar.column(), dependent, outer));
  }

  private Evaluator exists(BoundExpr.Exists exists) {
    boolean dependent = SourceUse.isCorrelated(exists.query());
    OuterValues outer = dependent ? outerValues(exists.query()) : null;
    RowStream query = subqueries.compile(exists.query(), 1);
    return registered(new SubqueryEvaluators.Exists(query, dependent, outer));
  }

  /** What a query around the present one depends on; null where that is not to be looked at. */
  private @Nullable OuterValues outerValues(BoundQuery query) {
    Evaluator[] columns = outerColumns(query);
    return columns == null ? null : new OuterValues(columns);
  }

  /** The columns around a query that it depends on; null where these are not to be looked at. */
  private Evaluator @Nullable [] outerColumns(BoundQuery query) {
    if (!remembers) {
      return null;
    }
    List<BoundExpr> columns = OuterColumns.decidingOn(query);
    return columns.isEmpty() ? null : compileAll(columns);
  }

  private <S> S registered(S state) {
    if (state instanceof RunState runState) {
      states.accept(runState);
    }
    return state;
  }
}
