package org.braiddb.sql.ast;

/**
 * An identifier as written.
 *
 * @param text the name itself: quotes removed, doubled quotes made single, letters as written
 * @param quote how it was quoted; {@link Quote#DOUBLE} lets an unresolvable column become a string
 */
public record Name(String text, Quote quote, Span span) implements Node {
  /** The quotes around an identifier. */
  public enum Quote {
    NONE,
    /** {@code "x"}: standard SQL; in an expression it falls back to a string literal. */
    DOUBLE,
    /** {@code 'x'} where the grammar wants a name. */
    SINGLE,
    /** {@code [x]}. */
    BRACKET,
    /** {@code `x`}. */
    BACKTICK
  }

  /** True if any kind of quotes stood around the name. */
  public boolean isQuoted() {
    return quote != Quote.NONE;
  }

  /** Compares names as the dialect does: ASCII letters without regard to case. */
  public boolean is(String other) {
    return equalsIgnoreAsciiCase(text, other);
  }

  /** Compares names as the dialect does: ASCII letters without regard to case. */
  public boolean is(Name other) {
    return equalsIgnoreAsciiCase(text, other.text);
  }

  private static boolean equalsIgnoreAsciiCase(String a, String b) {
    if (a.length() != b.length()) {
      return false;
    }
    for (int i = 0; i < a.length(); i++) {
      if (fold(a.charAt(i)) != fold(b.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }

  @Override
  public String toString() {
    return text;
  }
}
