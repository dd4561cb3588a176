package org.braiddb.storage.file.commit;

/**
 * The newest staged commit.
 *
 * @param commit its number
 * @param pageCount pages in the database after it
 * @param epoch how often staged commits had to be taken back: what was built in an earlier epoch on
 *     a commit that was not visible then is void (P4)
 */
public record Head(long commit, int pageCount, long epoch) {}
