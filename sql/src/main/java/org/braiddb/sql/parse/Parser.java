package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.stack.FreshStack;

/**
 * Reads SQL text. Every method answers with a tree or throws {@link SyntaxException}; none keeps
 * state, so all may be called from any thread.
 */
public final class Parser {
  private Parser() {}

  /**
   * The next statement at or after an offset; what follows it is not looked at.
   *
   * @param text one or more statements with semicolons between them
   * @param from where to begin: 0, or {@link ParsedStatement#next} of the statement before
   * @return empty if only blanks, comments and semicolons follow
   * @throws SyntaxException if no statement begins there
   */
  public static Optional<ParsedStatement> parseNext(String text, int from) {
    return onEnoughStack(text, from, false, Parser::parseNext);
  }

  /**
   * All statements of a text.
   *
   * @throws SyntaxException if any of them is none
   */
  public static List<ParsedStatement> parseAll(String text) {
    List<ParsedStatement> statements = new ArrayList<>();
    Optional<ParsedStatement> statement = parseNext(text, 0);
    while (statement.isPresent()) {
      statements.add(statement.get());
      statement = parseNext(text, statement.get().next());
    }
    return statements;
  }

  /**
   * The one statement that an entry of the schema table holds, which may be in forms that only old
   * releases of SQLite wrote.
   *
   * @throws SyntaxException if the text is not exactly one statement
   */
  public static ParsedStatement parseSchemaEntry(String text) {
    ParsedStatement statement = onEnoughStack(text, 0, true, Parser::schemaEntry);
    if (parseNext(text, statement.next()).isPresent()) {
      throw SyntaxException.at(
          statement.next(), text, "more than one statement", "the end of the schema entry");
    }
    return statement;
  }

  /**
   * An expression that is the whole text, such as the stored text of a default value.
   *
   * @throws SyntaxException if the text is not exactly one expression
   */
  public static Expr parseExpression(String text) {
    return onEnoughStack(text, 0, true, Parser::onlyExpression);
  }

  /** Whether a word is a keyword, so that as a name it may need quotes. */
  public static boolean isKeyword(String word) {
    return Keywords.find(word, 0, word.length()) != Token.IDENTIFIER;
  }

  /** Parses where the caller is, and once more on a stack of its own if the text nests deeply. */
  private static <T> T onEnoughStack(
      String text, int from, boolean lenient, Function<Grammar, T> parser) {
    Grammar grammar = new Grammar(text, from, lenient, false);
    try {
      return parser.apply(grammar);
    } catch (SyntaxException e) {
      if (!grammar.limits.stoppedForStack()) {
        throw e;
      }
      return FreshStack.call(() -> parser.apply(new Grammar(text, from, lenient, true)));
    }
  }

  private static ParsedStatement schemaEntry(Grammar grammar) {
    return parseNext(grammar).orElseThrow(() -> grammar.tokens.unexpected("a CREATE statement"));
  }

  private static Expr onlyExpression(Grammar grammar) {
    Expr expression = grammar.expressions.expression();
    if (!grammar.tokens.at(Token.END_OF_TEXT)) {
      throw grammar.tokens.unexpected("the end of the expression");
    }
    return expression;
  }

  private static Optional<ParsedStatement> parseNext(Grammar grammar) {
    TokenStream tokens = grammar.tokens;
    while (tokens.accept(Token.SEMICOLON)) {
      // Empty statements are none.
    }
    if (tokens.at(Token.END_OF_TEXT)) {
      return Optional.empty();
    }
    int start = tokens.start();
    Statement statement = new StatementParser(grammar).statement();
    int next = tokens.at(Token.SEMICOLON) ? tokens.end() : tokens.start();
    return Optional.of(
        new ParsedStatement(
            tokens.text(),
            statement,
            start,
            tokens.previousEnd(),
            next,
            grammar.parameters,
            grammar.limits.deepest()));
  }
}
