package org.braiddb.sql.print;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Update;

/** Prints INSERT, UPDATE and DELETE. */
final class DataStatementPrinter {
  private final SqlText text;
  private final SelectPrinter selects;
  private final ExprPrinter exprs;

  DataStatementPrinter(SqlText text, SelectPrinter selects) {
    this.text = text;
    this.selects = selects;
    this.exprs = selects.exprs();
  }

  void print(Insert insert) {
    selects.with(insert.with());
    text.word("INSERT");
    or(insert.orAction());
    text.word("INTO").qualifiedName(insert.table());
    selects.alias(insert.alias());
    if (!insert.columns().isEmpty()) {
      text.parenthesized(insert.columns(), text::name);
    }
    insert.source().ifPresentOrElse(selects::print, () -> text.word("DEFAULT VALUES"));
    insert.upserts().forEach(this::printUpsert);
    returning(insert.returning());
  }

  private void or(Optional<ConflictAction> action) {
    action.ifPresent(word -> text.word("OR").word(word.name()));
  }

  private void printUpsert(Insert.Upsert upsert) {
    text.word("ON CONFLICT");
    if (!upsert.target().isEmpty()) {
      text.parenthesized(upsert.target(), exprs::printTerm);
    }
    exprs.clause("WHERE", upsert.targetWhere());
    if (upsert.doNothing()) {
      text.word("DO NOTHING");
    } else {
      text.word("DO UPDATE SET");
      text.list(upsert.assignments(), this::printAssignment);
      exprs.clause("WHERE", upsert.where());
    }
  }

  private void printAssignment(Assignment assignment) {
    if (assignment.parenthesized()) {
      text.parenthesized(assignment.columns(), text::name);
    } else {
      text.name(assignment.columns().getFirst());
    }
    text.word("=");
    exprs.print(assignment.value());
  }

  private void returning(List<ResultColumn> columns) {
    if (!columns.isEmpty()) {
      text.word("RETURNING");
      selects.resultColumns(columns);
    }
  }

  void print(Update update) {
    selects.with(update.with());
    text.word("UPDATE");
    or(update.orAction());
    text.qualifiedName(update.table());
    selects.alias(update.alias());
    selects.hint(update.hint());
    text.word("SET").list(update.assignments(), this::printAssignment);
    update.from().ifPresent(from -> selects.from("FROM", from));
    exprs.clause("WHERE", update.where());
    returning(update.returning());
    exprs.orderBy(update.orderBy());
    selects.limit(update.limit());
  }

  void print(Delete delete) {
    selects.with(delete.with());
    text.word("DELETE FROM").qualifiedName(delete.table());
    selects.alias(delete.alias());
    selects.hint(delete.hint());
    exprs.clause("WHERE", delete.where());
    returning(delete.returning());
    exprs.orderBy(delete.orderBy());
    selects.limit(delete.limit());
  }
}
