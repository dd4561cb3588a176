package org.braiddb.sql.print;

import java.util.Optional;
import java.util.regex.Pattern;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ForeignKeyClause;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.TableConstraint;

/** Prints CREATE TABLE, columns and constraints. */
final class CreateTablePrinter {
  /** Types that are surely read as written; others are quoted, as they may hold reserved words. */
  private static final Pattern COMMON_TYPE =
      Pattern.compile(
          "(ANY|BLOB|(BIG|SMALL|TINY)?INT|INTEGER|REAL|DOUBLE|FLOAT|NUMERIC|DECIMAL|BOOLEAN|TEXT|CLOB|N?(VAR)?CHAR|DATE|TIME|DATETIME|TIMESTAMP)("
              + " ?\\([-+.,0-9 ]+\\))?",
          Pattern.CASE_INSENSITIVE);

  private final SqlText text;
  private final SelectPrinter selects;
  private final ExprPrinter exprs;

  CreateTablePrinter(SqlText text, SelectPrinter selects) {
    this.text = text;
    this.selects = selects;
    this.exprs = selects.exprs();
  }

  void print(CreateTable table) {
    text.word("CREATE").wordIf(table.temporary(), "TEMP").word("TABLE");
    text.wordIf(table.ifNotExists(), "IF NOT EXISTS").qualifiedName(table.name());
    switch (table.body()) {
      case CreateTable.Body.AsSelect as -> {
        text.word("AS");
        selects.print(as.query());
      }
      case CreateTable.Body.Columns body -> printColumns(body);
    }
  }

  private void printColumns(CreateTable.Body.Columns body) {
    text.word("(").list(body.columns(), this::printColumn);
    for (TableConstraint constraint : body.constraints()) {
      text.attached(",");
      printConstraint(constraint);
    }
    text.attached(")");
    text.wordIf(body.withoutRowid(), "WITHOUT ROWID");
    if (body.strict()) {
      text.attached(body.withoutRowid() ? "," : "").word("STRICT");
    }
  }

  void printColumn(ColumnDefinition column) {
    text.name(column.name());
    text.wordIf(!column.type().isEmpty(), type(column.type()));
    column.constraints().forEach(this::printConstraint);
  }

  /** Quotes around the whole of a type are not part of it, so they can be added. */
  private static String type(String type) {
    boolean hasQuotes = type.chars().anyMatch(c -> "\"'`[".indexOf(c) >= 0);
    return hasQuotes || COMMON_TYPE.matcher(type).matches() ? type : '"' + type + '"';
  }

  private void name(Optional<Name> name) {
    name.ifPresent(constraint -> text.word("CONSTRAINT").name(constraint));
  }

  private void printConstraint(ColumnConstraint constraint) {
    name(constraint.name());
    switch (constraint) {
      case ColumnConstraint.PrimaryKey key -> {
        text.word("PRIMARY KEY");
        exprs.direction(key.direction());
        onConflict(key.onConflict());
        text.wordIf(key.autoincrement(), "AUTOINCREMENT");
      }
      case ColumnConstraint.NotNull notNull -> {
        text.word("NOT NULL");
        onConflict(notNull.onConflict());
      }
      case ColumnConstraint.Null nothing -> {
        text.word("NULL");
        onConflict(nothing.onConflict());
      }
      case ColumnConstraint.Unique unique -> {
        text.word("UNIQUE");
        onConflict(unique.onConflict());
      }
      case ColumnConstraint.Check check -> text.word("CHECK").word(inParentheses(check.text()));
      case ColumnConstraint.Default value -> {
        boolean bare = isLiteral(value.value()) && !value.text().startsWith("(");
        text.word("DEFAULT").word(bare ? value.text() : inParentheses(value.text()));
      }
      case ColumnConstraint.Collate collate -> text.word("COLLATE").name(collate.collation());
      case ColumnConstraint.References references -> printReferences(references.clause());
      case ColumnConstraint.Generated generated -> {
        text.word("GENERATED ALWAYS AS (");
        exprs.print(generated.value());
        text.attached(")").word(generated.stored() ? "STORED" : "VIRTUAL");
      }
    }
  }

  /** Original text in parentheses; a comment in it must not swallow the closing one. */
  private static String inParentheses(String original) {
    return "(" + original + (original.contains("--") ? "\n)" : ")");
  }

  /** True for what DEFAULT takes without parentheses; a bare word was read as a string. */
  private static boolean isLiteral(Expr value) {
    return switch (value) {
      case Expr.NullLiteral _,
          Expr.IntegerLiteral _,
          Expr.RealLiteral _,
          Expr.StringLiteral _,
          Expr.BlobLiteral _,
          Expr.CurrentTime _ ->
          true;
      default -> false;
    };
  }

  private void printConstraint(TableConstraint constraint) {
    name(constraint.name());
    switch (constraint) {
      case TableConstraint.PrimaryKey key -> {
        text.word("PRIMARY KEY (").list(key.columns(), exprs::printTerm);
        text.wordIf(key.autoincrement(), "AUTOINCREMENT").attached(")");
        onConflict(key.onConflict());
      }
      case TableConstraint.Unique unique -> {
        text.word("UNIQUE").parenthesized(unique.columns(), exprs::printTerm);
        onConflict(unique.onConflict());
      }
      case TableConstraint.Check check -> printCheck(check);
      case TableConstraint.ForeignKey key -> {
        text.word("FOREIGN KEY").parenthesized(key.columns(), text::name);
        printReferences(key.clause());
      }
    }
  }

  /** Prints a CHECK without its name. */
  void printCheck(TableConstraint.Check check) {
    text.word("CHECK").word(inParentheses(check.text()));
    onConflict(check.onConflict());
  }

  private void printReferences(ForeignKeyClause clause) {
    text.word("REFERENCES").name(clause.table());
    if (!clause.columns().isEmpty()) {
      text.parenthesized(clause.columns(), text::name);
    }
    action("ON DELETE", clause.onDelete());
    action("ON UPDATE", clause.onUpdate());
    clause.match().ifPresent(match -> text.word("MATCH").name(match));
    text.wordIf(clause.initiallyDeferred(), "DEFERRABLE INITIALLY DEFERRED");
  }

  private void action(String event, ForeignKeyClause.Action action) {
    if (action != ForeignKeyClause.Action.NO_ACTION) {
      text.word(event).word(action.sql());
    }
  }

  void onConflict(Optional<ConflictAction> action) {
    action.ifPresent(word -> text.word("ON CONFLICT").word(word.name()));
  }
}
