package org.braiddb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/** An expression in which every name has found its meaning. */
public sealed interface BoundExpr {
  /** A constant. */
  record Constant(ConstantValue value) implements BoundExpr {}

  /** A parameter, by its number from 1. */
  record Parameter(int number) implements BoundExpr {}

  /**
   * A column of a source.
   *
   * @param source the number of the {@link BoundSource}
   * @param column the place among the source's columns, or {@link #ROWID}
   * @param affinity empty for a subquery's column that is an expression without one
   * @param ownCollation empty for the rowid, by whatever name: what it is compared with decides
   * @param name what a result column made of it is called
   */
  record Column(
      int source,
      int column,
      Optional<Affinity> affinity,
      Optional<Collation> ownCollation,
      String name)
      implements BoundExpr {
    /** In {@link #column()}: the rowid. */
    public static final int ROWID = -1;

    /** What its values are ordered by. */
    public Collation collation() {
      return ownCollation.orElse(Collations.BINARY);
    }
  }

  /** A result column of the query that an ORDER BY belongs to, by its place from 0. */
  record Output(int index) implements BoundExpr {}

  /** AND of two or more. */
  record And(List<BoundExpr> operands) implements BoundExpr {
    /** Copies the list. */
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** OR of two or more. */
  record Or(List<BoundExpr> operands) implements BoundExpr {
    /** Copies the list. */
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** NOT. */
  record Not(BoundExpr operand) implements BoundExpr {}

  /** IS [NOT] NULL. */
  record IsNull(BoundExpr operand, boolean negated) implements BoundExpr {}

  /** {@code IS [NOT] TRUE} and {@code IS [NOT] FALSE}; never NULL. */
  record IsTruth(BoundExpr operand, boolean expected, boolean negated) implements BoundExpr {}

  /** A comparison of two values. */
  record Comparison(
      ComparisonOperator operator, BoundExpr left, BoundExpr right, ComparisonRule rule)
      implements BoundExpr {}

  /** A comparison of two row values of equal size, with one rule per column. */
  record RowComparison(
      ComparisonOperator operator,
      List<BoundExpr> left,
      List<BoundExpr> right,
      List<ComparisonRule> rules)
      implements BoundExpr {
    /** Copies the lists. */
    public RowComparison {
      left = List.copyOf(left);
      right = List.copyOf(right);
      rules = List.copyOf(rules);
    }
  }

  /** {@code value [NOT] BETWEEN low AND high}; the value is computed once. */
  record Between(
      boolean negated,
      BoundExpr value,
      BoundExpr low,
      BoundExpr high,
      ComparisonRule lowRule,
      ComparisonRule highRule)
      implements BoundExpr {}

  /** {@code + - * / %} and the bit operators. */
  record Arithmetic(ArithmeticOperator operator, BoundExpr left, BoundExpr right)
      implements BoundExpr {}

  /** The minus sign before a value. */
  record Negate(BoundExpr operand) implements BoundExpr {}

  /** {@code ~}. */
  record BitNot(BoundExpr operand) implements BoundExpr {}

  /** {@code ||}. */
  record Concatenate(BoundExpr left, BoundExpr right) implements BoundExpr {}

  /** The plus sign before a value: the value itself, which no index is used for. */
  record Plus(BoundExpr operand) implements BoundExpr {}

  /**
   * COLLATE: the value itself, compared under that collation.
   *
   * @param written whether it counts as COLLATE for what it is a part of; not where it is what a
   *     column of a query stands for, which has the collation as a column of a table has one
   */
  record Collated(BoundExpr operand, Collation collation, boolean written) implements BoundExpr {
    /** COLLATE as it is written. */
    public Collated(BoundExpr operand, Collation collation) {
      this(operand, collation, true);
    }
  }

  /** CAST to the affinity of a type. */
  record Cast(BoundExpr operand, Affinity affinity) implements BoundExpr {}

  /** {@code value [NOT] IN (a, b)}. */
  record InList(boolean negated, BoundExpr value, List<BoundExpr> list, ComparisonRule rule)
      implements BoundExpr {
    /** Copies the list. */
    public InList {
      list = List.copyOf(list);
    }
  }

  /** {@code (values) [NOT] IN (SELECT ...)}, with one rule per column. */
  record InQuery(
      boolean negated, List<BoundExpr> values, BoundQuery query, List<ComparisonRule> rules)
      implements BoundExpr {
    /** Copies the lists. */
    public InQuery {
      values = List.copyOf(values);
      rules = List.copyOf(rules);
    }
  }

  /** CASE. With an operand, each WHEN's condition is a value compared with it. */
  record Case(Optional<BoundExpr> operand, List<When> whens, Optional<BoundExpr> otherwise)
      implements BoundExpr {
    /** Copies the list. */
    public Case {
      whens = List.copyOf(whens);
    }

    /** One branch; the rule is for comparing with the operand, where there is one. */
    public record When(BoundExpr condition, Optional<ComparisonRule> rule, BoundExpr result) {}
  }

  /** A call of a scalar function. */
  record Call(FunctionDefinition.Scalar function, List<BoundExpr> arguments, Collation collation)
      implements BoundExpr {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * The result of an aggregate function over the rows of a group.
   *
   * @param owner the number of the {@link BoundQuery.Core} whose groups it is about
   * @param orderBy the order in which rows are taken in
   */
  record Aggregate(
      int owner,
      FunctionDefinition.Aggregate function,
      List<BoundExpr> arguments,
      boolean distinct,
      List<SortTerm> orderBy,
      Optional<BoundExpr> filter,
      Collation collation)
      implements BoundExpr {
    /** Copies the lists. */
    public Aggregate {
      arguments = List.copyOf(arguments);
      orderBy = List.copyOf(orderBy);
    }
  }

  /** A column of the first row of a query; NULL where the query has no row. */
  record ScalarQuery(BoundQuery query, int column) implements BoundExpr {}

  /** EXISTS. */
  record Exists(BoundQuery query) implements BoundExpr {}

  /**
   * RAISE, in triggers only.
   *
   * @param message empty for IGNORE
   */
  record Raise(org.braiddb.sql.ast.ConflictAction action, Optional<BoundExpr> message)
      implements BoundExpr {}
}
