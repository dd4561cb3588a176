package org.braiddb.storage.mvcc;

import java.util.Objects;
import org.braiddb.storage.ConflictException;
import org.jspecify.annotations.Nullable;

/**
 * Finds, as soon as a statement makes a claim, that a commit after the snapshot is in its way. Only
 * what is known exactly counts here; the rest is for {@link CommitCheck} to judge.
 */
final class StatementCheck {
  private static final byte[] NO_RECORD = {};

  private final MvccTransaction transaction;
  private final CommitHistory history;
  private final NamedClaims names;
  private final Conflicts conflicts;

  StatementCheck(
      MvccTransaction transaction, CommitHistory history, NamedClaims names, Conflicts conflicts) {
    this.transaction = transaction;
    this.history = history;
    this.names = names;
    this.conflicts = conflicts;
  }

  /** Whether nothing can be in the way: the transaction is alone, or nothing was committed. */
  boolean isFree() {
    return transaction.isAlone() || !history.hasNewsFor(transaction.snapshot());
  }

  /** The same for what is done to the keys of one tree. */
  boolean isFree(TreeClaims claims) {
    return isFree() || claims.isUntouched(history);
  }

  /** The definition of a tree's objects, before its first row is changed. */
  void checkNames(TreeClaims claims) {
    if (isFree()) {
      return;
    }
    for (String name : CommitCheck.namesOf(claims.tree())) {
      long commit = names.definition(NamedClaims.fold(name));
      if (commit > transaction.snapshot() && !transaction.changesDefinition(name)) {
        throw transaction.met(CommitCheck.redefined(name, commit));
      }
    }
  }

  /** A row or entry that is about to be changed. */
  void checkChange(TreeClaims claims, Object key, byte[] record) {
    if (!isFree(claims)) {
      Clash clash = history.changed(claims.changes(), key, transaction.snapshot());
      if (clash != null && clash.exact()) {
        throw lostRow(claims, key, record, clash);
      }
    }
  }

  private ConflictException lostRow(TreeClaims claims, Object key, byte[] record, Clash clash) {
    return transaction.met(
        conflicts.onKey(
            claims.tree(),
            key,
            record,
            clash.commit(),
            CommitCheck.SAME_ROW,
            ConflictException.Kind.ROW));
  }

  /** An entry that is about to be put into an index or clustered tree. */
  void checkInsert(TreeClaims claims, RecordChanges entries, byte[] bytes, int offset, int length) {
    if (isFree(claims)) {
      return;
    }
    long snapshot = transaction.snapshot();
    KeyMaker maker = entries.maker();
    Object key = maker.key(bytes, offset, length);
    Clash clash = history.changed(claims.changes(), key, snapshot);
    if (clash != null && clash.exact()) {
      throw lostRow(claims, key, maker.keyColumns(bytes, offset, length), clash);
    }
    int columns = entries.uniqueColumns();
    @Nullable Object prefix = columns == 0 ? null : maker.unique(bytes, offset, length, columns);
    if (prefix == null) {
      return;
    }
    Clash taken =
        history.present(claims.changes(), maker.below(prefix), maker.above(prefix), snapshot);
    if (taken != null && taken.exact()) {
      byte[] record = maker.leadingRecord(bytes, offset, length, columns);
      throw transaction.met(
          conflicts.onKey(
              claims.tree(),
              prefix,
              record,
              taken.commit(),
              CommitCheck.SAME_UNIQUE_KEY,
              ConflictException.Kind.KEY));
    }
  }

  /** A row that is about to be removed, if only to be put in again. */
  void checkRemoval(TreeClaims claims, long rowid) {
    if (!isFree(claims)) {
      checkRequired(claims, rowid, NO_RECORD);
    }
  }

  /** The same of an entry of an index or clustered tree. */
  void checkRemoval(TreeClaims claims, RecordChanges entries, byte[] record) {
    Object prefix = isFree(claims) ? null : entries.uniquePrefix(record);
    if (prefix != null) {
      checkRequired(claims, prefix, entries.uniqueRecord(record));
    }
  }

  private void checkRequired(TreeClaims claims, Object key, byte[] record) {
    Clash clash = history.required(claims.changes(), key, transaction.snapshot());
    if (clash != null) {
      throw transaction.met(
          conflicts.onKey(
              claims.tree(),
              key,
              record,
              clash.commit(),
              CommitCheck.CHILD_ADDED,
              ConflictException.Kind.KEY));
    }
  }

  /** A key that is about to be required to stay. */
  void checkRequire(TreeClaims claims, Object key, byte[] record) {
    if (isFree(claims)) {
      return;
    }
    Clash clash = CommitCheck.removed(history, claims, key, transaction.snapshot());
    if (clash != null && clash.exact()) {
      throw transaction.met(
          conflicts.onKey(
              claims.tree(),
              Objects.requireNonNull(key),
              record,
              clash.commit(),
              CommitCheck.PARENT_REMOVED,
              ConflictException.Kind.KEY));
    }
  }

  /** An object whose definition is about to be changed. */
  void checkDefinition(String folded) {
    if (isFree()) {
      return;
    }
    long commit = names.definition(folded);
    if (commit > transaction.snapshot()) {
      throw transaction.met(CommitCheck.redefined(folded, commit));
    }
    long rows = names.rows(folded);
    if (rows > transaction.snapshot()) {
      throw transaction.met(CommitCheck.rowsUnderDefinition(folded, rows));
    }
  }
}
