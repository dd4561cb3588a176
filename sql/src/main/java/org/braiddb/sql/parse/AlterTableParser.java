package org.braiddb.sql.parse;

import java.util.Optional;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.TableConstraint;

/** Reads ALTER TABLE. */
final class AlterTableParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  AlterTableParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  Statement alter() {
    int start = tokens.start();
    tokens.expect(Token.ALTER);
    tokens.expect(Token.TABLE);
    QualifiedName table = grammar.names.qualifiedName("a table name");
    AlterTable.Action action =
        switch (tokens.kind()) {
          case RENAME -> rename();
          case ADD -> add();
          case DROP -> drop();
          case ALTER -> alterColumn();
          default -> throw tokens.unexpected("RENAME, ADD, DROP or ALTER");
        };
    return new AlterTable(table, action, tokens.spanFrom(start));
  }

  private AlterTable.Action rename() {
    tokens.advance();
    if (tokens.accept(Token.TO)) {
      return new AlterTable.Action.RenameTable(grammar.names.name("a table name"));
    }
    tokens.accept(Token.COLUMN);
    Name column = grammar.names.name("TO or a column name");
    tokens.expect(Token.TO);
    return new AlterTable.Action.RenameColumn(column, grammar.names.name("a column name"));
  }

  private AlterTable.Action add() {
    tokens.advance();
    int start = tokens.start();
    if (tokens.at(Token.CONSTRAINT) || tokens.at(Token.CHECK)) {
      Optional<Name> name =
          tokens.accept(Token.CONSTRAINT)
              ? Optional.of(grammar.names.name("a constraint name"))
              : Optional.empty();
      TableConstraint.Check check = grammar.constraints.tableCheck(name, start);
      return new AlterTable.Action.AddCheck(check, tokens.spanToCurrent(start));
    }
    tokens.accept(Token.COLUMN);
    start = tokens.start();
    ColumnDefinition column = grammar.createTables.column();
    return new AlterTable.Action.AddColumn(column, tokens.spanToCurrent(start));
  }

  private AlterTable.Action drop() {
    tokens.advance();
    if (tokens.accept(Token.CONSTRAINT)) {
      return new AlterTable.Action.DropConstraint(grammar.names.name("a constraint name"));
    }
    tokens.accept(Token.COLUMN);
    return new AlterTable.Action.DropColumn(grammar.names.name("a column name"));
  }

  private AlterTable.Action alterColumn() {
    tokens.advance();
    tokens.accept(Token.COLUMN);
    Name column = grammar.names.name("a column name");
    if (tokens.accept(Token.DROP)) {
      tokens.expect(Token.NOT);
      tokens.expect(Token.NULL);
      return new AlterTable.Action.DropNotNull(column);
    }
    tokens.expect(Token.SET);
    int start = tokens.start();
    tokens.expect(Token.NOT);
    tokens.expect(Token.NULL);
    Optional<ConflictAction> conflict = grammar.constraints.onConflict();
    return new AlterTable.Action.SetNotNull(column, conflict, tokens.spanToCurrent(start));
  }
}
