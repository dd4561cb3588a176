package org.braiddb.sql.parse;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The text of an INSERT, UPDATE or DELETE with parameters in place of the numbers and strings in
 * it, or that of a query with parameters in place of those in its WHERE and LIMIT. Texts that
 * differ in those alone have it in common, so that one compilation of it serves all.
 *
 * <p>It is there only for texts in which a parameter that is bound to a literal's value means what
 * the literal does. A number in ORDER BY names a column; a result column is called by its text; a
 * pattern, an expression in a query and the condition of a partial index may decide by their
 * literals how rows are found. Where a string is a name, or a number belongs to a type, the grammar
 * has no parameter: then this text does not parse.
 */
public final class ParameterizedText {
  /** Rows of VALUES and lists may have many. */
  private static final int MOST_LITERALS = 4096;

  /** Each integer of so many digits fits 64 bits. */
  private static final int MOST_DIGITS = 18;

  private final String original;
  private final String text;
  private final int start;
  private final int end;
  private final int next;

  /** Where each literal begins and ends in the original. */
  private final int[] bounds;

  private ParameterizedText(
      String original, String text, int start, int end, int next, int[] bounds) {
    this.original = original;
    this.text = text;
    this.start = start;
    this.end = end;
    this.next = next;
    this.bounds = bounds;
  }

  /** That of the statement that a text begins with; null where it has none. */
  public static @Nullable ParameterizedText of(String original) {
    Lexer lexer = new Lexer(original, 0);
    Token first = lexer.next();
    return switch (first) {
      case INSERT, REPLACE, UPDATE, DELETE, SELECT -> scan(lexer, first);
      default -> null;
    };
  }

  private static @Nullable ParameterizedText scan(Lexer lexer, Token first) {
    String original = lexer.text();
    StringBuilder text = new StringBuilder(original.length());
    int[] bounds = new int[8];
    int found = 0;
    int start = lexer.start();
    int copied = start;
    int end = lexer.end();
    boolean query = first == Token.SELECT;
    boolean replaces = !query;
    int depth = 0;
    boolean negated = false;
    Token before = first;
    Token token = lexer.next();
    while (token != Token.SEMICOLON && token != Token.END_OF_TEXT) {
      depth += token == Token.LEFT_PARENTHESIS ? 1 : token == Token.RIGHT_PARENTHESIS ? -1 : 0;
      if (query && depth == 0) {
        replaces = replacesAfter(token, replaces);
      }
      if (replaces && isLiteral(token)) {
        if (found == 2 * MOST_LITERALS
            || !isPlain(token, lexer)
            || negated && token == Token.FLOAT && isZero(lexer)) {
          return null;
        }
        if (found == bounds.length) {
          bounds = Arrays.copyOf(bounds, 2 * found);
        }
        text.append(original, copied, lexer.start()).append('?');
        copied = lexer.end();
        bounds[found++] = lexer.start();
        bounds[found++] = copied;
      } else if (query ? !mayStand(token) : !mayStandInChange(token, before)) {
        return null;
      }
      negated = token == Token.MINUS || negated && isAround(token);
      end = lexer.end();
      before = token;
      token = lexer.next();
    }
    if (found == 0) {
      return null;
    }
    text.append(original, copied, end);
    int next = token == Token.SEMICOLON ? lexer.end() : lexer.start();
    return new ParameterizedText(
        original, text.toString(), start, end, next, Arrays.copyOf(bounds, found));
  }

  private static boolean isLiteral(Token token) {
    return token == Token.INTEGER || token == Token.FLOAT || token == Token.STRING;
  }

  private static boolean isPlain(Token token, Lexer lexer) {
    return token != Token.INTEGER
        || (lexer.end() - lexer.start() <= MOST_DIGITS
            && NumberLiterals.isDecimalInteger(lexer.text(), lexer.start(), lexer.end()));
  }

  /** Whether it may stand between a minus and the literal that it negates. */
  private static boolean isAround(Token token) {
    return token == Token.LEFT_PARENTHESIS || token == Token.PLUS;
  }

  /** The negative of a literal zero keeps its sign, that of any other is computed and has none. */
  private static boolean isZero(Lexer lexer) {
    return Double.parseDouble(lexer.text().substring(lexer.start(), lexer.end())) == 0;
  }

  /** Whether the literals that follow in a query decide nothing but which rows there are. */
  private static boolean replacesAfter(Token token, boolean before) {
    return switch (token) {
      case WHERE, LIMIT -> true;
      case GROUP, HAVING, WINDOW, ORDER -> false;
      default -> before;
    };
  }

  private static boolean mayStand(Token token) {
    return switch (token) {
      case ILLEGAL, VARIABLE, BLOB, SEPARATED_NUMBER, SELECT, WITH, LIKE, GLOB, MATCH, REGEXP ->
          false;
      default -> true;
    };
  }

  private static boolean mayStandInChange(Token token, Token before) {
    return switch (token) {
      case RETURNING, ORDER, LIMIT -> false;
      case FROM -> before == Token.DELETE;
      default -> mayStand(token);
    };
  }

  /** What the texts have in common: a statement without semicolon. */
  public String text() {
    return text;
  }

  /** The original of the statement, without semicolon. */
  public String sql() {
    return original.substring(start, end);
  }

  /** The length of the longest string literal in UTF-16 units; 0 where there is none. */
  public int longestString() {
    int longest = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      if (original.charAt(bounds[i]) == '\'') {
        longest = Math.max(longest, bounds[i + 1] - bounds[i] - 2);
      }
    }
    return longest;
  }

  /** Where the text after it begins in the original. */
  public int next() {
    return next;
  }

  /** Parses this text. */
  public ParsedStatement parse() {
    return Parser.parseNext(text, 0).orElseThrow();
  }

  /** Parses the original. */
  public ParsedStatement parseOriginal() {
    return Parser.parseNext(original, 0).orElseThrow();
  }

  /** Binds the parameters to the literals' values. */
  public void bind(Cell[] parameters) {
    for (int i = 0; i < parameters.length; i++) {
      bind(parameters[i], bounds[2 * i], bounds[2 * i + 1]);
    }
  }

  private void bind(Cell parameter, int from, int to) {
    if (original.charAt(from) == '\'') {
      parameter.setText(TokenStream.unquoted(original, from, to, '\''));
    } else if (NumberLiterals.isDecimalInteger(original, from, to)) {
      parameter.setInteger(Long.parseLong(original, from, to, 10));
    } else {
      parameter.setReal(Double.parseDouble(original.substring(from, to)));
    }
  }
}
