package org.braiddb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.Span;

/** Queries that the dialect means where the text has none. */
final class SyntheticSelects {
  private SyntheticSelects() {}

  /** {@code SELECT * FROM name(arguments)}: what {@code IN name(arguments)} means. */
  static Select allOf(QualifiedName name, List<Expr> arguments) {
    FromItem item =
        arguments.isEmpty()
            ? new FromItem.Table(name, Optional.empty(), new IndexHint.None(), name.span())
            : new FromItem.Function(name, arguments, Optional.empty(), name.span());
    return allOf(new From(item, List.of()), name.span());
  }

  /** {@code SELECT * FROM from}: what a join in parentheses with an alias means. */
  static Select allOf(From from, Span span) {
    return new Select(
        Optional.empty(),
        new SelectCore.Query(
            SelectCore.Quantifier.UNSPECIFIED,
            List.of(new ResultColumn.Star(span)),
            Optional.of(from),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            span),
        List.of(),
        List.of(),
        Optional.empty(),
        span);
  }
}
