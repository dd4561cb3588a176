package org.braiddb.bench.workload;

/**
 * A client's place among the clients of a run.
 *
 * @param number from 0
 * @param threads how many there are
 * @param rows the size of the data set
 */
public record Place(int number, int threads, long rows) {}
