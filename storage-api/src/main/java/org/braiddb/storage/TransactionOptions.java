package org.braiddb.storage;

/**
 * How a transaction is begun. Immutable; connections keep and reuse theirs.
 *
 * @param mode how it begins
 * @param isolation what it asks for when it is {@link TransactionMode#CONCURRENT}; other modes are
 *     serializable in any case
 * @param durability what {@link Transaction#commit()} waits for
 * @param atLeast its snapshot is not older than this commit; 0 asks for nothing
 */
public record TransactionOptions(
    TransactionMode mode, IsolationLevel isolation, Durability durability, long atLeast) {
  /** A transaction of this mode with default isolation and durability. */
  public static TransactionOptions of(TransactionMode mode) {
    return new TransactionOptions(mode, IsolationLevel.SNAPSHOT, Durability.FULL, 0);
  }

  /** The same, seeing at least {@code commit}. */
  public TransactionOptions withAtLeast(long commit) {
    return new TransactionOptions(mode, isolation, durability, commit);
  }

  /** The same at another durability. */
  public TransactionOptions withDurability(Durability newDurability) {
    return new TransactionOptions(mode, isolation, newDurability, atLeast);
  }

  /** The same at another isolation level. */
  public TransactionOptions withIsolation(IsolationLevel newIsolation) {
    return new TransactionOptions(mode, newIsolation, durability, atLeast);
  }
}
