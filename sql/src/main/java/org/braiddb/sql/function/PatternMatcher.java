package org.braiddb.sql.function;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf8;

/**
 * Matches text against a pattern of LIKE or GLOB.
 *
 * <p>A NUL ends pattern and text. LIKE ignores the case of ASCII letters unless told otherwise.
 *
 * <p>After a mismatch only the last wildcard for a run of characters takes more text: what stands
 * before it has matched as early as it could, and a later match of that leaves less text for the
 * rest. So no stack is needed, and no pattern is too deep.
 */
public final class PatternMatcher {
  /** No escape character. */
  public static final int NO_ESCAPE = 0;

  /** Instead of a character: the pattern goes on with a set. */
  private static final int SET = -2;

  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] pattern;
  private final int patternStart;
  private final int patternEnd;
  private final int anyRun;
  private final int anyOne;
  private final int escape;
  private final boolean glob;
  private final boolean ignoreCase;

  private byte[] text = {};
  private int textEnd;
  private int patternAt;
  private int textAt;

  /** Where the pattern goes on behind the last wildcard, once {@link #runWanted} stands. */
  private int runRest;

  /** The character that must stand behind the last wildcard's run, or {@link #SET}. */
  private int runWanted;

  /** Where the last wildcard looks on for what it wants. */
  private int runText;

  private PatternMatcher(
      Cell pattern, int anyRun, int anyOne, int escape, boolean glob, boolean ignoreCase) {
    this.pattern = pattern.bytes;
    this.patternStart = pattern.offset;
    this.patternEnd = pattern.offset + pattern.length;
    this.anyRun = anyRun;
    this.anyOne = anyOne;
    this.escape = escape;
    this.glob = glob;
    this.ignoreCase = ignoreCase;
  }

  /**
   * Matches texts against a LIKE pattern, whose bytes are not copied.
   *
   * @param escape the escape character or {@link #NO_ESCAPE}
   */
  public static PatternMatcher like(Cell pattern, int escape, boolean caseSensitive) {
    int anyRun = escape == '%' ? -1 : '%';
    int anyOne = escape == '_' ? -1 : '_';
    return new PatternMatcher(pattern, anyRun, anyOne, escape, false, !caseSensitive);
  }

  /** Matches texts against a GLOB pattern, whose bytes are not copied. */
  public static PatternMatcher glob(Cell pattern) {
    return new PatternMatcher(pattern, '*', '?', '[', true, false);
  }

  /** Whether the bytes of a TEXT or BLOB match. */
  public boolean matches(byte[] bytes, int offset, int length) {
    text = bytes;
    textAt = offset;
    textEnd = offset + length;
    patternAt = patternStart;
    return matches();
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

  private boolean matches() {
    boolean afterRun = false;
    while (true) {
      int wanted = nextPattern();
      if (wanted == anyRun) {
        if (!skipWildcards()) {
          return false;
        }
        if (runWanted == 0) {
          return true;
        }
        afterRun = true;
        if (!extendRun()) {
          return false;
        }
      } else if (wanted == 0 && textEnded()) {
        return true;
      } else if ((wanted == 0 || !matchesOne(wanted)) && !(afterRun && extendRun())) {
        return false;
      }
    }
  }

  /** Whether the next character of the text is as wanted; reads on in the pattern as needed. */
  private boolean matchesOne(int character) {
    int wanted = character;
    boolean literal = false;
    if (wanted == escape && escape != NO_ESCAPE) {
      if (glob) {
        return inSet();
      }
      wanted = nextPattern();
      if (wanted == 0) {
        return false;
      }
      literal = true;
    }
    int present = nextText();
    return wanted == present
        || (ignoreCase && sameLetter(wanted, present))
        || (wanted == anyOne && !literal && present != 0);
  }

  private static boolean sameLetter(int left, int right) {
    return left < 0x80
        && right < 0x80
        && left >= 0
        && right >= 0
        && AsciiCase.lower((byte) left) == AsciiCase.lower((byte) right);
  }

  /**
   * Reads on after a wildcard for any run of characters, up to what must stand behind the run: 0
   * where the pattern ends. False where there is not text enough.
   */
  private boolean skipWildcards() {
    int wanted = nextPattern();
    while (wanted == anyRun || (wanted == anyOne && anyOne > 0)) {
      if (wanted == anyOne && nextText() == 0) {
        return false;
      }
      wanted = nextPattern();
    }
    runRest = patternAt;
    if (wanted == escape && escape != NO_ESCAPE && wanted != 0) {
      if (glob) {
        runRest = patternAt - 1;
        wanted = SET;
      } else {
        wanted = nextPattern();
        runRest = patternAt;
        if (wanted == 0) {
          return false;
        }
      }
    }
    runWanted = wanted;
    runText = textAt;
    return true;
  }

  /** Lets the last wildcard take more text, up to the next place where its rest may match. */
  private boolean extendRun() {
    textAt = runText;
    patternAt = runRest;
    if (runWanted == SET) {
      if (textEnded()) {
        return false;
      }
      runText = Utf8.next(text, textAt, textEnd);
      return true;
    }
    if (runWanted > 0 && runWanted < 0x80) {
      return extendRunToByte();
    }
    int present = nextText();
    while (present != runWanted) {
      if (present == 0) {
        return false;
      }
      present = nextText();
    }
    runText = textAt;
    return true;
  }

  /** As above for an ASCII character: no longer character of UTF-8 contains its byte. */
  private boolean extendRunToByte() {
    byte wanted = (byte) runWanted;
    byte lower = AsciiCase.lower(wanted);
    byte otherCase = !ignoreCase ? wanted : lower != wanted ? lower : AsciiCase.upper(wanted);
    for (int at = firstOf(wanted, otherCase); at < textEnd; at++) {
      byte present = text[at];
      if (present == wanted || present == otherCase) {
        textAt = at + 1;
        runText = at + 1;
        return true;
      }
      if (present == 0) {
        return false;
      }
    }
    return false;
  }

  /**
   * Passes what is neither of two bytes nor a NUL, eight bytes at a time; what follows may be one.
   */
  private int firstOf(byte one, byte other) {
    long ones = (one & 0xffL) * EACH_BYTE;
    long others = (other & 0xffL) * EACH_BYTE;
    int at = textAt;
    while (at <= textEnd - Long.BYTES) {
      long word = (long) WORDS.get(text, at);
      long found = zeroBytes(word ^ ones) | zeroBytes(word ^ others) | zeroBytes(word);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    return at;
  }

  /** The highest bit of each byte that is 0, the lowest such at least; of none if none is. */
  private static long zeroBytes(long word) {
    return (word - EACH_BYTE) & ~word & EACH_BYTE << 7;
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
