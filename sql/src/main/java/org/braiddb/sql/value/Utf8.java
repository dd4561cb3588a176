package org.braiddb.sql.value;

/**
 * Characters in UTF-8 that need not be valid, counted and decoded as SQLite does it: a lead byte
 * (0xc0 and up) takes all continuation bytes after it along, any other byte stands for itself.
 */
public final class Utf8 {
  /** What stands for characters that cannot be. */
  public static final int REPLACEMENT = 0xfffd;

  private Utf8() {}

  /** Whether a byte goes on with a character, so that it is not its first. */
  public static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** Where the character after the one at {@code at} begins. */
  public static int next(byte[] text, int at, int end) {
    return text[at] < 0 && (text[at] & 0xc0) == 0xc0 ? nextLoosely(text, at, end) : at + 1;
  }

  /** As {@link #next}, but a continuation byte without a lead takes others along, too. */
  public static int nextLoosely(byte[] text, int at, int end) {
    int following = at + 1;
    if (text[at] < 0) {
      while (following < end && isContinuation(text[following])) {
        following++;
      }
    }
    return following;
  }

  /** The code point of the character at {@code at}. */
  public static int codePoint(byte[] text, int at, int end) {
    int lead = text[at] & 0xff;
    if (lead < 0xc0) {
      return lead;
    }
    int codePoint = payload(lead);
    for (int i = at + 1; i < end && isContinuation(text[i]); i++) {
      codePoint = (codePoint << 6) + (text[i] & 0x3f);
    }
    boolean impossible =
        (codePoint >= 0 && codePoint < 0x80)
            || (codePoint & 0xfffff800) == 0xd800
            || (codePoint & 0xfffffffe) == 0xfffe;
    return impossible ? REPLACEMENT : codePoint;
  }

  /** The bits of the code point that a lead byte holds. */
  private static int payload(int lead) {
    if (lead < 0xe0) {
      return lead & 0x1f;
    }
    if (lead < 0xf0) {
      return lead & 0x0f;
    }
    if (lead < 0xf8) {
      return lead & 0x07;
    }
    if (lead < 0xfc) {
      return lead & 0x03;
    }
    return lead == 0xfd ? 1 : 0;
  }

  /** The end of text that a NUL may end before {@code offset + length}. */
  public static int terminatedEnd(byte[] text, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (text[i] == 0) {
        return i;
      }
    }
    return end;
  }

  /** How many characters there are up to the first NUL, by {@link #nextLoosely}. */
  public static long count(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    int skipped = 0;
    while (at < end) {
      byte value = text[at++];
      if (value > 0) {
        continue;
      }
      if (value == 0) {
        at--;
        break;
      }
      while (at < end && isContinuation(text[at])) {
        at++;
        skipped++;
      }
    }
    return (long) at - offset - skipped;
  }
}
