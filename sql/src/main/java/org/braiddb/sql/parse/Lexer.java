package org.braiddb.sql.parse;

/**
 * Cuts text into tokens, one at a time and without making objects: after {@link #next} the token
 * reaches from {@link #start} to {@link #end}. Blanks and comments are skipped. Characters that
 * begin no token become one ILLEGAL token, never an exception.
 */
final class Lexer {
  /** Skipped where a token could begin; inside a word it is part of the word. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private int start;
  private int end;

  Lexer(String text, int from) {
    this.text = text;
    this.start = from;
    this.end = from;
  }

  String text() {
    return text;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Continues from {@code offset}, so that what follows it is read (again). */
  void moveTo(int offset) {
    start = offset;
    end = offset;
  }

  /** Reads the next token; at the end of the text that is END_OF_TEXT, again and again. */
  Token next() {
    start = skipBlanks(end);
    if (start >= text.length()) {
      end = start;
      return Token.END_OF_TEXT;
    }
    char c = text.charAt(start);
    if (isLetter(c)) {
      return word(c);
    }
    if (isDigit(c) || (c == '.' && isDigit(charAt(start + 1)))) {
      return number();
    }
    return switch (c) {
      case '\'' -> quoted('\'', Token.STRING);
      case '"', '`' -> quoted(c, Token.IDENTIFIER);
      case '[' -> bracketed();
      case '?' -> numberedVariable();
      case '$', '@', ':', '#' -> namedVariable();
      default -> isIdentifierPart(c) ? word(c) : operator(c);
    };
  }

  private Token operator(char c) {
    char d = charAt(start + 1);
    return switch (c) {
      case ';' -> token(1, Token.SEMICOLON);
      case '(' -> token(1, Token.LEFT_PARENTHESIS);
      case ')' -> token(1, Token.RIGHT_PARENTHESIS);
      case ',' -> token(1, Token.COMMA);
      case '.' -> token(1, Token.DOT);
      case '*' -> token(1, Token.STAR);
      case '+' -> token(1, Token.PLUS);
      case '/' -> token(1, Token.SLASH);
      case '%' -> token(1, Token.PERCENT);
      case '&' -> token(1, Token.AMPERSAND);
      case '~' -> token(1, Token.TILDE);
      case '-' -> arrowOrMinus(d);
      case '=' -> token(d == '=' ? 2 : 1, Token.EQUAL);
      case '|' -> d == '|' ? token(2, Token.CONCATENATE) : token(1, Token.BAR);
      case '!' -> d == '=' ? token(2, Token.NOT_EQUAL) : token(1, Token.ILLEGAL);
      case '<' ->
          switch (d) {
            case '=' -> token(2, Token.LESS_OR_EQUAL);
            case '>' -> token(2, Token.NOT_EQUAL);
            case '<' -> token(2, Token.SHIFT_LEFT);
            default -> token(1, Token.LESS);
          };
      case '>' ->
          switch (d) {
            case '=' -> token(2, Token.GREATER_OR_EQUAL);
            case '>' -> token(2, Token.SHIFT_RIGHT);
            default -> token(1, Token.GREATER);
          };
      default -> token(1, Token.ILLEGAL);
    };
  }

  private Token arrowOrMinus(char second) {
    if (second != '>') {
      return token(1, Token.MINUS);
    }
    return charAt(start + 2) == '>' ? token(3, Token.DOUBLE_ARROW) : token(2, Token.ARROW);
  }

  private Token token(int length, Token token) {
    end = start + length;
    return token;
  }

  /** The offset of the first character at or after {@code i} that is no blank and in no comment. */
  private int skipBlanks(int i) {
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isBlank(c)) {
        // A vertical tab begins no blanks, but is skipped among them.
        do {
          i++;
        } while (i < text.length() && isSpace(text.charAt(i)));
      } else if (c == BYTE_ORDER_MARK) {
        i++;
      } else if (c == '-' && charAt(i + 1) == '-') {
        int lineEnd = text.indexOf('\n', i);
        i = lineEnd < 0 ? text.length() : lineEnd;
      } else if (c == '/' && charAt(i + 1) == '*' && i + 2 < text.length()) {
        int close = text.indexOf("*/", i + 2);
        i = close < 0 ? text.length() : close + 2;
      } else {
        break;
      }
    }
    return i;
  }

  private Token word(char first) {
    if ((first == 'x' || first == 'X') && charAt(start + 1) == '\'') {
      return blob();
    }
    int i = start;
    boolean lettersOnly = true;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!isLetter(c) && c != '_') {
        if (!isIdentifierPart(c)) {
          break;
        }
        lettersOnly = false;
      }
      i++;
    }
    end = i;
    return lettersOnly ? Keywords.find(text, start, end) : Token.IDENTIFIER;
  }

  private Token blob() {
    int i = start + 2;
    while (isHexDigit(charAt(i))) {
      i++;
    }
    boolean whole = charAt(i) == '\'' && (i - start) % 2 == 0;
    while (!whole && i < text.length() && text.charAt(i) != '\'') {
      i++;
    }
    end = Math.min(i + 1, text.length());
    return whole ? Token.BLOB : Token.ILLEGAL;
  }

  private Token number() {
    Token kind = Token.INTEGER;
    boolean separated = false;
    int i = start;
    if (text.charAt(i) == '0' && (charAt(i + 1) | 0x20) == 'x' && isHexDigit(charAt(i + 2))) {
      for (i += 3; isHexDigit(charAt(i)) || charAt(i) == '_'; i++) {
        separated |= charAt(i) == '_';
      }
    } else {
      i = digits(i);
      if (charAt(i) == '.') {
        kind = Token.FLOAT;
        i = digits(i + 1);
      }
      if ((charAt(i) | 0x20) == 'e' && hasExponent(i + 1)) {
        kind = Token.FLOAT;
        i = digits(i + 2);
      }
      separated = text.indexOf('_', start, i) >= 0;
    }
    if (separated) {
      kind = Token.SEPARATED_NUMBER;
    }
    while (isIdentifierPart(charAt(i))) {
      kind = Token.ILLEGAL;
      i++;
    }
    end = i;
    return kind;
  }

  private int digits(int i) {
    while (isDigit(charAt(i)) || charAt(i) == '_') {
      i++;
    }
    return i;
  }

  private boolean hasExponent(int i) {
    char c = charAt(i);
    return isDigit(c) || ((c == '+' || c == '-') && isDigit(charAt(i + 1)));
  }

  private Token quoted(char quote, Token kind) {
    int i = start + 1;
    while (true) {
      i = text.indexOf(quote, i);
      if (i < 0) {
        end = text.length();
        return Token.ILLEGAL;
      }
      if (charAt(i + 1) != quote) {
        end = i + 1;
        return kind;
      }
      i += 2;
    }
  }

  private Token bracketed() {
    int close = text.indexOf(']', start);
    end = close < 0 ? text.length() : close + 1;
    return close < 0 ? Token.ILLEGAL : Token.IDENTIFIER;
  }

  private Token numberedVariable() {
    int i = start + 1;
    while (isDigit(charAt(i))) {
      i++;
    }
    end = i;
    return Token.VARIABLE;
  }

  /** A mark and a name, which may hold {@code ::} and end in a suffix in parentheses. */
  private Token namedVariable() {
    int nameLength = 0;
    int i = start + 1;
    Token kind = Token.VARIABLE;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isIdentifierPart(c)) {
        nameLength++;
        i++;
      } else if (c == '(' && nameLength > 0) {
        do {
          i++;
        } while (i < text.length() && !isSpace(text.charAt(i)) && charAt(i) != ')');
        if (charAt(i) == ')') {
          i++;
        } else {
          kind = Token.ILLEGAL;
        }
        break;
      } else if (c == ':' && charAt(i + 1) == ':') {
        i += 2;
      } else {
        break;
      }
    }
    end = i;
    return nameLength == 0 ? Token.ILLEGAL : kind;
  }

  /** The character at {@code i}, or NUL beyond the end, which is part of no token. */
  private char charAt(int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  /** What the dialect trims, which is more than what it skips between tokens. */
  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isLetter(char c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHexDigit(char c) {
    int lower = c | 0x20;
    return isDigit(c) || (lower >= 'a' && lower <= 'f');
  }

  /** Letters, digits, underscore, dollar and everything beyond ASCII. */
  private static boolean isIdentifierPart(char c) {
    return isLetter(c) || isDigit(c) || c == '_' || c == '$' || c >= 0x80;
  }
}
