package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.error.StatementException;

/** Turns CREATE INDEX into a definition. */
final class IndexDefiner {
  private final TableDraft table;
  private final KeyBuilder keys;

  IndexDefiner(TableDraft table, KeyBuilder keys) {
    this.table = table;
    this.keys = keys;
  }

  /**
   * Defines an index, with a tree where its collations are known.
   *
   * @throws StatementException where it names what the table does not have
   */
  IndexDefinition define(CreateIndex statement, String sql, long root) {
    List<IndexColumn> key = new ArrayList<>();
    for (OrderingTerm term : statement.terms()) {
      key.add(column(term));
    }
    IndexDefinition index =
        new IndexDefinition(
            statement.name().name().text(),
            table.name,
            IndexDefinition.Origin.CREATE_INDEX,
            key,
            List.of(),
            statement.unique(),
            Optional.empty(),
            statement.where(),
            sql,
            Optional.empty());
    return keys.withTree(keys.withSuffix(index, table), root);
  }

  private IndexColumn column(OrderingTerm term) {
    if (term.nulls() != OrderingTerm.Nulls.UNSPECIFIED) {
      throw new StatementException(
          "unsupported use of NULLS "
              + (term.nulls() == OrderingTerm.Nulls.FIRST ? "FIRST" : "LAST"));
    }
    boolean descending = keys.descends(term.direction() == OrderingTerm.Direction.DESCENDING);
    Optional<String> collation = Optional.empty();
    Expr value = term.value();
    while (value instanceof Expr.Collate collate) {
      if (collation.isEmpty()) {
        collation = Optional.of(collate.collation().text());
      }
      value = collate.operand();
    }
    Optional<String> word = plainName(value);
    int column = word.map(table::columnIndex).orElse(-1);
    if (column >= 0) {
      String declared = table.columns.get(column).collation();
      return new IndexColumn(column, Optional.empty(), collation.orElse(declared), descending);
    }
    if (word.isPresent() && mustBeColumn(value)) {
      throw new StatementException("no such column: " + word.get(), value.span().start());
    }
    return new IndexColumn(
        IndexColumn.EXPRESSION, Optional.of(value), collation.orElse("BINARY"), descending);
  }

  private static Optional<String> plainName(Expr value) {
    return switch (value) {
      case Expr.Column(var schema, var table, Name name, var _)
          when schema.isEmpty() && table.isEmpty() ->
          Optional.of(name.text());
      case Expr.StringLiteral literal -> Optional.of(literal.value());
      default -> Optional.empty();
    };
  }

  private static boolean mustBeColumn(Expr value) {
    // What stands in double quotes may be a string, which then is an expression like others.
    return value instanceof Expr.StringLiteral
        || value instanceof Expr.Column column && column.name().quote() != Name.Quote.DOUBLE;
  }
}
