package org.braiddb.shell.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names for the columns of a table that is made of a header row. */
final class ColumnNames {
  private ColumnNames() {}

  /** Names without blanks around them, none empty, none twice; those that are get a number. */
  static List<String> distinct(List<String> header) {
    Map<String, Integer> count = new HashMap<>();
    for (String name : header) {
      count.merge(key(name), 1, Integer::sum);
    }
    Set<String> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).strip();
      boolean plain = !name.isEmpty() && count.getOrDefault(key(name), 0) == 1;
      String result = plain ? name : (name.isEmpty() ? "column" : name) + "_" + (i + 1);
      while (!used.add(key(result)) || !plain && count.containsKey(key(result))) {
        result += "_";
      }
      names.add(result);
    }
    return names;
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
