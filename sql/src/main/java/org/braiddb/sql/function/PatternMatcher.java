package org.braiddb.sql.function;

import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf8;

/**
 * Matches text against a pattern of LIKE or GLOB.
 *
 * <p>A NUL ends pattern and text. LIKE ignores the case of ASCII letters unless told otherwise. The
 * outcome {@link #MISMATCH_AFTER_WILDCARD} ends the search early: where the rest of a pattern after
 * a wildcard ran out of text, no later start of an earlier wildcard can help.
 */
public final class PatternMatcher {
  private static final int MATCH = 0;
  private static final int MISMATCH = 1;
  private static final int MISMATCH_AFTER_WILDCARD = 2;

  /** No escape character. */
  public static final int NO_ESCAPE = 0;

  private final byte[] pattern;
  private final int patternEnd;
  private final byte[] text;
  private final int textEnd;
  private final int anyRun;
  private final int anyOne;
  private final int escape;
  private final boolean glob;
  private final boolean ignoreCase;

  private int patternAt;
  private int textAt;

  private PatternMatcher(
      Cell pattern,
      Cell text,
      int anyRun,
      int anyOne,
      int escape,
      boolean glob,
      boolean ignoreCase) {
    this.pattern = pattern.bytes;
    this.patternEnd = pattern.offset + pattern.length;
    this.text = text.bytes;
    this.textEnd = text.offset + text.length;
    this.anyRun = anyRun;
    this.anyOne = anyOne;
    this.escape = escape;
    this.glob = glob;
    this.ignoreCase = ignoreCase;
  }

  /** Whether TEXT or BLOB matches a LIKE pattern, an escape character or {@link #NO_ESCAPE}. */
  public static boolean like(Cell pattern, Cell text, int escape, boolean caseSensitive) {
    int anyRun = escape == '%' ? -1 : '%';
    int anyOne = escape == '_' ? -1 : '_';
    PatternMatcher matcher =
        new PatternMatcher(pattern, text, anyRun, anyOne, escape, false, !caseSensitive);
    return matcher.compare(pattern.offset, text.offset) == MATCH;
  }

  /** Whether TEXT or BLOB matches a GLOB pattern. */
  public static boolean glob(Cell pattern, Cell text) {
    PatternMatcher matcher = new PatternMatcher(pattern, text, '*', '?', '[', true, false);
    return matcher.compare(pattern.offset, text.offset) == MATCH;
  }

  /** The next character of the pattern; 0 at its end. */
  private int nextPattern() {
    if (patternAt >= patternEnd) {
      return 0;
    }
    byte one = pattern[patternAt];
    if (one >= 0) {
      patternAt += one == 0 ? 0 : 1;
      return one;
    }
    int codePoint = Utf8.codePoint(pattern, patternAt, patternEnd);
    patternAt = Utf8.next(pattern, patternAt, patternEnd);
    return codePoint;
  }

  /** The next character of the text; 0 at its end. */
  private int nextText() {
    if (textAt >= textEnd) {
      return 0;
    }
    byte one = text[textAt];
    if (one >= 0) {
      textAt += one == 0 ? 0 : 1;
      return one;
    }
    int codePoint = Utf8.codePoint(text, textAt, textEnd);
    textAt = Utf8.next(text, textAt, textEnd);
    return codePoint;
  }

  private boolean textEnded() {
    return textAt >= textEnd || text[textAt] == 0;
  }

  private int compare(int patternFrom, int textFrom) {
    patternAt = patternFrom;
    textAt = textFrom;
    while (true) {
      int wanted = nextPattern();
      if (wanted == 0) {
        return textEnded() ? MATCH : MISMATCH;
      }
      boolean literal = false;
      if (wanted == anyRun) {
        return compareAfterRun();
      }
      if (wanted == escape && escape != NO_ESCAPE) {
        if (glob) {
          if (!inSet()) {
            return MISMATCH;
          }
          continue;
        }
        wanted = nextPattern();
        if (wanted == 0) {
          return MISMATCH;
        }
        literal = true;
      }
      int present = nextText();
      boolean matches =
          wanted == present
              || (ignoreCase && sameLetter(wanted, present))
              || (wanted == anyOne && !literal && present != 0);
      if (!matches) {
        return MISMATCH;
      }
    }
  }

  private static boolean sameLetter(int left, int right) {
    return left < 0x80
        && right < 0x80
        && left >= 0
        && right >= 0
        && AsciiCase.lower((byte) left) == AsciiCase.lower((byte) right);
  }

  /** Goes on after a wildcard for any run of characters. */
  private int compareAfterRun() {
    int wanted = nextPattern();
    while (wanted == anyRun || (wanted == anyOne && anyOne > 0)) {
      if (wanted == anyOne && nextText() == 0) {
        return MISMATCH_AFTER_WILDCARD;
      }
      wanted = nextPattern();
    }
    if (wanted == 0) {
      return MATCH;
    }
    if (wanted == escape && escape != NO_ESCAPE) {
      if (glob) {
        return findSet(patternAt - 1);
      }
      wanted = nextPattern();
      if (wanted == 0) {
        return MISMATCH_AFTER_WILDCARD;
      }
    }
    return find(wanted);
  }

  /** Tries the rest of the pattern after each place where the wanted character stands. */
  private int find(int wanted) {
    int rest = patternAt;
    while (true) {
      int present = nextText();
      if (present == 0) {
        return MISMATCH_AFTER_WILDCARD;
      }
      if (present != wanted && !(ignoreCase && sameLetter(wanted, present))) {
        continue;
      }
      int resume = textAt;
      int outcome = compare(rest, resume);
      if (outcome != MISMATCH) {
        return outcome;
      }
      textAt = resume;
    }
  }

  /** Tries a pattern that begins with a set at each place. */
  private int findSet(int setAt) {
    int start = textAt;
    while (start < textEnd && text[start] != 0) {
      int outcome = compare(setAt, start);
      if (outcome != MISMATCH) {
        return outcome;
      }
      start = Utf8.next(text, start, textEnd);
    }
    return MISMATCH_AFTER_WILDCARD;
  }

  /** Whether the next character of the text is in the set whose opening bracket was just read. */
  private boolean inSet() {
    int present = nextText();
    if (present == 0) {
      return false;
    }
    boolean seen = false;
    boolean invert = false;
    int prior = 0;
    int member = nextPattern();
    if (member == '^') {
      invert = true;
      member = nextPattern();
    }
    if (member == ']') {
      seen = present == ']';
      member = nextPattern();
    }
    while (member != 0 && member != ']') {
      if (member == '-' && prior > 0 && rangeFollows()) {
        member = nextPattern();
        seen |= present >= prior && present <= member;
        prior = 0;
      } else {
        seen |= present == member;
        prior = member;
      }
      member = nextPattern();
    }
    return member != 0 && seen != invert;
  }

  private boolean rangeFollows() {
    return patternAt < patternEnd && pattern[patternAt] != ']' && pattern[patternAt] != 0;
  }
}
