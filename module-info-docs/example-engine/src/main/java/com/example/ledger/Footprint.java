package com.example.ledger;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ConflictException.Kind;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;

/**
 * What a transaction depends on, and the rule of COMMIT: it fails where a commit since its snapshot
 * has changed any of that. So those that commit could as well have run one after the other.
 */
final class Footprint {
  /** The keys from one place to another, both included; null is the end of the tree. */
  static final class Range {
    final Tree tree;
    Place low;
    Place high;

    Range(Tree tree, Place low, Place high) {
      this.tree = tree;
      this.low = low;
      this.high = high;
    }

    boolean contains(Tree other, Entry entry) {
      return other.id() == tree.id()
          && (low == null || low.compare(entry) >= 0)
          && (high == null || high.compare(entry) <= 0);
    }
  }

  private final List<Range> ranges = new ArrayList<>();
  private final List<Range> required = new ArrayList<>();
  private final Set<Metadata> fields = EnumSet.noneOf(Metadata.class);
  private final Set<String> definitions = new HashSet<>();

  /** Remembers keys that were read, found or not. */
  Range read(Tree tree, Place low, Place high) {
    Range range = new Range(tree, low, high);
    ranges.add(range);
    return range;
  }

  void read(Metadata field) {
    fields.add(field);
  }

  /** A written key counts as read, and so does a unique key. */
  void wrote(Tree tree, Place place, Entry entry) {
    read(tree, place, place);
    if (tree instanceof Tree.Index index && index.uniqueColumns() > 0) {
      RecordReader reader = new RecordReader();
      reader.read(entry.record(), 0, entry.record().length);
      for (int i = 0; i < index.uniqueColumns(); i++) {
        if (reader.isNull(i)) {
          return;
        }
      }
      Place unique = Place.of(Place.order(tree), entry, index.uniqueColumns());
      read(tree, unique, unique);
    }
  }

  void require(Tree tree, Place place) {
    required.add(new Range(tree, place, place));
  }

  void define(String object) {
    definitions.add(object.toLowerCase(Locale.ROOT));
  }

  /**
   * Looks for a commit after the snapshot that this transaction cannot stand.
   *
   * @return null where there is none
   */
  ConflictException clash(Version snapshot, List<Change> mine) {
    for (Version other = snapshot.next; other != null; other = other.next) {
      for (Change change : other.changes) {
        ConflictException clash = clash(change, other);
        if (clash != null) {
          return clash;
        }
      }
      for (Change change : mine) {
        ConflictException clash = other.footprint.removed(change, other);
        if (clash != null) {
          return clash;
        }
        if (other.footprint.definitions.contains(object(change))) {
          return redefined(object(change), other);
        }
      }
      for (String object : definitions) {
        if (other.footprint.definitions.contains(object)) {
          return redefined(object, other);
        }
      }
    }
    return null;
  }

  private ConflictException clash(Change change, Version other) {
    if (definitions.contains(object(change))) {
      return redefined(object(change), other);
    }
    return switch (change) {
      case Change.Put(Tree tree, Place _, Entry entry) ->
          contains(ranges, tree, entry) ? conflict(tree, entry, other, "changed there") : null;
      case Change.Delete(Tree tree, Place _, Entry entry) ->
          contains(ranges, tree, entry) || contains(required, tree, entry)
              ? conflict(tree, entry, other, "deleted there")
              : null;
      case Change.Clear(Tree tree) -> emptied(List.of(ranges, required), tree, other);
      case Change.Drop(Tree tree) -> emptied(List.of(ranges, required), tree, other);
      case Change.Set(Metadata field, int _) ->
          fields.contains(field) ? changed(field, other) : null;
      case Change.Create _, Change.Raise _ -> null;
    };
  }

  /**
   * A later transaction makes this change: does it take away what this one, committed, requires?
   */
  private ConflictException removed(Change change, Version self) {
    return switch (change) {
      case Change.Delete(Tree tree, Place _, Entry entry) ->
          contains(required, tree, entry)
              ? conflict(tree, entry, self, "required to stay there, deleted here")
              : null;
      case Change.Clear(Tree tree) -> emptied(List.of(required), tree, self);
      case Change.Drop(Tree tree) -> emptied(List.of(required), tree, self);
      case Change.Put _, Change.Create _, Change.Set _, Change.Raise _ -> null;
    };
  }

  private static boolean contains(List<Range> ranges, Tree tree, Entry entry) {
    for (Range range : ranges) {
      if (range.contains(tree, entry)) {
        return true;
      }
    }
    return false;
  }

  private static ConflictException emptied(List<List<Range>> used, Tree tree, Version other) {
    for (List<Range> ranges : used) {
      for (Range range : ranges) {
        if (range.tree.id() == tree.id()) {
          return new ConflictException(
              Kind.OTHER, tree.name(), "every row", other.number, "emptied by one of the two");
        }
      }
    }
    return null;
  }

  /** The table or index that a change changes; empty where it is none. */
  private static String object(Change change) {
    return switch (change) {
      case Change.Put(Tree tree, Place _, Entry _) -> object(tree);
      case Change.Delete(Tree tree, Place _, Entry _) -> object(tree);
      case Change.Clear(Tree tree) -> object(tree);
      case Change.Drop(Tree tree) -> object(tree);
      case Change.Create _, Change.Set _, Change.Raise _ -> "";
    };
  }

  private static String object(Tree tree) {
    String name = tree instanceof Tree.Index index ? index.tableName() : tree.name();
    return name.toLowerCase(Locale.ROOT);
  }

  private static ConflictException conflict(Tree tree, Entry entry, Version other, String reason) {
    return tree instanceof Tree.Table
        ? new ConflictException(Kind.ROW, tree.name(), "row " + entry.rowid(), other.number, reason)
        : new ConflictException(Kind.KEY, tree.name(), "a key", other.number, reason);
  }

  private static ConflictException redefined(String object, Version other) {
    return new ConflictException(
        Kind.DEFINITION, object, "its definition", other.number, "defined anew by one of the two");
  }

  private static ConflictException changed(Metadata field, Version other) {
    String object = field == Metadata.SCHEMA_COOKIE ? "sqlite_schema" : "database";
    return new ConflictException(
        Kind.DEFINITION, object, field.name(), other.number, "changed there, read here");
  }
}
