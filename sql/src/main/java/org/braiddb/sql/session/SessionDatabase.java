package org.braiddb.sql.session;

import org.braiddb.storage.Durability;

/** A database as one connection has it. */
final class SessionDatabase {
  private final int number;
  private final String name;
  private final String file;
  private StoreRegistry.Lease lease;
  private final boolean readOnly;

  private final KnownSchema schema;
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
      Durability durability,
      CollationRegistry collations) {
    this.number = number;
    this.name = name;
    this.file = file;
    this.lease = lease;
    this.readOnly = readOnly;
    this.durability = durability;
    this.schema = new KnownSchema(collations);
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
    schema.forgetMeaning();
    lastCommit = 0;
    lastWinner = 0;
    seenCommit = 0;
  }

  /** What this connection knows of its schema. */
  KnownSchema schema() {
    return schema;
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
