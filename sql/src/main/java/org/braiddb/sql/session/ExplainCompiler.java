package org.braiddb.sql.session;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.Analyze;
import org.braiddb.sql.ast.Attach;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.ast.CreateTable;
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
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.change.ChangeCompiler;
import org.braiddb.sql.execute.ExplainProgram;
import org.braiddb.sql.execute.QueryCompiler;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.listing.Listing.Operation;
import org.braiddb.sql.listing.ListingProgram;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/**
 * Makes programs of EXPLAIN and EXPLAIN QUERY PLAN. The statement is compiled either way, so that
 * what is wrong with it is said.
 */
final class ExplainCompiler {
  private final StatementCompiler compiler;
  private final CompileContext context;
  private final Listing listing = new Listing();

  ExplainCompiler(StatementCompiler compiler, CompileContext context) {
    this.compiler = compiler;
    this.context = context;
  }

  /**
   * Compiles one.
   *
   * @param parameters how many the statement has
   */
  Program compile(Explain explain, int parameters) {
    return explain.queryPlan()
        ? queryPlan(explain.statement(), parameters)
        : listing(explain.statement(), parameters);
  }

  private Program queryPlan(Statement statement, int parameters) {
    return switch (statement) {
      case Select select -> ExplainProgram.of(select, context);
      case Insert insert -> ChangeCompiler.explain(insert, insert.with(), context);
      case Update update -> ChangeCompiler.explain(update, update.with(), context);
      case Delete delete -> ChangeCompiler.explain(delete, delete.with(), context);
      default -> {
        compiler.compile(statement, parameters, context);
        yield ExplainProgram.none();
      }
    };
  }

  private Program listing(Statement statement, int parameters) {
    Set<Integer> databases = new HashSet<>();
    listing.add(
        Operation.of("Program", ""), () -> databases.addAll(statement(statement, parameters)));
    return new ListingProgram(listing.operations(), databases);
  }

  /** Lists a statement; returns the databases whose definitions that depends on. */
  private Set<Integer> statement(Statement statement, int parameters) {
    return switch (statement) {
      case Select select -> query(select);
      case Insert insert -> change(ChangeCompiler.list(insert, insert.with(), context, listing));
      case Update update -> change(ChangeCompiler.list(update, update.with(), context, listing));
      case Delete delete -> change(ChangeCompiler.list(delete, delete.with(), context, listing));
      case CreateStatement _,
          Drop _,
          AlterTable _,
          TransactionStatement _,
          Pragma _,
          Explain _,
          Attach _,
          Detach _,
          Vacuum _,
          Reindex _,
          Analyze _ ->
          whole(statement, parameters);
    };
  }

  private Set<Integer> query(Select select) {
    BoundQuery query = new Binder(context).select(select);
    Set<Integer> databases = new QueryCompiler(context).list(query, List.of(), listing);
    transactions(databases, Set.of());
    return databases;
  }

  private Set<Integer> change(Program program) {
    transactions(program.reads(), program.writes());
    return program.reads();
  }

  /** One that is a single operation. */
  private Set<Integer> whole(Statement statement, int parameters) {
    Program program = compiler.compile(statement, parameters, context);
    String text = context.text().substring(statement.span().start(), statement.span().end());
    String word = text.strip().split("\\s", 2)[0];
    String name =
        word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
    listing.add(
        Operation.of(name, text),
        () -> {
          if (statement instanceof CreateTable table
              && table.body() instanceof CreateTable.Body.AsSelect made) {
            new QueryCompiler(context)
                .list(new Binder(context).definition(made.query()), List.of(), listing);
          }
        });
    transactions(program.reads(), program.writes());
    return program.reads();
  }

  /** The transactions that it runs in, one for each database. */
  private void transactions(Set<Integer> reads, Set<Integer> writes) {
    Set<Integer> all = new HashSet<>(reads);
    all.addAll(writes);
    for (int database : all.stream().sorted().toList()) {
      SchemaScopes.Scope scope = context.schemas().scope(database);
      listing.add(
          Operation.of("Transaction", database, scope.catalog().cookie(), scope.name())
              .because(writes.contains(database) ? "writes" : "reads"));
    }
  }
}
