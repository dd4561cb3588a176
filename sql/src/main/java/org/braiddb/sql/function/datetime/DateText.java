package org.braiddb.sql.function.datetime;

import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;
import org.braiddb.sql.value.Utf8;

/** Text that is read as a date, a time or a modifier: bytes up to a NUL, and 0 behind them. */
final class DateText {
  /** What {@link #number} answers where the digits are not as wanted. */
  static final int NONE = -1;

  private final byte[] bytes;
  private final int start;
  private final int end;

  private DateText(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** The text of a TEXT cell. */
  static DateText of(Cell cell) {
    return new DateText(
        cell.bytes, cell.offset, Utf8.terminatedEnd(cell.bytes, cell.offset, cell.length));
  }

  /** The character at a place; 0 behind the end. */
  int at(int place) {
    return start + place < end ? bytes[start + place] & 0xff : 0;
  }

  int length() {
    return end - start;
  }

  boolean isDigit(int place) {
    return at(place) >= '0' && at(place) <= '9';
  }

  boolean isSpace(int place) {
    int character = at(place);
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  /** The first place from here on that holds no white space. */
  int skipSpace(int place) {
    int at = place;
    while (isSpace(at)) {
      at++;
    }
    return at;
  }

  /** A number of exactly so many digits, no larger than allowed, else {@link #NONE}. */
  int number(int place, int digits, int maximum) {
    int value = 0;
    for (int i = place; i < place + digits; i++) {
      if (!isDigit(i)) {
        return NONE;
      }
      value = value * 10 + (at(i) - '0');
    }
    return value <= maximum ? value : NONE;
  }

  /** Whether the whole text is this word, in whatever letter case. */
  boolean is(String word) {
    return length() == word.length() && startsWith(word);
  }

  /** Whether the text begins with this lower-case word, in whatever letter case. */
  boolean startsWith(String word) {
    return hasAt(0, word);
  }

  /** Whether the lower-case word stands at a place, in whatever letter case. */
  boolean hasAt(int place, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (AsciiCase.lower((byte) at(place + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The part from a place on. */
  DateText from(int place) {
    return new DateText(bytes, Math.min(start + place, end), end);
  }

  /** The first {@code length} characters. */
  DateText upTo(int length) {
    return new DateText(bytes, start, Math.min(start + length, end));
  }

  /** The number that the whole text is; NaN where it is none. */
  double wholeNumber() {
    return NumericText.isNumber(bytes, start, end - start)
        ? NumericText.realPrefix(bytes, start, end - start)
        : Double.NaN;
  }
}
