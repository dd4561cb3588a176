package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Validates a transaction's claims against all commits since its snapshot, and says which trees
 * must be replayed. Under the writer lock in the end; before, without it, beside other commits.
 *
 * <p>Where keys are not told apart any more, on either side, the pages that both touched stand in
 * for rows: a row has one leaf, so two changes of it touch a page in common. They cannot stand in
 * for unique keys, required keys and ranges, which then conflict with any change of the tree.
 */
final class CommitCheck {
  static final String SAME_ROW = "both changed it";
  static final String SAME_UNIQUE_KEY = "both added this unique key";
  static final String PARENT_REMOVED =
      "it was removed there, and rows added here refer to it (foreign key)";

  static final String CHILD_ADDED =
      "rows added there refer to it (foreign key), and it was removed here";
  private static final String READ_CHANGED = "it was read here (serializable) and changed there";

  private final MvccTransaction transaction;
  private final CommitHistory history;
  private final NamedClaims names;
  private final TouchedPages pages;
  private final Conflicts conflicts;
  private final long snapshot;

  /** Keys were validated against the commits up to here. */
  private final long since;

  CommitCheck(
      MvccTransaction transaction,
      CommitHistory history,
      NamedClaims names,
      TouchedPages pages,
      Conflicts conflicts) {
    this.transaction = transaction;
    this.history = history;
    this.names = names;
    this.pages = pages;
    this.conflicts = conflicts;
    this.snapshot = transaction.snapshot();
    this.since = transaction.validatedThrough();
  }

  /** The trees to replay. */
  List<Tree> run(Iterable<TreeClaims> all) {
    if (!history.hasNewsFor(snapshot)) {
      return List.of();
    }
    checkNumbers();
    checkDefinitions();
    boolean news = history.hasNewsFor(since);
    List<Tree> replayed = new ArrayList<>();
    for (TreeClaims claims : all) {
      boolean shared = !claims.isCatalog() && sharesPages(claims);
      if (news || shared && claims.isEverythingChanged()) {
        check(claims, shared);
      }
      if (shared) {
        replayed.add(claims.tree());
      }
    }
    return replayed;
  }

  private void check(TreeClaims claims, boolean sharesPages) {
    if (claims.isChanged()) {
      checkNames(claims);
      if (claims.isEverythingChanged()) {
        checkEverything(claims, sharesPages);
      } else if (!history.isUntouched(claims.changes(), since)) {
        checkForgotten(claims, sharesPages);
        claims
            .changes()
            .forEachRange((low, high, record, state) -> {
              if (!claims.isCatalog() || NetChange.before(state)) {
                checkRows(claims, low, high, record, sharesPages);
              }
              if (NetChange.before(state) != NetChange.now(state)) {
                checkKeys(claims, low, high, record, state);
              }
            });
      }
    }
    RequiredKeys required = claims.required();
    if (required != null) {
      checkRequired(claims, required);
    }
    ReadRanges ranges = claims.ranges();
    if (ranges != null) {
      checkRanges(claims, ranges);
    }
  }

  // ---- numbers and names

  private void checkNumbers() {
    checkNumbers(transaction.numbersSet(), "both set it");
    checkNumbers(transaction.numbersRead(), READ_CHANGED);
  }

  private void checkNumbers(Iterable<Metadata> fields, String reason) {
    for (Metadata field : fields) {
      long commit = names.number(field);
      if (commit > snapshot) {
        throw new ConflictException(
            ConflictException.Kind.OTHER,
            "the database",
            field.name().toLowerCase(Locale.ROOT),
            commit,
            reason);
      }
    }
  }

  private void checkDefinitions() {
    long newest = transaction.hasReadDefinitions() ? names.lastDefinition() : 0;
    if (newest > snapshot) {
      throw new ConflictException(
          ConflictException.Kind.DEFINITION,
          Tree.CATALOG.name(),
          "the definitions",
          newest,
          "they were read here (serializable), and one was changed there");
    }
    for (String folded : transaction.definitions()) {
      long commit = names.definition(folded);
      if (commit > snapshot) {
        throw redefined(folded, commit);
      }
      long rows = names.rows(folded);
      if (rows > snapshot) {
        throw rowsUnderDefinition(folded, rows);
      }
    }
  }

  private void checkNames(TreeClaims claims) {
    for (String name : namesOf(claims.tree())) {
      long commit = names.definition(NamedClaims.fold(name));
      if (commit > snapshot) {
        throw redefined(name, commit);
      }
    }
  }

  /** The objects whose definition says how rows of a tree are made. */
  static List<String> namesOf(Tree tree) {
    return switch (tree) {
      case Tree.Table table -> table.id() == Tree.CATALOG_ID ? List.of() : List.of(table.name());
      case Tree.Index index -> List.of(index.tableName(), index.name());
      case Tree.Clustered clustered -> List.of(clustered.name());
    };
  }

  static ConflictException redefined(String name, long commit) {
    return new ConflictException(
        ConflictException.Kind.DEFINITION,
        name,
        "its definition",
        commit,
        "it was made, changed or removed there, and it or its rows here");
  }

  static ConflictException rowsUnderDefinition(String name, long commit) {
    return new ConflictException(
        ConflictException.Kind.DEFINITION,
        name,
        "its definition",
        commit,
        "its rows were changed there, and its definition here");
  }

  // ---- pages

  private boolean sharesPages(TreeClaims claims) {
    return !claims.touched().isEmpty()
        && (claims.base() < pages.floor()
            || pages.findTouchedSince(claims.touched(), claims.base()) != 0);
  }

  // ---- rows

  private void checkEverything(TreeClaims claims, boolean sharesPages) {
    Clash required = history.requiredAnywhere(claims.changes(), since);
    if (required != null) {
      throw coarse(claims, required, "rows added there refer to it (foreign key), and " + many());
    }
    Clash changed = history.changedAnywhere(claims.changes(), since);
    if (changed != null && (sharesPages || isUnique(claims))) {
      throw coarse(claims, changed, "rows of it were changed there, and " + many());
    }
    if (sharesPages) {
      throw coarse(claims, touchedBy(claims), "pages of it were changed there, and " + many());
    }
  }

  private static String many() {
    return "here so many that they are no longer told apart";
  }

  private Clash touchedBy(TreeClaims claims) {
    int page = pages.findTouchedSince(claims.touched(), claims.base());
    return new Clash(page == 0 ? history.newest() : pages.lastTouch(page), false);
  }

  private static boolean isUnique(TreeClaims claims) {
    return claims.tree() instanceof Tree.Index index && index.uniqueColumns() > 0;
  }

  private ConflictException coarse(TreeClaims claims, Clash clash, String reason) {
    return conflicts.onTree(claims.tree(), clash, reason, ConflictException.Kind.TABLE);
  }

  private ConflictException tooOld(TreeClaims claims, Clash clash, String reason) {
    return conflicts.onTree(
        claims.tree(), clash, reason + "; " + old(), ConflictException.Kind.HISTORY);
  }

  /** The snapshot is so old that commits after it are no longer known key by key. */
  private void checkForgotten(TreeClaims claims, boolean sharesPages) {
    if (since >= history.floor()) {
      return;
    }
    Clash changed = history.forgottenChange(claims.changes(), since);
    if (changed != null && !claims.isCatalog() && (sharesPages || isUnique(claims))) {
      throw tooOld(claims, changed, "rows of it were changed there");
    }
  }

  private String old() {
    return "this transaction, which reads commit "
        + snapshot
        + ", has been open for so long that the rows are no longer known";
  }

  private void checkRows(
      TreeClaims claims, Object low, Object high, byte[] record, boolean sharesPages) {
    if (low instanceof Long first && high instanceof Long last && first < last) {
      if (history.changedWithin(claims.changes(), low, high, since) != null) {
        for (long rowid = first; rowid < last; rowid++) {
          checkRow(claims, rowid, record, sharesPages);
        }
        checkRow(claims, last, record, sharesPages);
      }
    } else {
      checkRow(claims, low, record, sharesPages);
    }
  }

  private void checkRow(TreeClaims claims, Object key, byte[] record, boolean sharesPages) {
    Clash clash = history.changed(claims.changes(), key, since);
    if (clash == null) {
      return;
    }
    if (clash.exact()) {
      throw conflicts.onKey(
          claims.tree(), key, record, clash.commit(), SAME_ROW, ConflictException.Kind.ROW);
    }
    if (sharesPages || isUnique(claims) || claims.isCatalog()) {
      throw coarse(claims, clash, "so many rows of it were changed there that all count");
    }
  }

  /** Keys that came or went. */
  private void checkKeys(TreeClaims claims, Object low, Object high, byte[] record, byte state) {
    if (NetChange.now(state)) {
      checkAdded(claims, record);
    } else if (history.requiredAnywhere(claims.changes(), since) == null) {
      return;
    } else if (low instanceof Long first && high instanceof Long last) {
      for (long rowid = first; rowid < last; rowid++) {
        checkRemoved(claims, rowid, record);
      }
      checkRemoved(claims, last, record);
    } else {
      checkRemoved(claims, low, record);
    }
  }

  private void checkAdded(TreeClaims claims, byte[] record) {
    if (!(claims.changes() instanceof RecordChanges entries)
        || !(claims.tree() instanceof Tree.Index)) {
      return;
    }
    Object prefix = entries.uniquePrefix(record);
    if (prefix == null) {
      return;
    }
    KeyMaker maker = entries.maker();
    Clash clash = history.present(entries, maker.below(prefix), maker.above(prefix), since);
    if (clash != null && clash.exact()) {
      throw conflicts.onKey(
          claims.tree(),
          prefix,
          entries.uniqueRecord(record),
          clash.commit(),
          SAME_UNIQUE_KEY,
          ConflictException.Kind.KEY);
    }
    if (clash != null) {
      throw coarse(claims, clash, "so many keys of it were changed there that all count");
    }
  }

  private void checkRemoved(TreeClaims claims, Object key, byte[] record) {
    Object removed = key;
    byte[] named = record;
    if (claims.changes() instanceof RecordChanges entries) {
      Object prefix = entries.uniquePrefix(record);
      if (prefix == null || entries.hasNow(prefix)) {
        return;
      }
      removed = prefix;
      named = entries.uniqueRecord(record);
    }
    Clash clash = history.required(claims.changes(), removed, since);
    if (clash != null) {
      throw conflicts.onKey(
          claims.tree(), removed, named, clash.commit(), CHILD_ADDED, ConflictException.Kind.KEY);
    }
    Clash forgotten = history.forgottenRequire(claims.changes(), since);
    if (forgotten != null) {
      throw tooOld(claims, forgotten, "rows added there refer to it (foreign key)");
    }
  }

  // ---- required keys

  /** A commit after the snapshot that removed a key, and left none equal to it. */
  static @Nullable Clash removed(
      CommitHistory history, TreeClaims claims, Object key, long snapshot) {
    if (claims.tree() instanceof Tree.Table) {
      return history.removed(claims.changes(), key, key, snapshot);
    }
    KeyMaker maker = claims.keyMaker();
    return history.removed(claims.changes(), maker.below(key), maker.above(key), snapshot);
  }

  private void checkRequired(TreeClaims claims, RequiredKeys required) {
    String reason = "rows of it were changed there, and rows added here refer to it (foreign key)";
    if (required.isEverything()) {
      Clash clash = history.changedAnywhere(claims.changes(), since);
      if (clash != null) {
        throw coarse(claims, clash, reason + ", but so many that all count");
      }
    } else if (since < history.floor()) {
      Clash clash = history.forgottenChange(claims.changes(), since);
      if (clash != null) {
        throw tooOld(claims, clash, reason);
      }
    }
    required.forEach((key, record) -> {
      Clash clash = removed(history, claims, key, since);
      if (clash != null && clash.exact()) {
        throw conflicts.onKey(
            claims.tree(), key, record, clash.commit(), PARENT_REMOVED, ConflictException.Kind.KEY);
      }
      if (clash != null) {
        throw coarse(
            claims,
            clash,
            "so many rows of it were changed there that all count, and rows added here refer to it"
                + " (foreign key)");
      }
    });
  }

  // ---- ranges

  private void checkRanges(TreeClaims claims, ReadRanges ranges) {
    if (ranges.isEmpty()) {
      return;
    }
    checkNames(claims);
    if (ranges.isEverything()) {
      Clash clash = history.changedAnywhere(claims.changes(), since);
      if (clash != null) {
        throw coarse(claims, clash, "all of it was read here (serializable)");
      }
    } else {
      Clash clash = history.forgottenChange(claims.changes(), since);
      if (clash != null) {
        throw tooOld(claims, clash, READ_CHANGED);
      }
    }
    ranges.forEach((low, high) -> {
      Clash clash = history.changedWithin(claims.changes(), low, high, since);
      if (clash != null) {
        throw conflicts.onTree(claims.tree(), clash, READ_CHANGED, ConflictException.Kind.KEY);
      }
    });
  }
}
