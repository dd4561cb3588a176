package org.braiddb.storage.file.commit;

/**
 * The end of a batch in the log: only here is what the log holds a state of the database.
 *
 * @param commit the last commit of the batch
 * @param position of its last image in the log
 * @param pageCount pages in the database after it
 */
public record Boundary(long commit, long position, int pageCount) {}
