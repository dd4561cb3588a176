package org.braiddb.sql.print;

import java.util.Optional;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.Analyze;
import org.braiddb.sql.ast.Attach;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.ast.CreateVirtualTable;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Detach;
import org.braiddb.sql.ast.Drop;
import org.braiddb.sql.ast.Explain;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Pragma;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Reindex;
import org.braiddb.sql.ast.SchemaStatement;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.TransactionStatement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.ast.Vacuum;

/** Prints trees as SQL. */
public final class SqlPrinter {
  private final SqlText text = new SqlText();
  private final SelectPrinter selects = new SelectPrinter(text);
  private final ExprPrinter exprs = selects.exprs();
  private final DataStatementPrinter dataStatements = new DataStatementPrinter(text, selects);
  private final CreateTablePrinter createTables = new CreateTablePrinter(text, selects);

  private SqlPrinter() {}

  /** The statement as SQL, without semicolon at its end. */
  public static String print(Statement statement) {
    SqlPrinter printer = new SqlPrinter();
    printer.printStatement(statement);
    return printer.text.toString();
  }

  /** The expression as SQL. */
  public static String print(Expr expr) {
    SqlPrinter printer = new SqlPrinter();
    printer.exprs.print(expr);
    return printer.text.toString();
  }

  private void printStatement(Statement statement) {
    switch (statement) {
      case Select select -> selects.print(select);
      case Insert insert -> dataStatements.print(insert);
      case Update update -> dataStatements.print(update);
      case Delete delete -> dataStatements.print(delete);
      case SchemaStatement schema -> printSchemaStatement(schema);
      case TransactionStatement transaction -> printTransaction(transaction);
      case Pragma pragma -> printPragma(pragma);
      case Explain explain -> {
        text.word("EXPLAIN").wordIf(explain.queryPlan(), "QUERY PLAN");
        printStatement(explain.statement());
      }
      case Attach attach -> {
        exprs.clause("ATTACH DATABASE", Optional.of(attach.file()));
        exprs.clause("AS", Optional.of(attach.schema()));
        exprs.clause("KEY", attach.key());
      }
      case Detach detach -> exprs.clause("DETACH DATABASE", Optional.of(detach.schema()));
      case Vacuum vacuum -> {
        text.word("VACUUM");
        vacuum.schema().ifPresent(text::name);
        exprs.clause("INTO", vacuum.into());
      }
      case Reindex reindex -> printWithTarget("REINDEX", reindex.target());
      case Analyze analyze -> printWithTarget("ANALYZE", analyze.target());
    }
  }

  private void printWithTarget(String keyword, Optional<QualifiedName> target) {
    text.word(keyword);
    target.ifPresent(text::qualifiedName);
  }

  private void printSchemaStatement(SchemaStatement statement) {
    switch (statement) {
      case CreateStatement create -> printCreate(create);
      case AlterTable alter -> {
        text.word("ALTER TABLE").qualifiedName(alter.table());
        printAlteration(alter.action());
      }
      case Drop drop ->
          text.word("DROP")
              .word(drop.kind().name())
              .wordIf(drop.ifExists(), "IF EXISTS")
              .qualifiedName(drop.name());
    }
  }

  private void printCreate(CreateStatement create) {
    switch (create) {
      case CreateTable table -> createTables.print(table);
      case CreateIndex index -> {
        text.word("CREATE").wordIf(index.unique(), "UNIQUE").word("INDEX");
        printNewName(index);
        text.word("ON").name(index.table()).parenthesized(index.terms(), exprs::printTerm);
        exprs.clause("WHERE", index.where());
      }
      case CreateView view -> {
        text.word("CREATE").wordIf(view.temporary(), "TEMP").word("VIEW");
        printNewName(view);
        if (!view.columns().isEmpty()) {
          text.parenthesized(view.columns(), text::name);
        }
        text.word("AS");
        selects.print(view.query());
      }
      case CreateTrigger trigger -> printTrigger(trigger);
      case CreateVirtualTable table -> {
        text.word("CREATE VIRTUAL TABLE");
        printNewName(table);
        text.word("USING").name(table.module());
        if (!table.arguments().isEmpty()) {
          text.parenthesized(table.arguments(), text::word);
        }
      }
    }
  }

  private void printNewName(CreateStatement create) {
    text.wordIf(create.ifNotExists(), "IF NOT EXISTS").qualifiedName(create.name());
  }

  private void printTrigger(CreateTrigger trigger) {
    text.word("CREATE").wordIf(trigger.temporary(), "TEMP").word("TRIGGER");
    printNewName(trigger);
    text.word(
        switch (trigger.time()) {
          case BEFORE -> "BEFORE";
          case AFTER -> "AFTER";
          case INSTEAD_OF -> "INSTEAD OF";
        });
    text.word(trigger.event().name());
    if (!trigger.updateOf().isEmpty()) {
      text.word("OF").list(trigger.updateOf(), text::name);
    }
    text.word("ON").qualifiedName(trigger.table());
    exprs.clause("WHEN", trigger.when());
    text.word("BEGIN");
    for (Statement step : trigger.body()) {
      printStatement(step);
      text.attached(";");
    }
    text.word("END");
  }

  private void printAlteration(AlterTable.Action action) {
    switch (action) {
      case AlterTable.Action.RenameTable rename -> text.word("RENAME TO").name(rename.newName());
      case AlterTable.Action.RenameColumn rename ->
          text.word("RENAME COLUMN").name(rename.column()).word("TO").name(rename.newName());
      case AlterTable.Action.AddColumn add -> {
        text.word("ADD COLUMN");
        createTables.printColumn(add.column());
      }
      case AlterTable.Action.DropColumn drop -> text.word("DROP COLUMN").name(drop.column());
      case AlterTable.Action.AddCheck add -> {
        text.word("ADD");
        add.constraint().name().ifPresent(name -> text.word("CONSTRAINT").name(name));
        createTables.printCheck(add.constraint());
      }
      case AlterTable.Action.DropConstraint drop ->
          text.word("DROP CONSTRAINT").name(drop.constraint());
      case AlterTable.Action.SetNotNull set -> {
        text.word("ALTER COLUMN").name(set.column()).word("SET NOT NULL");
        createTables.onConflict(set.onConflict());
      }
      case AlterTable.Action.DropNotNull drop ->
          text.word("ALTER COLUMN").name(drop.column()).word("DROP NOT NULL");
    }
  }

  private void printTransaction(TransactionStatement statement) {
    switch (statement) {
      case TransactionStatement.Begin begin -> {
        text.word("BEGIN");
        text.wordIf(
            begin.mode() != TransactionStatement.Begin.Mode.UNSPECIFIED, begin.mode().name());
      }
      case TransactionStatement.Commit _ -> text.word("COMMIT");
      case TransactionStatement.Rollback _ -> text.word("ROLLBACK");
      case TransactionStatement.Savepoint savepoint ->
          text.word("SAVEPOINT").name(savepoint.name());
      case TransactionStatement.Release release ->
          text.word("RELEASE SAVEPOINT").name(release.name());
      case TransactionStatement.RollbackTo rollback ->
          text.word("ROLLBACK TO SAVEPOINT").name(rollback.name());
    }
  }

  private void printPragma(Pragma pragma) {
    text.word("PRAGMA").qualifiedName(pragma.name());
    pragma
        .argument()
        .ifPresent(argument ->
            text.word("=")
                .word(
                    argument.number() ? argument.text() : SqlText.inQuotes(argument.text(), "'")));
  }
}
