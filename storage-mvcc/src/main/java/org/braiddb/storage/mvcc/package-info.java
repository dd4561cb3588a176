/**
 * The strategy {@code mvcc}: transactions that touch different rows never fail because of each
 * other, whatever pages those rows share.
 *
 * <p>A transaction works on private pages, as in every strategy. Beside them it keeps its
 * <i>claims</i> ({@link org.braiddb.storage.mvcc.TreeClaims}): the keys it changed, net; the unique
 * keys among those; the parents that its foreign keys require; the definitions it changes; and,
 * where it is serializable, the ranges it read. A commit leaves its claims in the {@link
 * org.braiddb.storage.mvcc.CommitHistory}, and who commits later is checked against those since his
 * snapshot: the first committer wins, and two that are open never abort each other. Of many new
 * entries of an index that is not unique only that there are some is left: who would have changed
 * one of them has changed its row. Keys are made, and told apart, when there is somebody to tell:
 * until then records are kept as they came ({@link org.braiddb.storage.mvcc.RecordChanges}), and so
 * are those of commits that changed many ({@link org.braiddb.storage.mvcc.KeyFates}).
 *
 * <p>When a conflict is reported:
 *
 * <ul>
 *   <li>with a commit that was there when the statement ran: by the statement ({@link
 *       org.braiddb.storage.mvcc.StatementCheck}), but for what a serializable transaction has
 *       read: that at COMMIT. A row that foreign keys of others require conflicts when it is
 *       deleted, even if the same row would be put back later;
 *   <li>with a transaction that was open then: by the COMMIT of the one that comes second ({@link
 *       org.braiddb.storage.mvcc.CommitCheck}).
 * </ul>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>M1: of two transactions with incompatible claims, neither of which sees the other's commit,
 *       at most one commits.
 *   <li>M2: private pages of a tree are published only if no commit since the snapshot touched a
 *       page of that tree that this transaction touched; otherwise its row changes are replayed on
 *       the tree as the head has it ({@link org.braiddb.storage.mvcc.Replay}).
 *   <li>M3: claims take no more memory than their budget. What does not fit is claimed as a whole
 *       tree: that may cause a conflict that is none, never hide one.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.mvcc.MvccTransaction}.
 */
@NullMarked
package org.braiddb.storage.mvcc;

import org.jspecify.annotations.NullMarked;
