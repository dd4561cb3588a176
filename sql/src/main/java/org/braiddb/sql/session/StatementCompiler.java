package org.braiddb.sql.session;

import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.Analyze;
import org.braiddb.sql.ast.Attach;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Detach;
import org.braiddb.sql.ast.Drop;
import org.braiddb.sql.ast.Explain;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Pragma;
import org.braiddb.sql.ast.Reindex;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.TransactionStatement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.ast.Vacuum;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.change.ChangeCompiler;
import org.braiddb.sql.change.schema.AnalyzeCompiler;
import org.braiddb.sql.change.schema.ReindexCompiler;
import org.braiddb.sql.change.schema.SchemaStatementCompiler;
import org.braiddb.sql.execute.SelectProgram;
import org.braiddb.sql.parse.ParsedStatement;
import org.braiddb.sql.pragma.PragmaCompiler;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** Makes a program of a statement: hands each kind to the package that knows it. */
final class StatementCompiler {
  private final Session session;
  private final SessionControl control;

  StatementCompiler(Session session) {
    this.session = session;
    this.control = new SessionControl(session);
  }

  /**
   * Whether it names anything in a database. Others are compiled, and run, also where nobody may
   * read just then: while the journal mode is switched, before the busy timeout is set.
   */
  static boolean needsSchema(Statement statement) {
    return !(statement instanceof TransactionStatement)
        && !(statement instanceof Pragma pragma && PragmaCompiler.isForConnection(pragma));
  }

  Program compile(ParsedStatement parsed, SchemaScopes scopes) {
    CompileContext context =
        new CompileContext(
            parsed.text(),
            scopes,
            session.functions(),
            session.tableFunctions(),
            session.collations(),
            session.settings(),
            control);
    return compile(parsed.statement(), parsed.parameters().count(), context);
  }

  /** Compiles a statement or what stands after EXPLAIN. */
  Program compile(Statement statement, int parameters, CompileContext context) {
    return switch (statement) {
      case Select select -> SelectProgram.of(select, context);
      case Insert insert -> ChangeCompiler.compile(insert, context);
      case Update update -> ChangeCompiler.compile(update, context);
      case Delete delete -> ChangeCompiler.compile(delete, context);
      case CreateStatement create -> SchemaStatementCompiler.create(create, parameters, context);
      case Drop drop -> SchemaStatementCompiler.drop(drop, context);
      case AlterTable alter -> SchemaStatementCompiler.alter(alter, context);
      case TransactionStatement transaction -> transaction(transaction);
      case Pragma pragma -> PragmaCompiler.compile(pragma, context);
      case Explain explain -> new ExplainCompiler(this, context).compile(explain, parameters);
      case Attach attach -> AttachPrograms.attach(attach, session, context);
      case Detach detach -> AttachPrograms.detach(detach, session, context);
      case Vacuum vacuum -> VacuumCompiler.compile(vacuum, session, context);
      case Reindex reindex -> ReindexCompiler.compile(reindex, context);
      case Analyze analyze -> AnalyzeCompiler.compile(analyze, context);
    };
  }

  private Program transaction(TransactionStatement statement) {
    return switch (statement) {
      case TransactionStatement.Begin begin ->
          new ControlProgram(context -> session.transactions().begin(begin.mode()));
      case TransactionStatement.Commit _ ->
          new ControlProgram(context -> session.transactions().commit());
      case TransactionStatement.Rollback _ ->
          new ControlProgram(context -> session.transactions().rollback());
      case TransactionStatement.Savepoint savepoint ->
          new ControlProgram(context -> session.transactions().savepoint(savepoint.name().text()));
      case TransactionStatement.Release release ->
          new ControlProgram(context -> session.transactions().release(release.name().text()));
      case TransactionStatement.RollbackTo rollback ->
          new ControlProgram(context -> session.transactions().rollbackTo(rollback.name().text()));
    };
  }
}
