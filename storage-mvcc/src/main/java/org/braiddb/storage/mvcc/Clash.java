package org.braiddb.storage.mvcc;

/**
 * What a look into the history found.
 *
 * @param commit the newest commit in the way
 * @param exact whether that commit is known to have changed just what was asked for; otherwise it
 *     changed more keys than are kept one by one, or its keys are forgotten
 */
record Clash(long commit, boolean exact) {}
