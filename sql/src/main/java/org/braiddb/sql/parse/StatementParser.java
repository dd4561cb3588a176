package org.braiddb.sql.parse;

import java.util.Optional;
import org.braiddb.sql.ast.Analyze;
import org.braiddb.sql.ast.Attach;
import org.braiddb.sql.ast.Detach;
import org.braiddb.sql.ast.Explain;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Pragma;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Reindex;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.TransactionStatement;
import org.braiddb.sql.ast.Vacuum;

/** Tells statements apart by their first word, and reads the small ones. */
final class StatementParser {
  private final Grammar grammar;
  private final TokenStream tokens;

  StatementParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  /** A statement, up to the semicolon or the end of the text, which is left. */
  Statement statement() {
    Statement statement = tokens.at(Token.EXPLAIN) ? explain() : plainStatement();
    if (!tokens.at(Token.SEMICOLON) && !tokens.at(Token.END_OF_TEXT)) {
      throw tokens.unexpected("\";\" or the end of the statement");
    }
    return statement;
  }

  private Statement explain() {
    int start = tokens.start();
    tokens.advance();
    boolean queryPlan = tokens.accept(Token.QUERY);
    if (queryPlan) {
      tokens.expect(Token.PLAN);
    }
    Statement explained = plainStatement();
    return new Explain(queryPlan, explained, tokens.spanFrom(start));
  }

  private Statement plainStatement() {
    int start = tokens.start();
    return switch (tokens.kind()) {
      case SELECT, VALUES -> grammar.selects.select();
      case WITH -> grammar.dataStatements.statementWithCommonTables();
      case INSERT, REPLACE -> grammar.dataStatements.insert(Optional.empty(), start, false);
      case UPDATE -> grammar.dataStatements.update(Optional.empty(), start);
      case DELETE -> grammar.dataStatements.delete(Optional.empty(), start);
      case CREATE -> grammar.schemaStatements.create();
      case DROP -> grammar.schemaStatements.drop();
      case ALTER -> grammar.alterTables.alter();
      case BEGIN -> begin();
      case COMMIT, END -> {
        transactionEnd();
        yield new TransactionStatement.Commit(tokens.spanFrom(start));
      }
      case ROLLBACK -> rollback();
      case SAVEPOINT -> {
        tokens.advance();
        Name name = grammar.names.name("a savepoint name");
        yield new TransactionStatement.Savepoint(name, tokens.spanFrom(start));
      }
      case RELEASE -> {
        tokens.advance();
        Name name = savepointName();
        yield new TransactionStatement.Release(name, tokens.spanFrom(start));
      }
      case PRAGMA -> pragma();
      case ATTACH -> attach();
      case DETACH -> {
        tokens.advance();
        tokens.accept(Token.DATABASE);
        Expr schema = grammar.expressions.expression();
        yield new Detach(schema, tokens.spanFrom(start));
      }
      case VACUUM -> vacuum();
      case REINDEX -> {
        tokens.advance();
        Optional<QualifiedName> target = optionalTarget();
        yield new Reindex(target, tokens.spanFrom(start));
      }
      case ANALYZE -> {
        tokens.advance();
        Optional<QualifiedName> target = optionalTarget();
        yield new Analyze(target, tokens.spanFrom(start));
      }
      default -> throw tokens.unexpected("a statement");
    };
  }

  private Optional<QualifiedName> optionalTarget() {
    return tokens.kind().isName()
        ? Optional.of(grammar.names.qualifiedName("a name"))
        : Optional.empty();
  }

  private Statement begin() {
    int start = tokens.start();
    tokens.advance();
    TransactionStatement.Begin.Mode mode =
        switch (tokens.kind()) {
          case DEFERRED -> TransactionStatement.Begin.Mode.DEFERRED;
          case IMMEDIATE -> TransactionStatement.Begin.Mode.IMMEDIATE;
          case EXCLUSIVE -> TransactionStatement.Begin.Mode.EXCLUSIVE;
          case IDENTIFIER ->
              tokens.tokenText().equalsIgnoreCase("concurrent")
                  ? TransactionStatement.Begin.Mode.CONCURRENT
                  : TransactionStatement.Begin.Mode.UNSPECIFIED;
          default -> TransactionStatement.Begin.Mode.UNSPECIFIED;
        };
    if (mode != TransactionStatement.Begin.Mode.UNSPECIFIED) {
      tokens.advance();
    }
    optionalTransactionName();
    return new TransactionStatement.Begin(mode, tokens.spanFrom(start));
  }

  /** {@code TRANSACTION [name]} or nothing; the name means nothing. */
  private void optionalTransactionName() {
    if (tokens.accept(Token.TRANSACTION) && tokens.kind().isName()) {
      tokens.advance();
    }
  }

  private void transactionEnd() {
    tokens.advance();
    optionalTransactionName();
  }

  private Statement rollback() {
    int start = tokens.start();
    transactionEnd();
    if (!tokens.accept(Token.TO)) {
      return new TransactionStatement.Rollback(tokens.spanFrom(start));
    }
    Name name = savepointName();
    return new TransactionStatement.RollbackTo(name, tokens.spanFrom(start));
  }

  private Name savepointName() {
    tokens.accept(Token.SAVEPOINT);
    return grammar.names.name("a savepoint name");
  }

  private Statement pragma() {
    int start = tokens.start();
    tokens.advance();
    QualifiedName name = grammar.names.qualifiedName("a pragma name");
    Optional<Pragma.Argument> argument = Optional.empty();
    if (tokens.accept(Token.EQUAL)) {
      argument = Optional.of(pragmaArgument());
    } else if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      argument = Optional.of(pragmaArgument());
      tokens.expect(Token.RIGHT_PARENTHESIS);
    }
    return new Pragma(name, argument, tokens.spanFrom(start));
  }

  private Pragma.Argument pragmaArgument() {
    int start = tokens.start();
    boolean negative = tokens.at(Token.MINUS);
    if (negative || tokens.at(Token.PLUS)) {
      tokens.advance();
      if (!tokens.at(Token.INTEGER) && !tokens.at(Token.FLOAT)) {
        throw tokens.unexpected("a number");
      }
    }
    switch (tokens.kind()) {
      case INTEGER, FLOAT -> {
        String text = (negative ? "-" : "") + tokens.tokenText();
        tokens.advance();
        return new Pragma.Argument(text, true, tokens.spanFrom(start));
      }
      case ON, DELETE, DEFAULT -> {
        String text = tokens.tokenText();
        tokens.advance();
        return new Pragma.Argument(text, false, tokens.spanFrom(start));
      }
      default -> {
        Name name = grammar.names.name("a name, string or number");
        return new Pragma.Argument(name.text(), false, tokens.spanFrom(start));
      }
    }
  }

  private Statement attach() {
    int start = tokens.start();
    tokens.advance();
    tokens.accept(Token.DATABASE);
    Expr file = grammar.expressions.expression();
    tokens.expect(Token.AS);
    Expr schema = grammar.expressions.expression();
    Optional<Expr> key = grammar.selects.optionalExpression(Token.KEY);
    return new Attach(file, schema, key, tokens.spanFrom(start));
  }

  private Statement vacuum() {
    int start = tokens.start();
    tokens.advance();
    Optional<Name> schema =
        tokens.kind().isName() ? Optional.of(tokens.takeName()) : Optional.empty();
    Optional<Expr> into = grammar.selects.optionalExpression(Token.INTO);
    return new Vacuum(schema, into, tokens.spanFrom(start));
  }
}
