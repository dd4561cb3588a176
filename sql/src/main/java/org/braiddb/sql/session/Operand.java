package org.braiddb.sql.session;

import java.util.List;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.execute.Evaluator;
import org.braiddb.sql.execute.Frame;
import org.braiddb.sql.execute.QueryCompiler;
import org.braiddb.sql.execute.RunExecution;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/** The file or name that ATTACH, DETACH or VACUUM INTO is given: an expression without columns. */
record Operand(BoundExpr expression, CompileContext context) {
  static Operand of(Expr expr, CompileContext context) {
    return new Operand(new Binder(context).constant(expr), context);
  }

  /** Evaluates it. */
  Cell value(RunContext run) {
    Cell value = new Cell();
    try (QueryCompiler.RowExpressions expressions =
        new QueryCompiler(context).expressions(List.of(expression))) {
      Evaluator evaluator = expressions.compile(expression);
      Frame frame = expressions.open(new RunExecution(run));
      evaluator.eval(frame);
      value.copyFrom(frame);
      value.own();
    }
    return value;
  }
}
