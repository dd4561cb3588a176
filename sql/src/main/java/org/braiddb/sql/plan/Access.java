package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.value.Affinity;

/** How the rows of a source (or of several, for joins) are found. */
public sealed interface Access {
  /** All rows of a table by rowid, or those between bounds. */
  record TableScan(BoundSource.Table source, List<Bound> bounds, boolean reverse)
      implements Access {
    /** Copies the list. */
    public TableScan {
      bounds = List.copyOf(bounds);
    }

    /** The same rows the other way round. */
    TableScan reversed() {
      return new TableScan(source, bounds, !reverse);
    }
  }

  /** The row with a rowid. */
  record RowidLookup(BoundSource.Table source, BoundExpr rowid) implements Access {}

  /** The rows whose rowid is in a list or query. */
  record RowidIn(BoundSource.Table source, Key.In rowids) implements Access {}

  /**
   * The entries of an index with given first columns and a next column between bounds.
   *
   * @param index empty for the primary key of a table without rowid, which is the table itself
   * @param covering whether the index has all columns that the statement uses
   */
  record Index(
      BoundSource.Table source,
      Optional<IndexDefinition> index,
      List<Key> equal,
      List<Bound> bounds,
      boolean covering,
      boolean reverse)
      implements Access {
    /** Copies the lists. */
    public Index {
      equal = List.copyOf(equal);
      bounds = List.copyOf(bounds);
    }

    /** The same entries the other way round. */
    Index reversed() {
      return new Index(source, index, equal, bounds, covering, !reverse);
    }

    /** The entries with these bounds in the place of its own. */
    Index bounded(List<Bound> others) {
      return new Index(source, index, equal, others, covering, reverse);
    }

    /** What a column of the key is called, by its place from 0. */
    public String columnName(int place) {
      int column =
          index
              .map(definition -> definition.recordColumn(place).column())
              .orElseGet(
                  () -> source.table().clusteredKey().orElseThrow().columns().get(place).column());
      return switch (column) {
        case IndexColumn.ROWID -> "rowid";
        case IndexColumn.EXPRESSION -> "<expr>";
        default -> source.table().columns().get(column).name();
      };
    }
  }

  /** The rows that any of several accesses to one table finds, each of them once. */
  record Union(BoundSource.Table source, List<Part> parts) implements Access {
    /** Copies the list. */
    public Union {
      parts = List.copyOf(parts);
    }

    /**
     * One of the accesses.
     *
     * @param conditions what must hold before it is worth while: no source of its own is in them
     */
    public record Part(Access access, List<BoundExpr> conditions) {
      /** Copies the list. */
      public Part {
        conditions = List.copyOf(conditions);
      }
    }
  }

  /** The rows of a query, as they come. */
  record Derived(BoundSource.Query source, QueryPlan plan) implements Access {}

  /**
   * The rows of a table-valued function.
   *
   * @param arguments for each parameter, what it is called with; empty for nothing
   */
  record Function(BoundSource.Function source, List<Optional<Key>> arguments) implements Access {
    /** Copies the list. */
    public Function {
      arguments = List.copyOf(arguments);
    }

    /** What the arguments are computed from. */
    public List<BoundExpr> values() {
      return arguments.stream()
          .flatMap(Optional::stream)
          .map(key ->
              switch (key) {
                case Key.Value value -> value.value();
                case Key.In in -> in.in();
              })
          .toList();
    }
  }

  /** The row that a recursion is at. */
  record Recursion(BoundSource.Recursion source) implements Access {}

  /** Rows kept in memory, because they are gone through more than once. */
  record Buffered(JoinPlan origin) implements Access {}

  /** Rows kept in memory by the values of some expressions: a transient index. */
  record Hashed(
      JoinPlan origin, List<BoundExpr> build, List<BoundExpr> probe, List<ComparisonRule> rules)
      implements Access {
    /** Copies the lists. */
    public Hashed {
      build = List.copyOf(build);
      probe = List.copyOf(probe);
      rules = List.copyOf(rules);
    }
  }

  /** The right side of a LEFT JOIN. */
  record OptionalRows(JoinPlan right) implements Access {}

  /**
   * A FULL JOIN.
   *
   * @param equal those of the conditions by which partners are found
   */
  record Full(JoinPlan left, JoinPlan right, List<BoundExpr> conditions, Equalities equal)
      implements Access {
    /** Copies the list. */
    public Full {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * Values of one side that equal values of the other, at the same places.
   *
   * @param build over the rows that are kept
   * @param probe over those that they are looked up for
   * @param rules what they are compared under
   */
  record Equalities(List<BoundExpr> build, List<BoundExpr> probe, List<ComparisonRule> rules) {
    /** Copies the lists. */
    public Equalities {
      build = List.copyOf(build);
      probe = List.copyOf(probe);
      rules = List.copyOf(rules);
    }

    /** Those among the conditions of a join. */
    static Equalities between(SourceSet probed, SourceSet built, List<BoundExpr> conditions) {
      List<BoundExpr> build = new ArrayList<>();
      List<BoundExpr> probe = new ArrayList<>();
      List<ComparisonRule> rules = new ArrayList<>();
      for (BoundExpr condition : conditions) {
        if (!(condition instanceof BoundExpr.Comparison comparison)
            || comparison.operator() != ComparisonOperator.EQUAL
            || !ComparisonRules.mayCompareKeys(comparison)) {
          continue;
        }
        SourceSet left = SourceUse.of(comparison.left());
        SourceSet right = SourceUse.of(comparison.right());
        boolean asWritten = isOf(left, probed) && isOf(right, built);
        if (asWritten || isOf(right, probed) && isOf(left, built)) {
          build.add(asWritten ? comparison.right() : comparison.left());
          probe.add(asWritten ? comparison.left() : comparison.right());
          rules.add(comparison.rule());
        }
      }
      return new Equalities(build, probe, rules);
    }

    private static boolean isOf(SourceSet used, SourceSet side) {
      return !used.isEmpty() && side.containsAll(used);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
      return build.isEmpty();
    }
  }

  /** What one column of a key must equal. */
  sealed interface Key {
    /**
     * A value.
     *
     * @param affinity is applied to it first
     * @param nullMatches whether NULL is looked up as a value: IS
     */
    record Value(BoundExpr value, Affinity affinity, boolean nullMatches) implements Key {}

    /**
     * One of the values of {@link BoundExpr.InList} or {@link BoundExpr.InQuery}.
     *
     * @param column which of the values before IN it is; of the query's rows, only those count that
     *     agree in the columns that are keys before this one
     */
    record In(BoundExpr in, int column) implements Key {
      /** Whether the whole condition holds where the value is found. */
      boolean isWhole() {
        return width() == 1;
      }

      /** How many values are before IN. */
      int width() {
        return in instanceof BoundExpr.InQuery query ? query.values().size() : 1;
      }
    }
  }

  /**
   * A comparison of the scanned column with a value, or that it {@code IS NOT} NULL.
   *
   * @param pattern where the value is a pattern, whose prefix is the bound: then BLOBs between the
   *     bytes of the bounds are found too, apart from the texts, and both bounds are such
   */
  record Bound(
      ComparisonOperator operator, BoundExpr value, Affinity affinity, Optional<Pattern> pattern) {
    /** Leaves nothing but NULL out, as every other bound does, too. */
    static final Bound NOT_NULL =
        new Bound(
            ComparisonOperator.IS_NOT, new BoundExpr.Constant(ConstantValue.NULL), Affinity.BLOB);

    Bound(ComparisonOperator operator, BoundExpr value, Affinity affinity) {
      this(operator, value, affinity, Optional.empty());
    }
  }

  /**
   * How a pattern is read.
   *
   * @param like whether it is one of LIKE, else one of GLOB
   * @param escape the byte that takes a wildcard's meaning away; negative for none
   */
  record Pattern(boolean like, int escape) {
    /**
     * Where the texts that a pattern matches begin.
     *
     * @return empty where all texts may match
     */
    public Optional<byte[]> low(byte[] pattern) {
      return PatternPrefix.bound(pattern, this, false);
    }

    /** The least text after all those that a pattern matches; empty where all may match. */
    public Optional<byte[]> high(byte[] pattern) {
      return PatternPrefix.bound(pattern, this, true);
    }
  }
}
