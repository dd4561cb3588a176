/**
 * A storage engine that is obviously right: immutable sorted trees in memory, one writer.
 *
 * <p>It is the oracle of the contract tests, and lets SQL be tested without a file. A commit is a
 * {@link org.braiddb.storage.tck.naive.Version}, an immutable value; a snapshot is a reference to
 * one; a savepoint is a reference to the trees as they were. Nothing is ever changed in place, so
 * nothing can be seen half done.
 *
 * <p>Where the contract leaves a choice it takes the one that catches wrong assumptions of callers:
 * ids of trees change at commit, for one.
 *
 * <p>Start reading at {@link org.braiddb.storage.tck.naive.NaiveTransaction}.
 */
@NullMarked
package org.braiddb.storage.tck.naive;

import org.jspecify.annotations.NullMarked;
