package org.braiddb.sql.session;

import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What a connection knows of the schema of one of its databases. Used by the connection's thread.
 *
 * <p>K1: of all states of the database, committed or of the connection's own transaction, that have
 * the cookie of the catalogue which is known, the catalogue is true. Whoever rolls back changes of
 * the schema therefore has it {@linkplain #restore restored}: other changes will get their cookies.
 */
final class KnownSchema {
  /** A state that a transaction sees. */
  enum State {
    /** That of a commit which all transactions see that begin now. */
    VISIBLE,
    /** That of a commit which need not be visible yet, and may still fail. */
    STAGED,
    /** One with changes of the schema that were not committed. */
    OWN
  }

  /** What was known at some time. */
  record Remembered(@Nullable SchemaCatalog catalog, boolean staged, int meaning) {}

  private final CollationRegistry collations;

  /** Null where it has to be read. */
  private @Nullable SchemaCatalog catalog;

  /**
   * The one that was known last, though the schema may be another now: most of it will be the same.
   * Null where there is none, or it would have another meaning now.
   */
  private @Nullable SchemaCatalog last;

  /** Whether what is known is, or was made of, what a commit has which may still fail. */
  private boolean staged;

  /** How often what was known has lost its meaning. */
  private int meaning;

  KnownSchema(CollationRegistry collations) {
    this.collations = collations;
  }

  /** What is known; null where it has to be {@linkplain #read read}. */
  @Nullable SchemaCatalog catalog() {
    return catalog;
  }

  private void set(SchemaCatalog known) {
    catalog = known;
    last = known;
  }

  /** Whether the schema, as far as it is known, has a table, view or index of that name. */
  boolean has(String object) {
    SchemaCatalog known = catalog;
    return known != null && (known.relation(object).isPresent() || known.index(object).isPresent());
  }

  /**
   * Checks that what is known is what a transaction sees.
   *
   * @return false where it was not, and is forgotten
   */
  boolean isCurrent(Transaction transaction) {
    SchemaCatalog known = catalog;
    if (known == null) {
      return false;
    }
    if (known.cookie() == cookie(transaction)) {
      return true;
    }
    forget();
    return false;
  }

  private static int cookie(Transaction transaction) {
    return transaction.metadata(Transaction.Metadata.SCHEMA_COOKIE);
  }

  /**
   * Learns what a transaction sees: from other connections where they know it, else from the
   * catalogue.
   *
   * @param state what the transaction sees
   */
  SchemaCatalog read(Transaction transaction, State state, StoreHandle handle) {
    SchemaCatalog shared =
        state == State.OWN || !collations.isEmpty() ? null : handle.sharedCatalog();
    SchemaCatalog known =
        shared != null && shared.cookie() == cookie(transaction)
            ? shared
            : SchemaReader.read(transaction, collations, last == null ? shared : last);
    set(known);
    staged = state == State.STAGED && known != shared;
    if (state == State.VISIBLE) {
      share(handle, handle.store());
    }
    return known;
  }

  /** A statement has changed what is known, and told the cookie of it. */
  void changed(Transaction transaction, SchemaChanges changes) {
    SchemaCatalog known = catalog;
    if (known != null && known.cookie() + 1 == cookie(transaction)) {
      set(SchemaReader.changed(known, transaction, changes, collations));
    } else {
      forget();
    }
  }

  /**
   * Gives what is known to other connections.
   *
   * @param store where it is true of what all transactions see that begin now
   */
  void share(StoreHandle handle, Store store) {
    SchemaCatalog known = catalog;
    // Statistics change without the cookie: who has made some would lose them.
    if (known != null && collations.isEmpty() && !SchemaReader.isAnalyzed(known)) {
      handle.shareCatalog(store, known);
    }
  }

  /** What is known was committed. */
  void confirm() {
    staged = false;
  }

  /** What was read of a commit that may still fail is not known any more. */
  void forgetStaged() {
    if (staged) {
      forget();
    }
  }

  /** The schema has to be read before it is used next. */
  void forget() {
    catalog = null;
    staged = false;
  }

  /** The same where all that was read may have another meaning now. */
  void forgetMeaning() {
    forget();
    last = null;
    meaning++;
  }

  /** What is known now. */
  Remembered remember() {
    return new Remembered(catalog, staged, meaning);
  }

  /** All that was changed since then is undone. */
  void restore(Remembered then) {
    SchemaCatalog known = then.catalog();
    if (known == null || then.meaning() != meaning) {
      forget();
    } else {
      set(known);
      staged = then.staged();
    }
  }
}
