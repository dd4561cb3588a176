package org.braiddb.sql.session;

import org.jspecify.annotations.Nullable;

/**
 * Compilations that no statement has, by the texts that begin with their statements. Applications
 * mostly close a statement each time they have run it, and prepare the same text the next time.
 *
 * <p>A compilation has one owner, since its program serves one run at a time: who takes it has it
 * until it is put back. The one that was put back first goes when there are too many.
 */
final class IdleCompilations {
  /** In UTF-16 units. What is longer mostly has its values in its text, and is run once. */
  private static final int LONGEST_TEXT = 8_192;

  /** A compiled statement takes some 5 to 15 KiB. */
  private final RecentTexts<Compilation> byText = new RecentTexts<>();

  /**
   * The compilation of the statement that a text begins with; null where none is idle that is for
   * the schema as the session knows it now.
   */
  @Nullable Compilation take(String text, Session session) {
    Compilation known = byText.take(text);
    return known != null && known.isCurrent(session) ? known : null;
  }

  /** Whether a compilation of the text may be kept: it is not too long. */
  static boolean mayKeep(String text) {
    return text.length() <= LONGEST_TEXT;
  }

  /** Keeps a compilation until it is taken, if its text is likely to come again. */
  void put(Compilation compilation) {
    String text = compilation.parsed().text();
    if (!mayKeep(text) || !compilation.lasts()) {
      return;
    }
    byText.put(text, compilation);
  }

  void clear() {
    byText.clear();
  }
}
