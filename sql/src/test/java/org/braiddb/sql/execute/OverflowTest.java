package org.braiddb.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.function.BasicAggregate;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionRegistry;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups and distinct rows beyond their share of memory are those that memory would hold. */
class OverflowTest {
  private static final long ALL_IN_MEMORY = Long.MAX_VALUE;
  private static final Collation[] COLLATIONS = {Collations.NOCASE, Collations.BINARY};

  /** A text, a number or NULL to group by, then two numbers, of which the second may be NULL. */
  private record Row(String text, @Nullable Long number, long first, @Nullable Long second) {}

  private static List<Row> rows(long seed, int count) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = (random.nextBoolean() ? "key " : "KEY ") + random.nextInt(60);
      Long number = random.nextInt(4) == 0 ? null : Long.valueOf(random.nextInt(8));
      Long second = random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(1000));
      rows.add(new Row(text, number, i, second));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3000, 8000, 20_000})
  void groupsThatDoNotFitComeInOrderWithTheOthers(long budget) {
    List<Row> rows = rows(budget + 1, 4000);
    List<String> expected = groups(rows, COLLATIONS, ALL_IN_MEMORY);
    assertThat(expected).hasSizeGreaterThan(300);
    assertThat(groups(rows, COLLATIONS, budget)).isEqualTo(expected);
  }

  @Test
  void groupsOfACollationOfTheApplicationsComeInItsOrder() {
    Collation[] collations = {new Reversed(), Collations.BINARY};
    List<Row> rows = rows(3, 4000);
    List<String> expected = groups(rows, collations, ALL_IN_MEMORY);
    assertThat(expected).hasSizeGreaterThan(300);
    assertThat(groups(rows, collations, 5000)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3000})
  void distinctValuesOfAllRowsThatDoNotFitFollowInTheOrderTheyCame(long budget) {
    List<Row> rows = rows(4, 4000);
    assertThat(concatenated(rows, budget)).isEqualTo(concatenated(rows, ALL_IN_MEMORY));
  }

  private static String concatenated(List<Row> rows, long budget) {
    Rows input = new Rows(rows);
    AggregateCall call = distinct("group_concat", input.columns()[3], null, null, budget);
    RecordRow.InMemory kept = new RecordRow.InMemory();
    Grouping grouping =
        new Grouping(
            input,
            new Evaluator[0],
            new Collation[0],
            new Evaluator[0],
            new AggregateCall[] {call},
            kept,
            budget,
            null);
    Frame frame = new Frame();
    frame.begin(new NoTables());
    grouping.open(frame);
    assertThat(grouping.next(frame)).isTrue();
    String result = call.result().toString();
    grouping.endRun();
    assertThat(result).hasSizeGreaterThan(3000);
    return result;
  }

  private static List<String> groups(List<Row> rows, Collation[] collations, long budget) {
    Rows input = new Rows(rows);
    Evaluator[] columns = input.columns();
    Evaluator odd = new Odd(columns[2]);
    AggregateCall[] calls = {
      new CountAggregate(new Evaluator[0], null),
      new SumAggregate(BasicAggregate.SUM, new Evaluator[] {columns[3]}, odd),
      general("max", columns[3], null, null),
      general("group_concat", columns[2], odd, columns[3]),
      distinct("count", columns[3], odd, null, budget),
      distinct("group_concat", columns[4], null, null, budget),
      distinct("group_concat", columns[4], odd, columns[2], budget),
      new CountAggregate(new Evaluator[0], new EverySecond())
    };
    RecordRow.InMemory kept = new RecordRow.InMemory();
    Grouping grouping =
        new Grouping(
            input,
            new Evaluator[] {columns[0], columns[1]},
            collations,
            new Evaluator[] {columns[0], columns[1], columns[2]},
            calls,
            kept,
            budget,
            null);
    Frame frame = new Frame();
    frame.begin(new NoTables());
    List<String> result = new ArrayList<>();
    for (int again = 0; again < 2; again++) {
      result.clear();
      grouping.open(frame);
      while (grouping.next(frame)) {
        StringBuilder line = new StringBuilder(text(kept.reader().integer(2)));
        for (AggregateCall call : calls) {
          line.append('|').append(text(call.result()));
        }
        result.add(line.toString());
      }
    }
    grouping.endRun();
    return result;
  }

  private static AggregateCall general(
      String name, Evaluator argument, @Nullable Evaluator filter, @Nullable Evaluator order) {
    return general(name, argument, filter, null, order, ALL_IN_MEMORY);
  }

  private static AggregateCall distinct(
      String name,
      Evaluator argument,
      @Nullable Evaluator filter,
      @Nullable Evaluator order,
      long budget) {
    return general(name, argument, filter, Collations.NOCASE, order, budget);
  }

  private static AggregateCall general(
      String name,
      Evaluator argument,
      @Nullable Evaluator filter,
      @Nullable Collation distinct,
      @Nullable Evaluator order,
      long budget) {
    FunctionDefinition.Aggregate function =
        (FunctionDefinition.Aggregate) new FunctionRegistry().resolve(name, 1);
    SortKey[] keys =
        order == null
            ? new SortKey[0]
            : new SortKey[] {new SortKey(order, -1, Collations.BINARY, true, false)};
    return new GeneralAggregate(
        function.function(),
        name.equals("max"),
        new Evaluator[] {argument},
        filter,
        distinct,
        keys,
        Collations.BINARY,
        budget);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3000, 8000})
  void distinctRowsThatDoNotFitFollowInTheOrderTheyCame(long budget) {
    List<Row> rows = rows(budget + 2, 4000);
    List<String> expected = distinct(rows, ALL_IN_MEMORY);
    assertThat(expected).hasSizeGreaterThan(300);
    assertThat(distinct(rows, budget)).isEqualTo(expected);
  }

  private static List<String> distinct(List<Row> rows, long budget) {
    Rows input = new Rows(rows);
    Evaluator[] columns = input.columns();
    Distinct distinct =
        new Distinct(
            new Project(input, new Evaluator[] {columns[0], columns[1]}), COLLATIONS, budget);
    Frame frame = new Frame();
    frame.begin(new NoTables());
    List<String> result = new ArrayList<>();
    for (int again = 0; again < 2; again++) {
      result.clear();
      distinct.open(frame);
      while (distinct.next(frame)) {
        result.add(text(distinct.row()[0]) + "|" + text(distinct.row()[1]));
      }
    }
    distinct.endRun();
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "UNION, 0", "UNION, 4000", "UNION, 20000",
    "INTERSECT, 0", "INTERSECT, 4000", "INTERSECT, 20000",
    "EXCEPT, 0", "EXCEPT, 4000", "EXCEPT, 20000"
  })
  void rowsOfBothSidesThatDoNotFitAreThoseThatMemoryWouldHold(
      Select.Compound.Operator operator, long budget) {
    List<String> expected = combined(operator, ALL_IN_MEMORY);
    assertThat(expected).hasSizeGreaterThan(50);
    assertThat(combined(operator, budget)).isEqualTo(expected);
  }

  private static List<String> combined(Select.Compound.Operator operator, long budget) {
    SetOperation operation =
        new SetOperation(
            operator, textAndNumber(rows(5, 300)), textAndNumber(rows(6, 400)), COLLATIONS, budget);
    Frame frame = new Frame();
    frame.begin(new NoTables());
    List<String> result = new ArrayList<>();
    for (int again = 0; again < 2; again++) {
      result.clear();
      operation.open(frame);
      while (operation.next(frame)) {
        result.add(text(operation.row()[0]) + "|" + text(operation.row()[1]));
      }
    }
    operation.endRun();
    return result;
  }

  private static Project textAndNumber(List<Row> rows) {
    Evaluator[] columns = new Rows(rows).columns();
    return new Project(((Column) columns[0]).rows, new Evaluator[] {columns[0], columns[1]});
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5000, 40_000})
  void joinedRowsThatDoNotFitAreFoundInTheOrderTheyCame(long budget) {
    List<String> expected = joined(ALL_IN_MEMORY);
    assertThat(expected).hasSizeGreaterThan(200);
    assertThat(joined(budget)).isEqualTo(expected);
  }

  /** For each of some keys the rows that have it. */
  private static List<String> joined(long budget) {
    Rows origin = new Rows(rows(7, 2000));
    Evaluator[] columns = origin.columns();
    Rows around = new Rows(rows(8, 100));
    Evaluator[] sought = around.columns();
    RecordRow.InMemory row = new RecordRow.InMemory();
    HashJoin join =
        new HashJoin(
            origin,
            new Evaluator[] {columns[2], columns[0]},
            new Evaluator[] {columns[0], columns[1]},
            new Evaluator[] {sought[0], sought[1]},
            new ComparisonRule[] {TEXTS, NUMBERS},
            false,
            row,
            budget);
    Evaluator[] found = row.columns(0, 2);
    Frame frame = new Frame();
    frame.begin(new NoTables());
    List<String> result = new ArrayList<>();
    around.open(frame);
    while (around.next(frame)) {
      join.open(frame);
      while (join.next(frame)) {
        found[0].eval(frame);
        String line = around.at + ": " + text((Cell) frame);
        found[1].eval(frame);
        result.add(line + " " + text((Cell) frame));
      }
    }
    join.endRun();
    return result;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2000, 8000})
  void valuesOfASetThatDoNotFitAreFoundAndComeInOrder(long budget) {
    assertThat(inSet(budget)).isEqualTo(inSet(ALL_IN_MEMORY)).hasSizeGreaterThan(100);
  }

  /** The values of a set in their order, then which of some others it has. */
  private static List<String> inSet(long budget) {
    Rows rows = new Rows(rows(9, 300));
    Evaluator[] columns = rows.columns();
    ValueSet set =
        ValueSet.ofQuery(
            new Project(rows, new Evaluator[] {columns[4]}),
            new int[1],
            new ComparisonRule[] {TEXTS},
            false,
            budget);
    Frame frame = new Frame();
    frame.begin(new NoTables());
    List<String> result = new ArrayList<>();
    set.prepare(frame);
    set.sort();
    Cell value = new Cell();
    for (int i = 0; i < set.size(); i++) {
      set.value(i, 0, value);
      result.add(text(value));
    }
    for (int i = 0; i < 1000; i++) {
      value.setText("v" + i);
      result.add(i + " " + set.contains(value));
    }
    set.endRun();
    return result;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2000, 8000})
  void rowsOfASetThatDoNotFitComeColumnByColumn(long budget) {
    assertThat(byColumns(budget)).isEqualTo(byColumns(ALL_IN_MEMORY)).hasSizeGreaterThan(100);
  }

  /** The values of one column, behind each of them those of the other beside it. */
  private static List<String> byColumns(long budget) {
    Rows rows = new Rows(rows(9, 300));
    Evaluator[] columns = rows.columns();
    ValueSet set =
        ValueSet.ofQuery(
            new Project(rows, new Evaluator[] {columns[1], columns[4]}),
            new int[] {1, 0},
            new ComparisonRule[] {TEXTS, NUMBERS},
            false,
            budget);
    KeyValues first = KeyValues.OfSet.first(set);
    KeyValues second = ((KeyValues.OfSet) first).following();
    Frame frame = new Frame();
    frame.begin(new NoTables());
    List<String> result = new ArrayList<>();
    Cell outer = new Cell();
    Cell inner = new Cell();
    first.open(frame);
    while (first.next(outer)) {
      second.open(frame);
      while (second.next(inner)) {
        result.add(text(outer) + " " + text(inner));
      }
    }
    assertThat(result).doesNotHaveDuplicates();
    set.endRun();
    return result;
  }

  private static final ComparisonRule TEXTS = new ComparisonRule(Affinity.TEXT, Collations.NOCASE);
  private static final ComparisonRule NUMBERS =
      new ComparisonRule(Affinity.NUMERIC, Collations.BINARY);

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private static String text(Cell cell) {
    return cell.type == Cell.NULL ? "NULL" : cell.toString();
  }

  /** Rows in memory. */
  private static final class Rows extends Loop {
    private final List<Row> rows;
    private int at;

    Rows(List<Row> rows) {
      this.rows = rows;
    }

    Evaluator[] columns() {
      Evaluator[] columns = new Evaluator[5];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = new Column(this, i);
      }
      return columns;
    }

    @Override
    void open(Frame frame) {
      at = -1;
    }

    @Override
    boolean next(Frame frame) {
      return ++at < rows.size();
    }

    @Override
    void setAbsent() {
      throw new IllegalStateException("no outer join here");
    }
  }

  private static final class Column extends Evaluator {
    private final Rows rows;
    private final int column;

    Column(Rows rows, int column) {
      this.rows = rows;
      this.column = column;
    }

    @Override
    public byte eval(Frame frame) {
      Row row = rows.rows.get(rows.at);
      Long number =
          switch (column) {
            case 1 -> row.number();
            case 2 -> row.first();
            default -> row.second();
          };
      if (column == 0) {
        frame.setText(row.text());
      } else if (column == 4) {
        frame.setText((row.first() % 3 == 0 ? "v" : "V") + row.second());
      } else if (number == null) {
        frame.setNull();
      } else {
        frame.setInteger(number);
      }
      return frame.type;
    }
  }

  private static final class Odd extends Evaluator {
    private final Evaluator value;

    Odd(Evaluator value) {
      this.value = value;
    }

    @Override
    public byte eval(Frame frame) {
      value.eval(frame);
      frame.setInteger(frame.integer & 1);
      return frame.type;
    }
  }

  /** Lets every second row through that it is asked about: it must be asked once for each. */
  private static final class EverySecond extends Evaluator {
    private long asked;

    @Override
    public byte eval(Frame frame) {
      frame.setInteger(asked++ & 1);
      return frame.type;
    }
  }

  /** Texts from the last to the first. */
  private static final class Reversed implements Collation {
    @Override
    public String name() {
      return "reversed";
    }

    @Override
    public int compare(
        byte[] left,
        int leftOffset,
        int leftLength,
        byte[] right,
        int rightOffset,
        int rightLength,
        TextEncoding encoding) {
      return Collations.NOCASE.compare(
          right, rightOffset, rightLength, left, leftOffset, leftLength, encoding);
    }
  }

  /** A run of something that reads no table. */
  private record NoTables() implements ExecutionContext {
    @Override
    public Transaction transaction(int database) {
      throw new IllegalStateException("no tables here");
    }

    @Override
    public Cell parameter(int number) {
      throw new IllegalStateException("no parameters here");
    }

    @Override
    public FunctionContext functions() {
      return new CallEvaluator.CallContext(Collations.BINARY, TextEncoding.UTF_8);
    }

    @Override
    public RunContext run() {
      throw new IllegalStateException("no statement here");
    }

    @Override
    public void checkCancelled() {
      // Nobody cancels it.
    }
  }
}
