package org.braiddb.sql.parse;

/** Finds the keyword that a word spells, letters of either case, without making a string of it. */
final class Keywords {
  private static final int MAX_LENGTH = "CURRENT_TIMESTAMP".length();

  /** Open addressing over a table at most a quarter full; a miss mostly meets an empty slot. */
  private static final int SLOTS = 1024;

  private static final String[] WORDS = new String[SLOTS];
  private static final Token[] TOKENS = new Token[SLOTS];

  static {
    Token[] all = Token.values();
    for (int i = Token.ABORT.ordinal(); i < all.length; i++) {
      String word = all[i].name();
      int slot = slot(word, 0, word.length());
      while (TOKENS[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      WORDS[slot] = word;
      TOKENS[slot] = all[i];
    }
  }

  private Keywords() {}

  /** The keyword in {@code text} from {@code start} to {@code end}, or IDENTIFIER if it is none. */
  static Token find(String text, int start, int end) {
    int length = end - start;
    if (length < 2 || length > MAX_LENGTH) {
      return Token.IDENTIFIER;
    }
    int slot = slot(text, start, end);
    while (TOKENS[slot] != null) {
      if (spells(text, start, length, WORDS[slot])) {
        return TOKENS[slot];
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return Token.IDENTIFIER;
  }

  private static int slot(String text, int start, int end) {
    int first = text.charAt(start) | 0x20;
    int middle = text.charAt((start + end) >>> 1) | 0x20;
    int last = text.charAt(end - 1) | 0x20;
    return ((first * 31 + middle) * 37 + last * 5 + (end - start) * 59) & (SLOTS - 1);
  }

  private static boolean spells(String text, int start, int length, String upperCaseWord) {
    if (length != upperCaseWord.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(start + i);
      if (c >= 'a' && c <= 'z') {
        c -= 0x20;
      }
      if (c != upperCaseWord.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
