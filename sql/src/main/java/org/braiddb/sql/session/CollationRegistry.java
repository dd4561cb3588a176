package org.braiddb.sql.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/** The collations that one connection sees: its own in front of the built-in ones. */
public final class CollationRegistry implements CollationSource {
  private final Map<String, Collation> own = new LinkedHashMap<>();

  CollationRegistry() {}

  /** Whether only the built-in ones are there. */
  boolean isEmpty() {
    return own.isEmpty();
  }

  /** Adds one under its own name; one of that name is replaced. */
  public void add(Collation collation) {
    own.put(NameKey.of(collation.name()), collation);
  }

  /** All names, those added first. */
  public List<String> names() {
    List<String> names = new java.util.ArrayList<>();
    own.values().forEach(collation -> names.add(collation.name()));
    for (Collation collation : Collations.values()) {
      if (!own.containsKey(NameKey.of(collation.name()))) {
        names.add(collation.name());
      }
    }
    return names;
  }

  @Override
  public Optional<Collation> find(String name) {
    if (own.isEmpty() && name.equals("BINARY")) {
      return Optional.of(Collations.BINARY); // nearly every column's
    }
    String key = NameKey.of(name);
    Collation added = own.get(key);
    if (added != null) {
      return Optional.of(added);
    }
    return switch (key) {
      case "binary" -> Optional.of(Collations.BINARY);
      case "nocase" -> Optional.of(Collations.NOCASE);
      case "rtrim" -> Optional.of(Collations.RTRIM);
      default -> Optional.empty();
    };
  }
}
