package org.braiddb.bench.workload;

import java.nio.file.Path;
import org.braiddb.bench.contender.Contender;

/**
 * A client's place among the clients of a run.
 *
 * @param number from 0
 * @param threads how many there are
 * @param rows the size of the data set
 * @param contender whose database it is
 * @param directory where it is
 */
public record Place(int number, int threads, long rows, Contender contender, Path directory) {}
