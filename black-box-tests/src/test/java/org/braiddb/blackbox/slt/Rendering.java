package org.braiddb.blackbox.slt;

import java.util.Locale;

/** Values as the test files write them. */
final class Rendering {

  static final String NULL = "NULL";

  private Rendering() {}

  static String integer(long value) {
    return Long.toString(value);
  }

  static String real(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Empty text has a name of its own, and what does not print is an at sign. */
  static String text(String text) {
    if (text.isEmpty()) {
      return "(empty)";
    }
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      printable.append(c >= ' ' && c <= '~' ? c : '@');
    }
    return printable.toString();
  }
}
