package org.braiddb.sql.print;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Window;

/** Prints expressions. */
final class ExprPrinter {
  private final SqlText text;
  private final SelectPrinter selects;

  ExprPrinter(SqlText text, SelectPrinter selects) {
    this.text = text;
    this.selects = selects;
  }

  /** Prints an expression where anything may stand. */
  void print(Expr expr) {
    switch (expr) {
      case Expr.NullLiteral _ -> text.word("NULL");
      case Expr.IntegerLiteral literal -> text.word(Long.toString(literal.value()));
      case Expr.RealLiteral literal -> text.word(real(literal.value()));
      case Expr.StringLiteral literal -> text.word(SqlText.inQuotes(literal.value(), "'"));
      case Expr.BlobLiteral literal -> text.word("x'" + literal.hex() + "'");
      case Expr.CurrentTime time -> text.word("CURRENT_" + time.kind());
      case Expr.Parameter parameter -> text.word(parameter.name().orElse("?"));
      case Expr.Column column -> text.word(column(column));
      case Expr.Unary unary -> {
        text.word(unary.operator().sql());
        operand(unary.operand());
      }
      case Expr.Binary binary -> {
        operand(binary.left());
        text.word(binary.operator().sql());
        operand(binary.right());
      }
      case Expr.IsNull isNull -> {
        operand(isNull.operand());
        text.word(isNull.negated() ? "IS NOT NULL" : "IS NULL");
      }
      case Expr.Like like -> {
        operand(like.value());
        text.wordIf(like.negated(), "NOT").word(like.word());
        operand(like.pattern());
        like.escape()
            .ifPresent(escape -> {
              text.word("ESCAPE");
              operand(escape);
            });
      }
      case Expr.Between between -> {
        operand(between.value());
        text.wordIf(between.negated(), "NOT").word("BETWEEN");
        operand(between.low());
        text.word("AND");
        operand(between.high());
      }
      case Expr.InList in -> {
        in(in.value(), in.negated());
        text.parenthesized(in.list(), this::print);
      }
      case Expr.InQuery in -> {
        in(in.value(), in.negated());
        query(in.query());
      }
      case Expr.InTable in -> {
        in(in.value(), in.negated());
        text.qualifiedName(in.table());
        in.arguments().ifPresent(arguments -> text.parenthesized(arguments, this::print));
      }
      case Expr.Case chosen -> printCase(chosen);
      case Expr.Cast cast -> {
        text.word("CAST(");
        print(cast.operand());
        text.word("AS").word(cast.type()).attached(")");
      }
      case Expr.Collate collate -> {
        operand(collate.operand());
        text.word("COLLATE").name(collate.collation());
      }
      case Expr.FunctionCall call -> printCall(call);
      case Expr.Row row -> text.parenthesized(row.values(), this::print);
      case Expr.Subquery subquery -> query(subquery.query());
      case Expr.Exists exists -> {
        text.word("EXISTS");
        query(exists.query());
      }
      case Expr.Raise raise -> {
        text.word("RAISE(").word(raise.action().name());
        raise
            .message()
            .ifPresent(message -> {
              text.attached(",");
              print(message);
            });
        text.attached(")");
      }
    }
  }

  /** Prints an expression as a part of another one: in parentheses if it has parts itself. */
  private void operand(Expr expr) {
    boolean closed =
        switch (expr) {
          case Expr.NullLiteral _,
              Expr.RealLiteral _,
              Expr.StringLiteral _,
              Expr.BlobLiteral _,
              Expr.CurrentTime _,
              Expr.Parameter _,
              Expr.Column _,
              Expr.Case _,
              Expr.Cast _,
              Expr.FunctionCall _,
              Expr.Row _,
              Expr.Subquery _,
              Expr.Exists _,
              Expr.Raise _ ->
              true;
          case Expr.IntegerLiteral literal -> literal.value() >= 0;
          case Expr.Unary _,
              Expr.Binary _,
              Expr.IsNull _,
              Expr.Like _,
              Expr.Between _,
              Expr.InList _,
              Expr.InQuery _,
              Expr.InTable _,
              Expr.Collate _ ->
              false;
        };
    if (closed) {
      print(expr);
    } else {
      text.word("(");
      print(expr);
      text.attached(")");
    }
  }

  /** With a fraction, so that a whole number stays a real. */
  private static String real(double value) {
    return Double.isInfinite(value) ? "9e999" : Double.toString(value);
  }

  private static String column(Expr.Column column) {
    return column.schema().map(schema -> SqlText.quoted(schema) + ".").orElse("")
        + column.table().map(table -> SqlText.quoted(table) + ".").orElse("")
        + SqlText.quoted(column.name());
  }

  private void in(Expr value, boolean negated) {
    operand(value);
    text.wordIf(negated, "NOT").word("IN");
  }

  private void query(Select query) {
    text.word("(");
    selects.print(query);
    text.attached(")");
  }

  private void printCase(Expr.Case chosen) {
    text.word("CASE");
    chosen.operand().ifPresent(this::print);
    for (Expr.Case.When when : chosen.whens()) {
      text.word("WHEN");
      print(when.condition());
      text.word("THEN");
      print(when.result());
    }
    chosen
        .otherwise()
        .ifPresent(otherwise -> {
          text.word("ELSE");
          print(otherwise);
        });
    text.word("END");
  }

  private void printCall(Expr.FunctionCall call) {
    text.name(call.name()).attached("(");
    text.wordIf(call.star(), "*").wordIf(call.distinct(), "DISTINCT");
    text.list(call.arguments(), this::print);
    orderBy(call.orderBy());
    text.attached(")");
    call.filter()
        .ifPresent(filter -> {
          text.word("FILTER (").word("WHERE");
          print(filter);
          text.attached(")");
        });
    call.over().ifPresent(this::printOver);
  }

  private void printOver(Window window) {
    text.word("OVER");
    switch (window) {
      case Window.Named named -> text.name(named.name());
      case Window.Definition definition -> printWindow(definition);
    }
  }

  /** Prints a window definition with its parentheses. */
  void printWindow(Window.Definition definition) {
    text.word("(");
    definition.base().ifPresent(text::name);
    if (!definition.partitionBy().isEmpty()) {
      text.word("PARTITION BY").list(definition.partitionBy(), this::print);
    }
    orderBy(definition.orderBy());
    definition.frame().ifPresent(this::printFrame);
    text.attached(")");
  }

  private void printFrame(Window.Frame frame) {
    text.word(frame.unit().name()).word("BETWEEN");
    printBound(frame.start());
    text.word("AND");
    printBound(frame.end());
    switch (frame.exclude()) {
      case NO_OTHERS -> {}
      case CURRENT_ROW -> text.word("EXCLUDE CURRENT ROW");
      case GROUP -> text.word("EXCLUDE GROUP");
      case TIES -> text.word("EXCLUDE TIES");
    }
  }

  private void printBound(Window.Bound bound) {
    switch (bound) {
      case Window.Bound.UnboundedPreceding _ -> text.word("UNBOUNDED PRECEDING");
      case Window.Bound.Preceding preceding -> {
        print(preceding.distance());
        text.word("PRECEDING");
      }
      case Window.Bound.CurrentRow _ -> text.word("CURRENT ROW");
      case Window.Bound.Following following -> {
        print(following.distance());
        text.word("FOLLOWING");
      }
      case Window.Bound.UnboundedFollowing _ -> text.word("UNBOUNDED FOLLOWING");
    }
  }

  /** Prints ORDER BY, or nothing if there are no terms. */
  void orderBy(List<OrderingTerm> terms) {
    if (!terms.isEmpty()) {
      text.word("ORDER BY").list(terms, this::printTerm);
    }
  }

  void printTerm(OrderingTerm term) {
    print(term.value());
    direction(term.direction());
    switch (term.nulls()) {
      case UNSPECIFIED -> {}
      case FIRST -> text.word("NULLS FIRST");
      case LAST -> text.word("NULLS LAST");
    }
  }

  void direction(OrderingTerm.Direction direction) {
    switch (direction) {
      case UNSPECIFIED -> {}
      case ASCENDING -> text.word("ASC");
      case DESCENDING -> text.word("DESC");
    }
  }

  /** Prints {@code keyword} and the expression, or nothing. */
  void clause(String keyword, Optional<Expr> expr) {
    if (expr.isPresent()) {
      text.word(keyword);
      print(expr.get());
    }
  }
}
