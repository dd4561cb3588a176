package org.braiddb.sql.parse;

import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Span;

/** Reads number tokens as the literals that they mean. */
final class NumberLiterals {
  private static final String TWO_TO_63 = "9223372036854775808";

  private NumberLiterals() {}

  /** The literal for the number token that {@code tokens} is at. */
  static Expr read(TokenStream tokens) {
    Span span = new Span(tokens.start(), tokens.end());
    String digits = tokens.tokenText();
    if (tokens.at(Token.SEPARATED_NUMBER)) {
      digits = withoutSeparators(digits, tokens);
    }
    if (isHexadecimal(digits)) {
      return new Expr.IntegerLiteral(hexadecimal(digits, tokens), span);
    }
    if (isDecimalInteger(digits, 0, digits.length())) {
      try {
        return new Expr.IntegerLiteral(Long.parseLong(digits), span);
      } catch (NumberFormatException _) {
        return new Expr.RealLiteral(Double.parseDouble(digits), span);
      }
    }
    return new Expr.RealLiteral(Double.parseDouble(digits), span);
  }

  /** True if the text of a real literal is the integer whose negation still fits 64 bits. */
  static boolean isTwoTo63(String literal) {
    String digits = literal.replace("_", "");
    return digits.endsWith(TWO_TO_63)
        && digits
            .substring(0, digits.length() - TWO_TO_63.length())
            .chars()
            .allMatch(c -> c == '0');
  }

  static boolean isHexadecimal(String literal) {
    return literal.length() > 2 && (literal.charAt(1) | 0x20) == 'x';
  }

  /** Every separator must have a digit on both sides. */
  private static String withoutSeparators(String number, TokenStream tokens) {
    boolean hexadecimal = isHexadecimal(number);
    StringBuilder digits = new StringBuilder(number.length());
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) != '_') {
        digits.append(number.charAt(i));
      } else if (i + 1 == number.length()
          || !isDigit(number.charAt(i - 1), hexadecimal)
          || !isDigit(number.charAt(i + 1), hexadecimal)) {
        throw tokens.error("unrecognized token: \"" + number + "\"", "");
      }
    }
    return digits.toString();
  }

  private static boolean isDigit(char c, boolean hexadecimal) {
    return Character.digit(c, hexadecimal ? 16 : 10) >= 0 && c < 0x80;
  }

  /** Whether what stands there in a text is nothing but decimal digits. */
  static boolean isDecimalInteger(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i), false)) {
        return false;
      }
    }
    return true;
  }

  private static long hexadecimal(String literal, TokenStream tokens) {
    int firstDigit = 2;
    while (firstDigit < literal.length() - 1 && literal.charAt(firstDigit) == '0') {
      firstDigit++;
    }
    if (literal.length() - firstDigit > 16) {
      throw tokens.error("hex literal too big: " + literal, "");
    }
    return Long.parseUnsignedLong(literal, firstDigit, literal.length(), 16);
  }
}
