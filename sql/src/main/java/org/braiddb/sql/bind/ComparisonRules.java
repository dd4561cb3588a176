package org.braiddb.sql.bind;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * Which affinity and which collation a comparison is made under. Source: SQLite, "Datatypes In
 * SQLite", sections 4.2 and 7.1.
 */
public final class ComparisonRules {
  private ComparisonRules() {}

  /**
   * The affinity of an expression; empty for all that have none, which is not the same as the
   * affinity BLOB of a column without a type.
   */
  public static Optional<Affinity> affinity(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Column column -> column.affinity();
      case BoundExpr.Cast cast -> Optional.of(cast.affinity());
      case BoundExpr.Collated collated -> affinity(collated.operand());
      case BoundExpr.ScalarQuery scalar ->
          affinity(lastOutput(scalar.query().body(), scalar.column()));
      case BoundExpr.Call call when call.function().has(FunctionTrait.COMPARED_AS_FIRST) ->
          affinity(call.arguments().getFirst());
      case BoundExpr.Constant _,
          BoundExpr.Parameter _,
          BoundExpr.Output _,
          BoundExpr.And _,
          BoundExpr.Or _,
          BoundExpr.Not _,
          BoundExpr.IsNull _,
          BoundExpr.IsTruth _,
          BoundExpr.Comparison _,
          BoundExpr.RowComparison _,
          BoundExpr.Between _,
          BoundExpr.Arithmetic _,
          BoundExpr.Negate _,
          BoundExpr.BitNot _,
          BoundExpr.Concatenate _,
          BoundExpr.Plus _,
          BoundExpr.InList _,
          BoundExpr.InQuery _,
          BoundExpr.Case _,
          BoundExpr.Call _,
          BoundExpr.Aggregate _,
          BoundExpr.Exists _,
          BoundExpr.Raise _ ->
          Optional.empty();
    };
  }

  /** The collation that an expression brings along; empty where it has none. */
  public static Optional<Collation> collation(BoundExpr expr) {
    Optional<Collation> explicit = explicitCollation(expr);
    if (explicit.isPresent()) {
      return explicit;
    }
    return switch (expr) {
      case BoundExpr.Column column -> column.ownCollation();
      case BoundExpr.Collated collated -> Optional.of(collated.collation());
      case BoundExpr.Cast cast -> collation(cast.operand());
      case BoundExpr.Plus plus -> collation(plus.operand());
      case BoundExpr.Call call when call.function().has(FunctionTrait.COMPARED_AS_FIRST) ->
          collation(call.arguments().getFirst());
      default -> Optional.empty();
    };
  }

  /** The collation of a COLLATE anywhere in the expression, the leftmost first. */
  static Optional<Collation> explicitCollation(BoundExpr expr) {
    if (BoundChildren.isLeaf(expr)) {
      return Optional.empty();
    }
    FirstCollation first = new FirstCollation();
    first.test(expr);
    return Optional.ofNullable(first.found);
  }

  private static final class FirstCollation implements Predicate<BoundExpr> {
    private @Nullable Collation found;

    @Override
    public boolean test(BoundExpr expr) {
      if (BoundChildren.isLeaf(expr)) {
        return false;
      }
      if (expr instanceof BoundExpr.Collated collated) {
        if (collated.written()) {
          found = collated.collation();
        }
        return collated.written();
      }
      return BoundChildren.any(expr, this);
    }
  }

  /** What a column of a query stands for, with the collation that the column has. */
  public static BoundExpr asColumn(BoundExpr value) {
    Optional<Collation> explicit = explicitCollation(value);
    return explicit.isEmpty() ? value : new BoundExpr.Collated(value, explicit.get(), false);
  }

  /** The rule for comparing two values. */
  public static ComparisonRule comparison(BoundExpr left, BoundExpr right) {
    return new ComparisonRule(
        comparisonAffinity(affinity(left), affinity(right)), comparisonCollation(left, right));
  }

  /** The rule for {@code value IN (list)}: that of the value alone. */
  static ComparisonRule inList(BoundExpr value) {
    Affinity affinity = affinity(value).orElse(Affinity.BLOB);
    return new ComparisonRule(
        affinity.isNumeric() ? Affinity.NUMERIC : affinity,
        collation(value).orElse(Collations.BINARY));
  }

  /** The rules for {@code (values) IN (SELECT ...)}. */
  static List<ComparisonRule> inQuery(List<BoundExpr> values, BoundQuery query) {
    return java.util.stream.IntStream.range(0, values.size())
        .mapToObj(i -> inQuery(values.get(i), lastOutput(query.body(), i)))
        .toList();
  }

  /** As a comparison, but where one side only has the affinity REAL both become REAL. */
  private static ComparisonRule inQuery(BoundExpr value, BoundExpr output) {
    ComparisonRule rule = comparison(value, output);
    Optional<Affinity> left = affinity(value);
    Optional<Affinity> right = affinity(output);
    boolean real = left.isEmpty() != right.isEmpty() && left.or(() -> right).get() == Affinity.REAL;
    return real ? new ComparisonRule(Affinity.REAL, rule.collation()) : rule;
  }

  /** What the last part of a query yields: SQLite compares with a subquery as with that. */
  private static BoundExpr lastOutput(BoundQuery.Body body, int column) {
    return switch (body) {
      case BoundQuery.Core core -> core.outputs().get(column);
      case BoundQuery.Values values -> values.rows().getLast().get(column);
      case BoundQuery.Combined combined -> lastOutput(combined.right(), column);
      case BoundQuery.Recursive recursive -> lastOutput(recursive.steps().getLast(), column);
    };
  }

  /** What is applied to both operands, by the affinity of each. */
  public static Affinity comparisonAffinity(Optional<Affinity> left, Optional<Affinity> right) {
    if (left.isPresent() && right.isPresent()) {
      return left.get().isNumeric() || right.get().isNumeric() ? Affinity.NUMERIC : Affinity.BLOB;
    }
    Affinity only = left.or(() -> right).orElse(Affinity.BLOB);
    return only.isNumeric() ? Affinity.NUMERIC : only;
  }

  /**
   * Whether two values are equal just when they are after each was converted by itself. Not where
   * one is only said to be TEXT, as a column merged of several is, and may be a number: two numbers
   * are compared as they are.
   */
  public static boolean mayCompareKeys(BoundExpr.Comparison comparison) {
    return comparison.rule().affinity() != Affinity.TEXT
        || holdsText(comparison.left())
        || holdsText(comparison.right());
  }

  private static boolean holdsText(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Column column -> column.affinity().equals(Optional.of(Affinity.TEXT));
      case BoundExpr.Cast cast -> cast.affinity() == Affinity.TEXT;
      case BoundExpr.Collated collated -> holdsText(collated.operand());
      default -> false;
    };
  }

  private static Collation comparisonCollation(BoundExpr left, BoundExpr right) {
    return explicitCollation(left)
        .or(() -> explicitCollation(right))
        .or(() -> collation(left))
        .or(() -> collation(right))
        .orElse(Collations.BINARY);
  }
}
