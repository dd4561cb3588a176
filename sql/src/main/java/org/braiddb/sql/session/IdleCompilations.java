package org.braiddb.sql.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compilations that no statement has, by the texts that begin with their statements. Applications
 * mostly close a statement each time they have run it, and prepare the same text the next time.
 *
 * <p>A compilation has one owner, since its program serves one run at a time: who takes it has it
 * until it is put back. The one that was put back first goes when there are too many.
 */
final class IdleCompilations {
  /** A compiled statement takes some 5 to 15 KiB. */
  private static final int MOST = 100;

  /** In UTF-16 units. What is longer mostly has its values in its text, and is run once. */
  private static final int LONGEST_TEXT = 8_192;

  private final Map<String, Compilation> byText = new LinkedHashMap<>();

  /** The compilation of the statement that a text begins with; null where none is idle. */
  @Nullable Compilation take(String text) {
    return byText.isEmpty() ? null : byText.remove(text);
  }

  /** Keeps a compilation until it is taken, if its text is likely to come again. */
  void put(Compilation compilation) {
    String text = compilation.parsed().text();
    if (text.length() > LONGEST_TEXT || !compilation.lasts()) {
      return;
    }
    byText.put(text, compilation);
    if (byText.size() > MOST) {
      Iterator<String> oldest = byText.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  void clear() {
    byText.clear();
  }
}
