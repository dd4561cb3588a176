package org.braiddb.sql.parse;

import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.value.LengthLimit;

/**
 * The current token of a text. Decides, from the tokens around them, whether WINDOW, OVER and
 * FILTER are keywords; everything else that a keyword may mean is for the parsers to decide.
 */
final class TokenStream {
  /** The longest statement, in UTF-16 units; SQLite counts bytes. */
  private static final int MAXIMUM_LENGTH = 1_000_000_000;

  private final Lexer lexer;
  private final int from;
  private final int maximumLength;
  private Token kind = Token.SEMICOLON;
  private Token previousKind = Token.SEMICOLON;
  private int start;
  private int end;
  private int previousEnd;

  TokenStream(String text, int from) {
    this(text, from, MAXIMUM_LENGTH);
  }

  /**
   * @param maximumLength how long a statement may be, in UTF-16 units
   */
  TokenStream(String text, int from, int maximumLength) {
    this.from = from;
    this.maximumLength = maximumLength;
    lexer = new Lexer(text, from);
    previousEnd = from;
    end = from;
    advance();
  }

  String text() {
    return lexer.text();
  }

  Token kind() {
    return kind;
  }

  /** The token before the current one. */
  Token previousKind() {
    return previousKind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Where the token before the current one ended. */
  int previousEnd() {
    return previousEnd;
  }

  /** From {@code from} to the end of the last token consumed. */
  Span spanFrom(int from) {
    return new Span(from, Math.max(from, previousEnd));
  }

  /** From {@code from} to the current token, blanks before it left out and comments not. */
  Span spanToCurrent(int from) {
    int to = start;
    while (to > from && Lexer.isSpace(text().charAt(to - 1))) {
      to--;
    }
    return new Span(from, to);
  }

  /** The current token's text. */
  String tokenText() {
    return lexer.text().substring(start, end);
  }

  void advance() {
    previousKind = kind;
    previousEnd = end;
    Token next = lexer.next();
    start = lexer.start();
    end = lexer.end();
    if (end - from > maximumLength) {
      throw LengthLimit.tooBig();
    }
    if (next == Token.ILLEGAL) {
      kind = next;
      throw error("unrecognized token: \"" + tokenText() + "\"", "");
    }
    kind = isActive(next) ? next : Token.IDENTIFIER;
  }

  private boolean isActive(Token token) {
    return switch (token) {
      case WINDOW -> isNameLike(peek()) && peekSecond() == Token.AS;
      case OVER ->
          previousKind == Token.RIGHT_PARENTHESIS
              && (peek() == Token.LEFT_PARENTHESIS || isNameLike(peek()));
      case FILTER -> previousKind == Token.RIGHT_PARENTHESIS && peek() == Token.LEFT_PARENTHESIS;
      default -> true;
    };
  }

  private static boolean isNameLike(Token token) {
    return token.isIdentifierOrString()
        || token.isJoinWord()
        || token == Token.WINDOW
        || token == Token.OVER;
  }

  /** The token after the current one, with WINDOW, OVER and FILTER always as keywords. */
  Token peek() {
    Token next = lexer.next();
    lexer.moveTo(end);
    return next;
  }

  private Token peekSecond() {
    lexer.next();
    Token second = lexer.next();
    lexer.moveTo(end);
    return second;
  }

  /** The token after the next one is a star; the next one is a dot. */
  boolean starFollowsDot() {
    return peekSecond() == Token.STAR;
  }

  boolean at(Token token) {
    return kind == token;
  }

  boolean accept(Token token) {
    if (kind != token) {
      return false;
    }
    advance();
    return true;
  }

  void expect(Token token) {
    if (kind != token) {
      throw unexpected(describe(token));
    }
    advance();
  }

  /** The current token is one that the grammar has no place for. */
  SyntaxException unexpected(String expected) {
    return kind == Token.END_OF_TEXT
        ? error("incomplete input", expected)
        : error("near \"" + tokenText() + "\": syntax error", expected);
  }

  /** An error at the current token. */
  SyntaxException error(String problem, String expected) {
    return errorAt(start, problem, expected);
  }

  SyntaxException errorAt(int offset, String problem, String expected) {
    return SyntaxException.at(offset, lexer.text(), problem, expected);
  }

  /** Reads the current token as a name, of which the caller knows that it can be one. */
  Name takeName() {
    Name name = name();
    advance();
    return name;
  }

  private Name name() {
    String text = lexer.text();
    Span span = new Span(start, end);
    return switch (text.charAt(start)) {
      case '"' -> new Name(unquoted('"'), Name.Quote.DOUBLE, span);
      case '\'' -> new Name(unquoted('\''), Name.Quote.SINGLE, span);
      case '`' -> new Name(unquoted('`'), Name.Quote.BACKTICK, span);
      case '[' -> new Name(text.substring(start + 1, end - 1), Name.Quote.BRACKET, span);
      default -> new Name(text.substring(start, end), Name.Quote.NONE, span);
    };
  }

  /** The current token's text without its quotes, doubled ones inside made single. */
  String unquoted(char quote) {
    return unquoted(lexer.text(), start, end, quote);
  }

  static String unquoted(String text, int start, int end, char quote) {
    String inner = text.substring(start + 1, end - 1);
    if (inner.indexOf(quote) < 0) {
      return inner;
    }
    String one = String.valueOf(quote);
    return inner.replace(one + one, one);
  }

  static String describe(Token token) {
    return switch (token) {
      case SEMICOLON -> "\";\"";
      case LEFT_PARENTHESIS -> "\"(\"";
      case RIGHT_PARENTHESIS -> "\")\"";
      case COMMA -> "\",\"";
      case EQUAL -> "\"=\"";
      default -> token.name();
    };
  }
}
