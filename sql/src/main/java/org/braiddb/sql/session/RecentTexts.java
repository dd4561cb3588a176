package org.braiddb.sql.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something for each of the texts that came last. What was put in first goes when there are too
 * many.
 */
final class RecentTexts<V> {
  private static final int MOST = 100;

  /** In UTF-16 units, of all texts together: what belongs to a text mostly grows with it. */
  private static final int MOST_LENGTH = 1 << 16;

  private final Map<String, V> byText = new LinkedHashMap<>();
  private int length;

  @Nullable V get(String text) {
    return byText.get(text);
  }

  /** Gives what there is for a text, and has nothing for it from then on. */
  @Nullable V take(String text) {
    V taken = byText.isEmpty() ? null : byText.remove(text);
    if (taken != null) {
      length -= text.length();
    }
    return taken;
  }

  void put(String text, V value) {
    if (byText.put(text, value) == null) {
      length += text.length();
    }
    while (byText.size() > MOST || length > MOST_LENGTH) {
      Iterator<String> texts = byText.keySet().iterator();
      length -= texts.next().length();
      texts.remove();
    }
  }

  void clear() {
    byText.clear();
    length = 0;
  }
}
