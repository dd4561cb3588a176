package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a small schema holds, by plain maps, and what one transaction did to it:
 *
 * <pre>
 *  parents(id)
 *  items(id, code TEXT COLLATE NOCASE UNIQUE, bucket, parent REFERENCES parents, body), an index on bucket
 *  words(word TEXT PRIMARY KEY, body) WITHOUT ROWID
 * </pre>
 */
final class ShopModel {
  /** A row of items. */
  record Item(@Nullable String code, int bucket, @Nullable Long parent, String body) {
    @Nullable String folded() {
      return code == null ? null : code.toLowerCase(Locale.ROOT);
    }
  }

  final TreeMap<Long, Item> items = new TreeMap<>();
  final TreeMap<String, String> words = new TreeMap<>();
  final TreeSet<Long> parents = new TreeSet<>();

  /** What the transaction wrote, whether or not it differs in the end; by name and key. */
  final Set<String> written = new TreeSet<>();

  /** Parents that the transaction relies on. */
  final Set<Long> required = new TreeSet<>();

  ShopModel copy() {
    ShopModel copy = new ShopModel();
    copy.items.putAll(items);
    copy.words.putAll(words);
    copy.parents.addAll(parents);
    copy.written.addAll(written);
    copy.required.addAll(required);
    return copy;
  }

  /** Where a code is; null for nowhere. */
  @Nullable Long itemOf(String folded) {
    for (Map.Entry<Long, Item> each : items.entrySet()) {
      if (folded.equals(each.getValue().folded())) {
        return each.getKey();
      }
    }
    return null;
  }

  boolean hasChildren(long parent) {
    return items.values().stream().anyMatch(each -> Objects.equals(each.parent, parent));
  }

  private boolean has(String name) {
    String key = name.substring(2);
    return switch (name.charAt(0)) {
      case 'i' -> items.containsKey(Long.parseLong(key));
      case 'w' -> words.containsKey(key);
      default -> parents.contains(Long.parseLong(key));
    };
  }

  /** What of the written differs from before: a row put in and taken out again does not. */
  Set<String> netWritten(ShopModel base) {
    Set<String> net = new TreeSet<>(written);
    net.removeIf(name -> !base.has(name) && !has(name));
    return net;
  }

  /** Codes that the transaction's rows have and its base had not, at that row. */
  Set<String> addedCodes(ShopModel base) {
    Set<String> added = new TreeSet<>();
    items.forEach((id, item) -> {
      String code = item.folded();
      Item before = base.items.get(id);
      if (code != null && (before == null || !code.equals(before.folded()))) {
        added.add(code);
      }
    });
    return added;
  }

  /** Does to this what a transaction did to its base. */
  void apply(ShopModel base, ShopModel own) {
    for (String name : own.netWritten(base)) {
      String key = name.substring(2);
      switch (name.charAt(0)) {
        case 'i' -> put(items, Long.parseLong(key), own.items.get(Long.parseLong(key)));
        case 'w' -> put(words, key, own.words.get(key));
        default -> {
          if (own.parents.contains(Long.parseLong(key))) {
            parents.add(Long.parseLong(key));
          } else {
            parents.remove(Long.parseLong(key));
          }
        }
      }
    }
  }

  private static <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  /** What the declared constraints forbid and is there. */
  List<String> violations() {
    List<String> found = new ArrayList<>();
    Set<String> codes = new TreeSet<>();
    items.forEach((id, item) -> {
      if (item.code != null && !codes.add(Objects.requireNonNull(item.folded()))) {
        found.add("code " + item.code + " of item " + id + " is there twice");
      }
      if (item.parent != null && !parents.contains(item.parent)) {
        found.add("item " + id + " has no parent " + item.parent);
      }
    });
    return found;
  }
}
