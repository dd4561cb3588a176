package org.braiddb.storage;

import java.util.Set;

/**
 * What an engine can do. SQL refuses, by name and before changing anything, what an engine cannot.
 *
 * @param concurrentTransactions whether {@link TransactionMode#CONCURRENT} exists
 * @param isolationLevels the levels that concurrent transactions have; who asks for one that is not
 *     there, by {@link TransactionOptions#isolation()}, gets the next stronger
 * @param userCollations whether index trees may be ordered by collations other than BINARY, NOCASE
 *     and RTRIM
 * @param persistent whether a store at a file location outlives the process: then what a commit
 *     acknowledged survives the death of the process at any moment
 * @param maximumRecordBytes the largest record in bytes, at most 2^31-1; a larger one is {@link
 *     RecordTooBigException}
 * @param maximumKeyBytes the largest index record in bytes, at most 2^31-1; a larger one is {@link
 *     RecordTooBigException}
 * @param maximumTransactionBytes the most that one transaction may change, in bytes of records; a
 *     change beyond it is {@link StoreFullException}
 */
public record Capabilities(
    boolean concurrentTransactions,
    Set<IsolationLevel> isolationLevels,
    boolean userCollations,
    boolean persistent,
    long maximumRecordBytes,
    long maximumKeyBytes,
    long maximumTransactionBytes) {
  /** Copies the set. */
  public Capabilities {
    isolationLevels = Set.copyOf(isolationLevels);
  }
}
