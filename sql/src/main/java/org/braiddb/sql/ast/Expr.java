package org.braiddb.sql.ast;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An expression with names not yet looked up. Parentheses leave no node: they only shape the tree,
 * which is at most 1000 levels high.
 */
public sealed interface Expr extends Node {

  /** NULL. */
  record NullLiteral(Span span) implements Expr {}

  /**
   * An integer that fits 64 bits, decimal or hexadecimal. {@code -9223372036854775808} is one such
   * literal; every other negative number is a {@link Unary} over a positive literal.
   */
  record IntegerLiteral(long value, Span span) implements Expr {}

  /** A number with a fraction or exponent, or an integer too large for 64 bits. */
  record RealLiteral(double value, Span span) implements Expr {}

  /** A string in single quotes; {@code value} has them removed. */
  record StringLiteral(String value, Span span) implements Expr {}

  /**
   * A blob literal.
   *
   * @param hex its digits as written, an even number of them
   */
  record BlobLiteral(String hex, Span span) implements Expr {
    /** The bytes, in a fresh array. */
    public byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }
  }

  /** CURRENT_DATE, CURRENT_TIME or CURRENT_TIMESTAMP. */
  record CurrentTime(Kind kind, Span span) implements Expr {
    /** Which part of the present. */
    public enum Kind {
      DATE,
      TIME,
      TIMESTAMP
    }
  }

  /**
   * A parameter.
   *
   * @param number its number, from 1; equal names have equal numbers
   * @param name as written, mark included ({@code ?5}, {@code :a}); empty for a plain {@code ?}
   */
  record Parameter(int number, Optional<String> name, Span span) implements Expr {}

  /**
   * A name where a value is wanted. Unquoted {@code TRUE} and {@code FALSE} arrive as this too, and
   * mean the booleans unless a column has that name. A lone name in double quotes that names no
   * column is a string: see {@link Name#quote}.
   */
  record Column(Optional<Name> schema, Optional<Name> table, Name name, Span span) implements Expr {
    /** Whether it means a boolean where no column has that name. */
    public boolean isBoolean() {
      return table.isEmpty() && !name.isQuoted() && (name.is("true") || name.is("false"));
    }
  }

  /** A prefix operator. */
  record Unary(UnaryOperator operator, Expr operand, Span span) implements Expr {}

  /** An infix operator over two values. */
  record Binary(BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {}

  /** {@code IS [NOT] NULL}, {@code ISNULL}, {@code NOTNULL} or {@code NOT NULL}. */
  record IsNull(Expr operand, boolean negated, Span span) implements Expr {}

  /**
   * LIKE and its kin; each calls the function of that name.
   *
   * @param word the operator as it is written: what an error about its function names
   */
  record Like(
      Operator operator,
      String word,
      boolean negated,
      Expr value,
      Expr pattern,
      Optional<Expr> escape,
      Span span)
      implements Expr {
    /** Which of them. */
    public enum Operator {
      LIKE,
      GLOB,
      REGEXP,
      MATCH
    }
  }

  /** {@code value [NOT] BETWEEN low AND high}. */
  record Between(boolean negated, Expr value, Expr low, Expr high, Span span) implements Expr {}

  /** {@code value [NOT] IN (a, b)}; the list may be empty. */
  record InList(boolean negated, Expr value, List<Expr> list, Span span) implements Expr {
    public InList {
      list = List.copyOf(list);
    }
  }

  /** {@code value [NOT] IN (SELECT ...)}. */
  record InQuery(boolean negated, Expr value, Select query, Span span) implements Expr {}

  /** {@code value [NOT] IN table} or {@code IN function(arguments)}. */
  record InTable(
      boolean negated, Expr value, QualifiedName table, Optional<List<Expr>> arguments, Span span)
      implements Expr {
    public InTable {
      arguments = arguments.map(List::copyOf);
    }
  }

  /** CASE, with or without an operand that the WHEN values are compared to. */
  record Case(Optional<Expr> operand, List<When> whens, Optional<Expr> otherwise, Span span)
      implements Expr {
    public Case {
      whens = List.copyOf(whens);
    }

    /** One WHEN and its THEN. */
    public record When(Expr condition, Expr result) {}
  }

  /**
   * CAST.
   *
   * @param type the type as written, see {@link ColumnDefinition#type}; may be empty
   */
  record Cast(Expr operand, String type, Span span) implements Expr {}

  /** COLLATE after a value. */
  record Collate(Expr operand, Name collation, Span span) implements Expr {}

  /**
   * A function call: scalar, aggregate or window function.
   *
   * @param distinct DISTINCT stood before the arguments
   * @param star the argument was {@code *}; then there are no others
   * @param orderBy ORDER BY inside the call
   */
  record FunctionCall(
      Name name,
      boolean distinct,
      boolean star,
      List<Expr> arguments,
      List<OrderingTerm> orderBy,
      Optional<Expr> filter,
      Optional<Window> over,
      Span span)
      implements Expr {
    public FunctionCall {
      arguments = List.copyOf(arguments);
      orderBy = List.copyOf(orderBy);
    }
  }

  /** A row value: two or more values in parentheses. */
  record Row(List<Expr> values, Span span) implements Expr {
    public Row {
      values = List.copyOf(values);
    }
  }

  /** A query in parentheses, as a value or a row value. */
  record Subquery(Select query, Span span) implements Expr {}

  /** EXISTS; NOT EXISTS is a {@link Unary} over it. */
  record Exists(Select query, Span span) implements Expr {}

  /**
   * RAISE in a trigger.
   *
   * @param message empty with {@link ConflictAction#IGNORE} and only then
   */
  record Raise(ConflictAction action, Optional<Expr> message, Span span) implements Expr {}
}
