package com.example.ledger;

/**
 * A row of a table tree, or an entry of an index tree.
 *
 * @param rowid 0 in index trees, which have none
 * @param record never written again once it is here
 */
record Entry(long rowid, byte[] record) {}
