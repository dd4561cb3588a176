package org.braiddb.sql.session;

import java.util.Optional;
import org.braiddb.sql.ast.Attach;
import org.braiddb.sql.ast.Detach;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/** ATTACH and DETACH. A word by itself is the text it says. */
final class AttachPrograms {
  private AttachPrograms() {}

  /** A KEY is looked at and not used, as in a SQLite that does not encrypt. */
  static Program attach(Attach statement, Session session, CompileContext context) {
    Text file = Text.of(statement.file(), context);
    Text name = Text.of(statement.schema(), context);
    Optional<Text> key = statement.key().map(expr -> Text.of(expr, context));
    return new ControlProgram(run -> {
      DatabaseSource source = DatabaseSource.parse(file.in(run), session.defaults());
      String schema = name.in(run);
      key.ifPresent(text -> text.in(run));
      session.attach(source, schema);
    });
  }

  static Program detach(Detach statement, Session session, CompileContext context) {
    Text name = Text.of(statement.schema(), context);
    return new ControlProgram(run -> session.detach(name.in(run)));
  }

  /** A text that is known when the statement runs. */
  private interface Text {
    String in(RunContext run);

    static Text of(Expr expr, CompileContext context) {
      if (expr instanceof Expr.Column column && column.table().isEmpty()) {
        return _ -> column.name().text();
      }
      Operand operand = Operand.of(expr, context);
      return run -> {
        Cell value = operand.value(run);
        value.convertToText();
        return value.isNull() ? "" : value.decodeText();
      };
    }
  }
}
