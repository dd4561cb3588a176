package org.braiddb.sql.session;

import java.util.Optional;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.TextEncoding;

/**
 * Changes the journal mode of a database to one of another family, which keeps its data in another
 * form. That is done where there is no data yet and nobody else has the database open: it is
 * closed, and opened again by the other engine. Every other case is left to the handover, which
 * refuses it.
 */
final class FamilySwitch {
  private FamilySwitch() {}

  /**
   * Changes the mode if it can be done this way.
   *
   * @return whether it was
   * @throws StorageException where the other engine cannot open the place; then all is as before
   */
  static boolean change(SessionDatabase database, StorageEngine engine, CallLimits limits) {
    Store store = database.handle().store();
    if (store.engine().family().equals(engine.family())
        || database.readOnly()
        || !database.lease().isTheOnlyOne()) {
      return false;
    }
    Optional<TextEncoding> encoding = encodingOfEmpty(store, limits);
    if (encoding.isEmpty()) {
      return false;
    }
    StoreOptions options = database.lease().options().withEncoding(encoding.get());
    reopen(database, options, engine, limits);
    return true;
  }

  /**
   * Closes a database in which there is nothing, and opens it anew.
   *
   * @throws StorageException where it cannot be opened so; then all is as before
   */
  static void reopen(
      SessionDatabase database, StoreOptions options, StorageEngine engine, CallLimits limits) {
    StorageEngine engineBefore = database.handle().store().engine();
    StoreOptions optionsBefore = database.lease().options();
    StoreLocation location = database.handle().store().location();
    database.release();
    try {
      database.continueWith(open(location, options, engine, limits));
    } catch (StorageException failure) {
      try {
        database.continueWith(open(location, optionsBefore, engineBefore, limits));
      } catch (StorageException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  private static StoreRegistry.Lease open(
      StoreLocation location, StoreOptions options, StorageEngine engine, CallLimits limits) {
    return StoreRegistry.PROCESS.acquire(location, options, Optional.of(engine), engine, limits);
  }

  /** The encoding of a database in which nothing is; empty where something is. */
  static Optional<TextEncoding> encodingOfEmpty(Store store, CallLimits limits) {
    try (Transaction transaction =
        store.begin(TransactionOptions.of(TransactionMode.READ_ONLY), limits)) {
      boolean untouched =
          transaction.metadata(Metadata.USER_VERSION) == 0
              && transaction.metadata(Metadata.APPLICATION_ID) == 0
              && transaction.metadata(Metadata.SCHEMA_COOKIE) == 0;
      try (Cursor catalogue = transaction.open(Tree.CATALOG, false)) {
        return untouched && !catalogue.first()
            ? Optional.of(transaction.encoding())
            : Optional.empty();
      }
    }
  }
}
