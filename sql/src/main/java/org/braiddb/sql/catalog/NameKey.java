package org.braiddb.sql.catalog;

/** The form under which names are looked up: ASCII letters in lower case, all else as it is. */
public final class NameKey {
  private NameKey() {}

  /** Folds a name. */
  public static String of(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isUpper(name.charAt(i))) {
        return fold(name);
      }
    }
    return name;
  }

  /** Whether two names are the same when looked up. */
  public static boolean same(String left, String right) {
    return left.equals(right) || left.length() == right.length() && of(left).equals(of(right));
  }

  private static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      folded.append(isUpper(c) ? (char) (c | 0x20) : c);
    }
    return folded.toString();
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
