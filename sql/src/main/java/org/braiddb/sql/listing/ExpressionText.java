package org.braiddb.sql.listing;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.braiddb.sql.bind.ArithmeticOperator;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;

/** Writes bound expressions as SQL says them, and numbers the subqueries in them. */
final class ExpressionText {
  private final Listing listing;
  private final List<Numbered> queries = new ArrayList<>();

  /** A subquery and the number that its text has. */
  record Numbered(int number, BoundQuery query) {}

  ExpressionText(Listing listing) {
    this.listing = listing;
  }

  /** The subqueries in what was written. */
  List<Numbered> queries() {
    return queries;
  }

  String list(List<BoundExpr> exprs) {
    return exprs.stream().map(this::of).collect(Collectors.joining(", "));
  }

  String order(List<SortTerm> terms) {
    return terms.stream().map(this::term).collect(Collectors.joining(", "));
  }

  private String term(SortTerm term) {
    String collation =
        term.collation() == Collations.BINARY ? "" : " COLLATE " + term.collation().name();
    String nulls = term.naturalNulls() ? "" : term.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
    return of(term.value()) + collation + (term.descending() ? " DESC" : "") + nulls;
  }

  String of(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant constant -> constant(constant.value());
      case BoundExpr.Parameter parameter -> "?" + parameter.number();
      case BoundExpr.Column column -> column(column);
      case BoundExpr.Output output -> "#" + (output.index() + 1);
      case BoundExpr.And and -> joined(" AND ", and.operands());
      case BoundExpr.Or or -> joined(" OR ", or.operands());
      case BoundExpr.Not not -> "NOT " + operand(not.operand());
      case BoundExpr.IsNull isNull ->
          operand(isNull.operand()) + (isNull.negated() ? " NOTNULL" : " ISNULL");
      case BoundExpr.IsTruth truth ->
          operand(truth.operand())
              + (truth.negated() ? " IS NOT " : " IS ")
              + (truth.expected() ? "TRUE" : "FALSE");
      case BoundExpr.Comparison comparison ->
          operand(comparison.left())
              + " "
              + comparison.operator().sql()
              + " "
              + operand(comparison.right());
      case BoundExpr.RowComparison rows ->
          "(" + list(rows.left()) + ") " + rows.operator().sql() + " (" + list(rows.right()) + ")";
      case BoundExpr.Between between ->
          operand(between.value())
              + not(between.negated())
              + "BETWEEN "
              + operand(between.low())
              + " AND "
              + operand(between.high());
      case BoundExpr.Arithmetic arithmetic ->
          operand(arithmetic.left()) + sign(arithmetic.operator()) + operand(arithmetic.right());
      case BoundExpr.Negate negate -> "-" + operand(negate.operand());
      case BoundExpr.BitNot bits -> "~" + operand(bits.operand());
      case BoundExpr.Concatenate both -> operand(both.left()) + "||" + operand(both.right());
      case BoundExpr.Plus plus -> "+" + operand(plus.operand());
      case BoundExpr.Collated collated ->
          operand(collated.operand()) + " COLLATE " + collated.collation().name();
      case BoundExpr.Cast cast -> "CAST(" + of(cast.operand()) + " AS " + cast.affinity() + ")";
      case BoundExpr.InList in ->
          operand(in.value()) + not(in.negated()) + "IN (" + list(in.list()) + ")";
      case BoundExpr.InQuery in ->
          (in.values().size() == 1
                  ? operand(in.values().getFirst())
                  : "(" + list(in.values()) + ")")
              + not(in.negated())
              + "IN "
              + query(in.query());
      case BoundExpr.Case cases -> cases(cases);
      case BoundExpr.Call call -> call.function().name() + "(" + list(call.arguments()) + ")";
      case BoundExpr.Aggregate aggregate -> aggregate(aggregate);
      case BoundExpr.ScalarQuery scalar ->
          query(scalar.query()) + (scalar.column() == 0 ? "" : "." + (scalar.column() + 1));
      case BoundExpr.Exists exists -> "EXISTS " + query(exists.query());
      case BoundExpr.Raise raise ->
          "RAISE("
              + (raise.message().isPresent()
                  ? raise.action() + ", " + of(raise.message().get())
                  : "IGNORE")
              + ")";
    };
  }

  private String query(BoundQuery query) {
    Numbered numbered =
        queries.stream()
            .filter(known -> known.query() == query)
            .findFirst()
            .orElseGet(() -> {
              Numbered next = new Numbered(listing.nextSubquery(), query);
              queries.add(next);
              return next;
            });
    return "(subquery " + numbered.number() + ")";
  }

  private static String not(boolean negated) {
    return negated ? " NOT " : " ";
  }

  private String joined(String word, List<BoundExpr> operands) {
    return operands.stream().map(this::operand).collect(Collectors.joining(word));
  }

  /** An expression as a part of another. */
  private String operand(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant _,
          BoundExpr.Parameter _,
          BoundExpr.Column _,
          BoundExpr.Output _,
          BoundExpr.Call _,
          BoundExpr.Aggregate _,
          BoundExpr.ScalarQuery _,
          BoundExpr.Cast _,
          BoundExpr.Case _,
          BoundExpr.Raise _,
          BoundExpr.Exists _ ->
          of(expr);
      case BoundExpr.And _,
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
          BoundExpr.Collated _,
          BoundExpr.InList _,
          BoundExpr.InQuery _ ->
          "(" + of(expr) + ")";
    };
  }

  private String column(BoundExpr.Column column) {
    String source = listing.nameOf(column.source());
    String name = column.column() == BoundExpr.Column.ROWID ? "rowid" : column.name();
    return source.isEmpty() ? name : source + "." + name;
  }

  private String cases(BoundExpr.Case cases) {
    StringBuilder text = new StringBuilder("CASE");
    cases.operand().ifPresent(value -> text.append(' ').append(operand(value)));
    for (BoundExpr.Case.When when : cases.whens()) {
      text.append(" WHEN ").append(of(when.condition()));
      text.append(" THEN ").append(of(when.result()));
    }
    cases.otherwise().ifPresent(value -> text.append(" ELSE ").append(of(value)));
    return text.append(" END").toString();
  }

  private String aggregate(BoundExpr.Aggregate aggregate) {
    String arguments = aggregate.arguments().isEmpty() ? "*" : list(aggregate.arguments());
    String order = aggregate.orderBy().isEmpty() ? "" : " ORDER BY " + order(aggregate.orderBy());
    Optional<String> filter =
        aggregate.filter().map(condition -> " FILTER (WHERE " + of(condition) + ")");
    return aggregate.function().name()
        + "("
        + (aggregate.distinct() ? "DISTINCT " : "")
        + arguments
        + order
        + ")"
        + filter.orElse("");
  }

  private static String sign(ArithmeticOperator operator) {
    return switch (operator) {
      case ADD -> "+";
      case SUBTRACT -> "-";
      case MULTIPLY -> "*";
      case DIVIDE -> "/";
      case REMAINDER -> "%";
      case BIT_AND -> "&";
      case BIT_OR -> "|";
      case SHIFT_LEFT -> "<<";
      case SHIFT_RIGHT -> ">>";
    };
  }

  private static String constant(ConstantValue value) {
    Cell cell = new Cell();
    value.copyTo(cell);
    return switch (cell.type) {
      case Cell.NULL -> "NULL";
      case Cell.TEXT -> "'" + cell.decodeText().replace("'", "''") + "'";
      case Cell.BLOB -> "x'" + HexFormat.of().formatHex(cell.copyOfBytes()) + "'";
      default -> {
        cell.convertToText();
        yield cell.decodeText();
      }
    };
  }
}
