package org.braiddb.sql.program;

import java.util.Locale;

/**
 * What planner and executor do to be fast and could do without: each can be switched off, so that a
 * query can be run with it and without, and its answers compared.
 */
public enum Optimization {
  /** Tables are searched by rowid, or by the key of a table without one. */
  KEY_SEARCH,
  /** Indexes are used, unless INDEXED BY demands one. */
  INDEXES,
  /** What an index holds is not read from the table. */
  COVERING_INDEXES,
  /** The parts of an OR are looked up one by one. */
  MULTI_INDEX_OR,
  /** The beginning of a pattern of LIKE or GLOB bounds an index. */
  PATTERN_PREFIX,
  /** What is joined by equality is hashed where no index serves; {@code automatic_index}. */
  HASH_JOIN,
  /** Subqueries and views in FROM are merged into the query around them. */
  FLATTENING,
  /** A subquery is not run again while the values around it that it uses stay the same. */
  SUBQUERY_MEMORY,
  /** A condition with a subquery is decided after joins that are thought to leave fewer rows. */
  LATE_SUBQUERIES,
  /** Conditions on a query in FROM that is not merged are decided inside it. */
  PUSH_DOWN,
  /** Outer joins whose rows without partner do not count are inner joins. */
  OUTER_JOINS,
  /** What comes in order is neither sorted nor hashed. */
  ORDER_BY_INDEX,
  /** The rows of a table are counted without being read. */
  COUNT_SHORTCUT,
  /** The rows of a page are filtered, added up and compared together, in arrays. */
  VECTORS,
  /** What is sorted, grouped or looked up goes to files only where it takes much memory. */
  ROWS_IN_MEMORY;

  /** Its name in {@code PRAGMA braid_optimizations}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
