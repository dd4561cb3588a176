package org.braiddb.sql.plan;

import java.util.List;

/**
 * An access with what it promises.
 *
 * @param used the terms that it decides by itself; few
 * @param once work that is done once, in rows read
 * @param each work for every row of the sources before it, in rows read
 * @param rows rows that come out for every row of the sources before it
 */
record Choice(Access access, List<Term> used, double once, double each, double rows) {}
