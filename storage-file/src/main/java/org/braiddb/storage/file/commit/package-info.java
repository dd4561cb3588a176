/**
 * The one pipeline through which every commit of every strategy goes.
 *
 * <p>A commit is <i>staged</i> (validated, numbered, its versions linked into the page table) under
 * a short lock, then <i>written</i> and, where a member asks for it, <i>forced</i> together with
 * all that were staged meanwhile, then <i>visible</i>. The first committer that finds nobody
 * writing is the leader of a batch. It waits a moment for those who came with the batch before, so
 * that they share a force. When that is done it writes some more, since it is running and the
 * others are parked; then it hands the lead to one that waits.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>P1: commits are numbered, written and made visible in one order.
 *   <li>P2: a commit is visible only when it and all before it have the durability that their
 *       committers asked for.
 *   <li>P3: no lock is held while the disk is written or forced.
 *   <li>P4: what was built on a commit that failed fails too, before it looks at pages of which
 *       some have been taken back and others not.
 *   <li>P5: after a failed force nothing is written until the store is opened again.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.commit.CommitPipeline}.
 */
@NullMarked
package org.braiddb.storage.file.commit;

import org.jspecify.annotations.NullMarked;
