package org.braiddb.shell.text;

import org.jline.utils.WCWidth;

/** Text as a terminal shows it: its width in columns, and what could disturb the screen. */
public final class DisplayText {
  private static final int TAB_STOP = 8;

  private DisplayText() {}

  /** The columns that a text without control characters takes; wide characters take two. */
  public static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c < 0x7f) {
        width++;
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        width += Math.max(0, WCWidth.wcwidth(codePoint));
        i += Character.charCount(codePoint);
      }
    }
    return width;
  }

  /**
   * A line with tabs as blanks and other control characters in caret notation ({@code ^[}), so that
   * a value can neither move the cursor nor break a table.
   */
  public static String printable(String line) {
    if (line.chars().noneMatch(DisplayText::isControl)) {
      return line;
    }
    StringBuilder result = new StringBuilder(line.length() + TAB_STOP);
    line.codePoints()
        .forEach(c -> {
          if (c == '\t') {
            result.repeat(' ', TAB_STOP - width(result.toString()) % TAB_STOP);
          } else if (c < 0x20 || c == 0x7f) {
            result.append('^').append((char) (c ^ 0x40));
          } else if (isControl(c)) {
            result.append('\uFFFD');
          } else {
            result.appendCodePoint(c);
          }
        });
    return result.toString();
  }

  private static boolean isControl(int c) {
    return c < 0x20 || c >= 0x7f && c < 0xa0;
  }
}
