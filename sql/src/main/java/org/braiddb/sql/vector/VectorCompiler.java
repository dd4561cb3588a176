package org.braiddb.sql.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.braiddb.sql.bind.ArithmeticOperator;
import org.braiddb.sql.bind.BoundChildren;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Makes vectors of bound expressions over the rows of one table, where there is a way: of columns,
 * constants and parameters, operators, comparisons, CASE, calls of functions that are built in, and
 * what joins these. Equal expressions are one vector, computed once.
 *
 * <p>First {@link #need} is asked about everything; then the batch and the vectors are made.
 */
public final class VectorCompiler {
  private final int source;
  private final TableDefinition table;
  private final @Nullable IndexDefinition index;
  private final boolean seesOutside;

  /**
   * The places in the record of the columns asked for, and whether records that end before have
   * another value than NULL there.
   */
  private final TreeMap<Integer, Boolean> columns = new TreeMap<>();

  private final Map<BoundExpr, VectorExpr> known = new HashMap<>();
  private final List<VectorFixed> fixed = new ArrayList<>();
  private final List<VectorPattern> patterns = new ArrayList<>();
  private final List<VectorCall> calls = new ArrayList<>();
  private final Map<BoundExpr.Column, VectorFixed> outside = new LinkedHashMap<>();
  private @Nullable List<Integer> slots;

  /**
   * For the rows of a table that is this source of a query. Its TEXT is UTF-8.
   *
   * @param index whose entries are shown instead of rows, and have all columns; null for rows
   * @param seesOutside whether columns of other sources may be used, whose rows stay as they are
   *     while these are gone through
   */
  public VectorCompiler(
      int source, TableDefinition table, @Nullable IndexDefinition index, boolean seesOutside) {
    this.seesOutside = seesOutside;
    this.source = source;
    this.table = table;
    this.index = index;
  }

  /**
   * Whether there is a way for an expression's value; then the batch will have the columns it uses.
   */
  public boolean need(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant constant -> constant.value().type() != Cell.BLOB;
      case BoundExpr.Parameter _ -> true;
      case BoundExpr.Column column ->
          column.source() == source ? needColumn(column.column()) : seesOutside;
      case BoundExpr.Arithmetic arithmetic ->
          VectorArithmetic.supports(arithmetic.operator())
              && need(arithmetic.left())
              && need(arithmetic.right());
      case BoundExpr.Negate negate -> need(negate.operand());
      case BoundExpr.Plus plus -> need(plus.operand());
      case BoundExpr.Collated collated -> need(collated.operand());
      case BoundExpr.Concatenate joined ->
          !isFixed(joined) && need(joined.left()) && need(joined.right());
      case BoundExpr.Cast cast ->
          cast.affinity() != Affinity.BLOB && !isFixed(cast) && need(cast.operand());
      case BoundExpr.Case cases -> needCase(cases);
      case BoundExpr.Call call -> needCall(call);
      case BoundExpr.Comparison _,
          BoundExpr.Between _,
          BoundExpr.IsNull _,
          BoundExpr.And _,
          BoundExpr.Or _,
          BoundExpr.Not _ ->
          needCondition(expr);
      default -> false;
    };
  }

  private boolean needCall(BoundExpr.Call call) {
    List<BoundExpr> arguments = call.arguments();
    if (PatternFunctions.isPattern(call.function().function())) {
      return VectorPattern.is(call) && need(arguments.get(1));
    }
    if (call.function().has(FunctionTrait.SHORT_CIRCUIT)) {
      return !isFixed(call) && needCase(ShortCircuit.asCase(call));
    }
    return VectorCall.is(call) && !isFixed(call) && arguments.stream().allMatch(this::need);
  }

  /** What only some rows are to have must be had for nothing, as all rows will. */
  private boolean needCase(BoundExpr.Case cases) {
    BoundExpr operand = cases.operand().orElse(null);
    List<BoundExpr.Case.When> whens = cases.whens();
    for (int i = 0; i < whens.size(); i++) {
      BoundExpr.Case.When when = whens.get(i);
      boolean first = i == 0;
      boolean known =
          when.condition() instanceof BoundExpr.IsNull isNull
              && isNull.operand().equals(when.result());
      if (!(first || isCheap(when.condition()))
          || !(first && known || isCheap(when.result()))
          || !need(when.result())) {
        return false;
      }
      if (!(operand == null ? needCondition(when.condition()) : need(when.condition()))) {
        return false;
      }
    }
    return (operand == null || need(operand))
        && cases.otherwise().stream().allMatch(other -> isCheap(other) && need(other));
  }

  /** Whether a value hardly takes longer to compute than to look at. */
  public static boolean isCheap(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Call _, BoundExpr.Concatenate _, BoundExpr.Cast _, BoundExpr.Case _ -> false;
      default -> !BoundChildren.any(expr, operand -> !isCheap(operand));
    };
  }

  /** Whether a value is the same for all rows, so that it should be computed once. */
  private static boolean isFixed(BoundExpr expr) {
    return !(expr instanceof BoundExpr.Column)
        && !BoundChildren.any(expr, operand -> !isFixed(operand));
  }

  /**
   * Whether an expression for which there is a way may fail for some rows. A pattern that is
   * refused is so for all.
   */
  static boolean mayFail(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Concatenate _ -> true;
      case BoundExpr.Call call when PatternFunctions.isPattern(call.function().function()) ->
          mayFail(call.arguments().get(1));
      case BoundExpr.Call call when !call.function().has(FunctionTrait.TOTAL) -> true;
      default -> BoundChildren.any(expr, VectorCompiler::mayFail);
    };
  }

  private boolean needColumn(int number) {
    if (index == null && isRowid(number)) {
      return true;
    }
    int place = place(number);
    if (place < 0) {
      return false;
    }
    columns.put(place, index == null && table.columns().get(number).defaultValue().isPresent());
    return true;
  }

  /** The place of a column in the records; negative where it is not in them. */
  private int place(int number) {
    if (index == null) {
      return table.columns().get(number).recordColumn();
    }
    return isRowid(number) ? index.recordSize() - 1 : index.placeOf(number);
  }

  private boolean isRowid(int number) {
    return number == BoundExpr.Column.ROWID || number == table.rowidAlias();
  }

  /** Whether there is a way to decide a condition. */
  public boolean needCondition(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Comparison comparison -> need(comparison.left()) && need(comparison.right());
      case BoundExpr.Between between ->
          need(between.value()) && need(between.low()) && need(between.high());
      case BoundExpr.IsNull isNull -> need(isNull.operand());
      case BoundExpr.And and -> and.operands().stream().allMatch(this::needCondition);
      case BoundExpr.Or or -> or.operands().stream().allMatch(this::needCondition);
      case BoundExpr.Not not -> needCondition(not.operand());
      default -> need(expr);
    };
  }

  /**
   * Whether a condition may be decided for rows that nobody has asked for yet: there is a way,
   * which uses nothing but the row and cannot fail, but for a pattern that is refused for each row.
   */
  public boolean decidesAhead(BoundExpr condition) {
    return needCondition(condition) && !mayFail(condition);
  }

  /** The batch that the vectors are for; all that is needed was asked about. */
  public Batch batch() {
    List<Integer> places = List.copyOf(columns.keySet());
    slots = places;
    boolean[] defaults = new boolean[places.size()];
    int slot = 0;
    for (boolean hasDefault : columns.values()) {
      defaults[slot++] = hasDefault;
    }
    return new Batch(
        new ColumnLocator(places.stream().mapToInt(Integer::intValue).toArray(), defaults));
  }

  /** Makes the vector of an expression for which {@link #need} holds. */
  public VectorExpr compile(BoundExpr expr) {
    VectorExpr present = known.get(expr);
    if (present == null) {
      present = build(expr);
      known.put(expr, present);
    }
    return present;
  }

  private VectorExpr build(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant constant -> {
        Cell value = new Cell();
        constant.value().copyTo(value);
        yield fixed(0, value);
      }
      case BoundExpr.Parameter parameter -> fixed(parameter.number(), new Cell());
      case BoundExpr.Column column when column.source() != source -> {
        VectorFixed made = new VectorFixed(0, new Cell());
        outside.put(column, made);
        yield made;
      }
      case BoundExpr.Column column -> column(column.column());
      case BoundExpr.Arithmetic arithmetic ->
          new VectorArithmetic(
              arithmetic.operator(), compile(arithmetic.left()), compile(arithmetic.right()));
      case BoundExpr.Negate negate -> {
        Cell zero = new Cell();
        zero.setInteger(0);
        yield new VectorArithmetic(
            ArithmeticOperator.SUBTRACT, fixed(0, zero), compile(negate.operand()));
      }
      case BoundExpr.Plus plus -> compile(plus.operand());
      case BoundExpr.Collated collated -> compile(collated.operand());
      case BoundExpr.Concatenate joined -> concatenation(joined);
      case BoundExpr.Cast cast -> call(VectorCall.ofCast(compile(cast.operand()), cast.affinity()));
      case BoundExpr.Case cases -> cases(cases);
      case BoundExpr.Call call when call.function().has(FunctionTrait.SHORT_CIRCUIT) ->
          cases(ShortCircuit.asCase(call));
      case BoundExpr.Call call when !PatternFunctions.isPattern(call.function().function()) ->
          call(new VectorCall(call.function().function(), compileAll(call.arguments())));
      default -> new VectorTruth(condition(expr));
    };
  }

  private VectorCall call(VectorCall made) {
    calls.add(made);
    return made;
  }

  private VectorExpr[] compileAll(List<BoundExpr> exprs) {
    return exprs.stream().map(this::compile).toArray(VectorExpr[]::new);
  }

  /** Several joined one after the other are joined at once. */
  private VectorCall concatenation(BoundExpr.Concatenate last) {
    List<BoundExpr> parts = new ArrayList<>();
    BoundExpr expr = last;
    while (expr instanceof BoundExpr.Concatenate joined) {
      parts.addFirst(joined.right());
      expr = joined.left();
    }
    parts.addFirst(expr);
    return call(VectorCall.ofConcatenation(compileAll(parts)));
  }

  private VectorCase cases(BoundExpr.Case cases) {
    BoundExpr operand = cases.operand().orElse(null);
    BoundExpr otherwise = cases.otherwise().orElse(null);
    List<VectorCondition> conditions = new ArrayList<>();
    List<BoundExpr> results = new ArrayList<>();
    for (BoundExpr.Case.When when : cases.whens()) {
      conditions.add(
          operand == null
              ? condition(when.condition())
              : new VectorComparison(
                  ComparisonOperator.EQUAL,
                  compile(operand),
                  compile(when.condition()),
                  when.rule().orElseThrow()));
      results.add(when.result());
    }
    return new VectorCase(
        conditions.toArray(VectorCondition[]::new),
        compileAll(results),
        otherwise == null ? null : compile(otherwise));
  }

  private VectorExpr fixed(int parameter, Cell value) {
    VectorFixed made = new VectorFixed(parameter, value);
    fixed.add(made);
    return made;
  }

  private VectorExpr column(int number) {
    if (index == null && isRowid(number)) {
      return new VectorRowid();
    }
    int slot = slots == null ? -1 : slots.indexOf(place(number));
    if (slot < 0) {
      throw new IllegalStateException("column " + number + " was not asked for");
    }
    boolean real = !isRowid(number) && table.columns().get(number).affinity() == Affinity.REAL;
    return new VectorColumn(slot, real);
  }

  /** Makes the condition of an expression for which {@link #needCondition} holds. */
  public VectorCondition condition(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Comparison comparison ->
          new VectorComparison(
              comparison.operator(),
              compile(comparison.left()),
              compile(comparison.right()),
              comparison.rule());
      case BoundExpr.Between between -> between(between);
      case BoundExpr.IsNull isNull ->
          new VectorNullTest(compile(isNull.operand()), isNull.negated());
      case BoundExpr.And and -> all(and.operands());
      case BoundExpr.Or or -> new VectorLogic(false, conditions(or.operands()));
      case BoundExpr.Not not -> new VectorNot(condition(not.operand()));
      case BoundExpr.Call call when PatternFunctions.isPattern(call.function().function()) ->
          pattern(call);
      default -> new VectorTruthTest(compile(expr));
    };
  }

  private VectorPattern pattern(BoundExpr.Call call) {
    VectorPattern made = new VectorPattern(call, compile(call.arguments().get(1)));
    patterns.add(made);
    return made;
  }

  /** Whether all of several conditions hold. */
  public VectorCondition all(List<BoundExpr> conditions) {
    return switch (conditions.size()) {
      case 1 -> condition(conditions.getFirst());
      case 2 -> VectorRange.of(condition(conditions.get(0)), condition(conditions.get(1)));
      default -> new VectorLogic(true, conditions(conditions));
    };
  }

  private VectorCondition[] conditions(List<BoundExpr> exprs) {
    return exprs.stream().map(this::condition).toArray(VectorCondition[]::new);
  }

  private VectorCondition between(BoundExpr.Between between) {
    VectorExpr value = compile(between.value());
    VectorCondition within =
        VectorRange.of(
            new VectorComparison(
                ComparisonOperator.GREATER_OR_EQUAL,
                value,
                compile(between.low()),
                between.lowRule()),
            new VectorComparison(
                ComparisonOperator.LESS_OR_EQUAL,
                value,
                compile(between.high()),
                between.highRule()));
    return between.negated() ? new VectorNot(within) : within;
  }

  /** The columns of other sources that the vectors made use. */
  public List<BoundExpr> outside() {
    return List.copyOf(outside.keySet());
  }

  /** What is to be told the parameters, and what functions may ask, when a run begins. */
  public Parameters parameters() {
    return new Parameters(
        fixed.toArray(VectorFixed[]::new),
        patterns.toArray(VectorPattern[]::new),
        calls.toArray(VectorCall[]::new),
        outside.values().toArray(VectorFixed[]::new));
  }

  /** What of the vectors made is the same for a run. */
  public static final class Parameters {
    private final VectorFixed[] all;
    private final VectorPattern[] patterns;
    private final VectorCall[] calls;

    private final VectorFixed[] outside;

    private Parameters(
        VectorFixed[] all, VectorPattern[] patterns, VectorCall[] calls, VectorFixed[] outside) {
      this.outside = outside;
      this.all = all;
      this.patterns = patterns;
      this.calls = calls;
    }

    /** Says what one of the columns {@link VectorCompiler#outside} is from now on. */
    public void setOutside(int place, Cell value) {
      outside[place].set(value);
    }

    /**
     * Begins a run.
     *
     * @param parameters by number from 1
     */
    public void begin(IntFunction<Cell> parameters, FunctionContext context) {
      for (VectorFixed each : all) {
        each.begin(parameters);
      }
      for (VectorPattern each : patterns) {
        each.begin(parameters, context);
      }
      for (VectorCall each : calls) {
        each.begin(context);
      }
    }
  }
}
