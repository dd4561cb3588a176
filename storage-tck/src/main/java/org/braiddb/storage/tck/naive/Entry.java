package org.braiddb.storage.tck.naive;

/**
 * A record in a tree.
 *
 * @param rowid its key in a table tree; unused in an index tree
 * @param record never changed once it is here
 */
@SuppressWarnings("ArrayRecordComponent") // compared by an EntryOrder, never by equals
record Entry(long rowid, byte[] record) {}
