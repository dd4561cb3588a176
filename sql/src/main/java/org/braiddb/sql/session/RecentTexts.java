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

  private final Map<String, V> byText = new LinkedHashMap<>();

  @Nullable V get(String text) {
    return byText.get(text);
  }

  /** Gives what there is for a text, and has nothing for it from then on. */
  @Nullable V take(String text) {
    return byText.isEmpty() ? null : byText.remove(text);
  }

  void put(String text, V value) {
    byText.put(text, value);
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
