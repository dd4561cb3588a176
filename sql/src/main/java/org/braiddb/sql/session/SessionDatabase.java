package org.braiddb.sql.session;

import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.storage.Durability;
import org.jspecify.annotations.Nullable;

/** A database as one connection has it. */
final class SessionDatabase {
  private final int number;
  private final String name;
  private final String file;
  private StoreRegistry.Lease lease;
  private final boolean readOnly;

  /** What this connection knows of the schema; null where it has to be read. */
  private @Nullable SchemaCatalog catalog;

  private @Nullable SchemaCatalog lastCatalog;

  private Durability durability;

  /** The connection's newest commit, which its later transactions must see. */
  private long lastCommit;

  /** The newest commit that a transaction of this connection has lost to. */
  private long lastWinner;

  /** What {@code data_version} answers. */
  private long seenCommit;

  private int dataVersion = 1;

  SessionDatabase(
      int number,
      String name,
      String file,
      StoreRegistry.Lease lease,
      boolean readOnly,
      Durability durability) {
    this.number = number;
    this.name = name;
    this.file = file;
    this.lease = lease;
    this.readOnly = readOnly;
    this.durability = durability;
  }

  int number() {
    return number;
  }

  String name() {
    return name;
  }

  /** The path as {@code database_list} answers it; empty in memory. */
  String file() {
    return file;
  }

  StoreHandle handle() {
    return lease.handle();
  }

  /**
   * Whether this connection may only read it. Its store may be writable all the same, for others.
   */
  boolean readOnly() {
    return readOnly || handle().store().readOnly();
  }

  void release() {
    lease.release();
  }

  StoreRegistry.Lease lease() {
    return lease;
  }

  /** Goes on with another store, whose commits have numbers of their own. */
  void continueWith(StoreRegistry.Lease other) {
    lease = other;
    forgetCatalog();
    lastCommit = 0;
    lastWinner = 0;
    seenCommit = 0;
  }

  @Nullable SchemaCatalog catalog() {
    return catalog;
  }

  void setCatalog(@Nullable SchemaCatalog newCatalog) {
    catalog = newCatalog;
    if (newCatalog != null) {
      lastCatalog = newCatalog;
    }
  }

  /**
   * The schema that was known last, though it may be another now: of use to those who read it,
   * since most of it will be the same. Null where there is none, or collations are others now.
   */
  @Nullable SchemaCatalog lastCatalog() {
    return lastCatalog;
  }

  /** Forgets all that is known of the schema, since it may have another meaning now. */
  void forgetCatalog() {
    catalog = null;
    lastCatalog = null;
  }

  /** Whether the schema, as far as it is known, has a table, view or index of that name. */
  boolean knows(String object) {
    SchemaCatalog known = catalog;
    return known != null && (known.relation(object).isPresent() || known.index(object).isPresent());
  }

  Durability durability() {
    return durability;
  }

  void setDurability(Durability newDurability) {
    durability = newDurability;
  }

  /**
   * The commit that later transactions must see: the connection's own newest, and what it has lost
   * to, so that it does not lose to the same commit twice.
   */
  long atLeast() {
    return Math.max(lastCommit, lastWinner);
  }

  void lostTo(long winner) {
    lastWinner = Math.max(lastWinner, winner);
  }

  void committed(long commit) {
    if (commit > lastCommit) {
      lastCommit = commit;
    }
    if (commit > seenCommit) {
      seenCommit = commit;
    }
  }

  /**
   * A number that changes when another connection's commit has become visible at {@code commit}.
   */
  int dataVersion(long commit) {
    if (commit > seenCommit) {
      seenCommit = commit;
      dataVersion++;
    }
    return dataVersion;
  }
}
