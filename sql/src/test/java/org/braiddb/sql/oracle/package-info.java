/** Runs the same SQL on Braid and on the real SQLite and compares what comes of it. */
package org.braiddb.sql.oracle;
