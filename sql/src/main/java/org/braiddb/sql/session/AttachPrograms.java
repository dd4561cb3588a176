package org.braiddb.sql.session;

import org.braiddb.sql.ast.Attach;
import org.braiddb.sql.ast.Detach;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/** ATTACH and DETACH. Their operands are words, strings or parameters. */
final class AttachPrograms {
  private AttachPrograms() {}

  static Program attach(Attach statement, Session session) {
    if (statement.key().isPresent()) {
      throw StatementException.notSupported("ATTACH with a KEY");
    }
    requireText(statement.file());
    requireText(statement.schema());
    return new ControlProgram(context ->
        session.attach(
            DatabaseSource.parse(text(statement.file(), context), session.defaults()),
            text(statement.schema(), context)));
  }

  static Program detach(Detach statement, Session session) {
    requireText(statement.schema());
    return new ControlProgram(context -> session.detach(text(statement.schema(), context)));
  }

  private static void requireText(Expr operand) {
    switch (operand) {
      case Expr.StringLiteral _, Expr.Column _, Expr.Parameter _, Expr.NullLiteral _ -> {
        // These can be evaluated.
      }
      default -> throw StatementException.notSupported("ATTACH or DETACH with an expression");
    }
  }

  private static String text(Expr operand, RunContext context) {
    return switch (operand) {
      case Expr.StringLiteral literal -> literal.value();
      case Expr.Column column -> column.name().text();
      case Expr.Parameter parameter -> {
        Cell value = new Cell();
        value.copyFrom(context.parameter(parameter.number()));
        value.convertToText();
        yield value.isNull() ? "" : value.decodeText();
      }
      default -> "";
    };
  }
}
