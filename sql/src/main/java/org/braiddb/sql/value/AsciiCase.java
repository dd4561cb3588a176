package org.braiddb.sql.value;

/** Letter case of A-Z and a-z, the only letters whose case SQLite's core knows. */
public final class AsciiCase {
  private AsciiCase() {}

  /** The lower-case form of an ASCII letter; anything else unchanged. */
  public static byte lower(byte character) {
    return character >= 'A' && character <= 'Z' ? (byte) (character + 32) : character;
  }

  /** The upper-case form of an ASCII letter; anything else unchanged. */
  public static byte upper(byte character) {
    return character >= 'a' && character <= 'z' ? (byte) (character - 32) : character;
  }

  /** The text with A-Z folded to a-z: what names of the language are looked up by. */
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character >= 'A' && character <= 'Z') {
        return lowerFrom(text, i);
      }
    }
    return text;
  }

  private static String lowerFrom(String text, int first) {
    char[] folded = text.toCharArray();
    for (int i = first; i < folded.length; i++) {
      if (folded[i] >= 'A' && folded[i] <= 'Z') {
        folded[i] += 32;
      }
    }
    return new String(folded);
  }
}
