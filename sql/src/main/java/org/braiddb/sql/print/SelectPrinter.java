package org.braiddb.sql.print;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.FromItem;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.With;

/** Prints queries and their clauses. */
final class SelectPrinter {
  private final SqlText text;
  private final ExprPrinter exprs;

  SelectPrinter(SqlText text) {
    this.text = text;
    this.exprs = new ExprPrinter(text, this);
  }

  ExprPrinter exprs() {
    return exprs;
  }

  void print(Select select) {
    with(select.with());
    printCore(select.first());
    for (Select.Compound compound : select.compounds()) {
      text.word(compound.operator().sql());
      printCore(compound.core());
    }
    exprs.orderBy(select.orderBy());
    limit(select.limit());
  }

  /** Prints WITH and its tables, or nothing. */
  void with(Optional<With> with) {
    if (with.isPresent()) {
      text.word("WITH").wordIf(with.get().recursive(), "RECURSIVE");
      text.list(with.get().tables(), this::printCommonTable);
    }
  }

  private void printCommonTable(With.CommonTable table) {
    text.name(table.name());
    if (!table.columns().isEmpty()) {
      text.parenthesized(table.columns(), text::name);
    }
    text.word("AS");
    table
        .materialized()
        .ifPresent(materialized -> text.wordIf(!materialized, "NOT").word("MATERIALIZED"));
    text.word("(");
    print(table.query());
    text.attached(")");
  }

  private void printCore(SelectCore core) {
    switch (core) {
      case SelectCore.Values values -> {
        text.word("VALUES");
        text.list(values.rows(), row -> text.parenthesized(row, exprs::print));
      }
      case SelectCore.Query query -> printQuery(query);
    }
  }

  private void printQuery(SelectCore.Query query) {
    text.word("SELECT");
    switch (query.quantifier()) {
      case UNSPECIFIED -> {}
      case DISTINCT -> text.word("DISTINCT");
      case ALL -> text.word("ALL");
    }
    resultColumns(query.columns());
    query.from().ifPresent(from -> from("FROM", from));
    exprs.clause("WHERE", query.where());
    if (!query.groupBy().isEmpty()) {
      text.word("GROUP BY").list(query.groupBy(), exprs::print);
    }
    exprs.clause("HAVING", query.having());
    if (!query.windows().isEmpty()) {
      text.word("WINDOW")
          .list(
              query.windows(),
              window -> {
                text.name(window.name()).word("AS");
                exprs.printWindow(window.window());
              });
    }
  }

  void resultColumns(List<ResultColumn> columns) {
    text.list(columns, this::printResultColumn);
  }

  private void printResultColumn(ResultColumn column) {
    switch (column) {
      case ResultColumn.Star _ -> text.word("*");
      case ResultColumn.TableStar star -> text.name(star.table()).attached(".*");
      case ResultColumn.Value value -> {
        exprs.print(value.value());
        alias(value.alias());
      }
    }
  }

  void alias(Optional<Name> alias) {
    alias.ifPresent(name -> text.word("AS").name(name));
  }

  void limit(Optional<Limit> limit) {
    if (limit.isPresent()) {
      text.word("LIMIT");
      exprs.print(limit.get().limit());
      exprs.clause("OFFSET", limit.get().offset());
    }
  }

  /** Prints {@code keyword}, which may be empty, and the joined items. */
  void from(String keyword, From from) {
    text.wordIf(!keyword.isEmpty(), keyword);
    printItem(from.first());
    for (From.Join join : from.joins()) {
      if (join.type() == From.Join.Type.COMMA) {
        text.attached(",");
      } else {
        text.wordIf(join.natural(), "NATURAL").word(joinWords(join.type()));
      }
      printItem(join.right());
      exprs.clause("ON", join.on());
      if (!join.using().isEmpty()) {
        text.word("USING").parenthesized(join.using(), text::name);
      }
    }
  }

  private static String joinWords(From.Join.Type type) {
    return switch (type) {
      case COMMA, INNER -> "JOIN";
      case CROSS -> "CROSS JOIN";
      case LEFT -> "LEFT JOIN";
      case RIGHT -> "RIGHT JOIN";
      case FULL -> "FULL JOIN";
    };
  }

  private void printItem(FromItem item) {
    switch (item) {
      case FromItem.Table table -> {
        text.qualifiedName(table.name());
        alias(table.alias());
        hint(table.hint());
      }
      case FromItem.Function function -> {
        text.qualifiedName(function.name());
        text.parenthesized(function.arguments(), exprs::print);
        alias(function.alias());
      }
      case FromItem.Subquery subquery -> {
        text.word("(");
        print(subquery.query());
        text.attached(")");
        alias(subquery.alias());
      }
      case FromItem.Nested nested -> {
        text.word("(");
        from("", nested.from());
        text.attached(")");
        alias(nested.alias());
      }
    }
  }

  void hint(IndexHint hint) {
    switch (hint) {
      case IndexHint.None _ -> {}
      case IndexHint.NotIndexed _ -> text.word("NOT INDEXED");
      case IndexHint.IndexedBy by -> text.word("INDEXED BY").name(by.index());
    }
  }
}
