package org.braiddb.sql.function;

/** What the binder and the planner may assume of a function. */
public enum FunctionTrait {
  /** Equal arguments give equal results, always: allowed in indexes and generated columns. */
  DETERMINISTIC,
  /**
   * Equal arguments give equal results within one statement (the date functions know 'now'). In
   * indexes such a function is refused when it is called with 'now', 'localtime' or 'utc'.
   */
  STATEMENT_CONSTANT,
  /** Harmless: allowed in triggers, views and defaults of a schema that is not trusted. */
  INNOCUOUS,
  /** Refused in triggers, views, indexes, CHECK, DEFAULT and generated columns. */
  DIRECT_ONLY,
  /** Compares text: asks {@link FunctionContext#collation()}. */
  NEEDS_COLLATION,
  /**
   * The language evaluates only the arguments it needs (coalesce, ifnull, iif, if). The executor
   * compiles a call to branches; the registered body is for calls with evaluated arguments.
   */
  SHORT_CIRCUIT,
  /** The result is the first argument, unchanged (likely, unlikely, likelihood). */
  TRANSPARENT,
  /**
   * Takes a BLOB for bytes. Others take one for text of the database's encoding, and are given it
   * in UTF-8; see {@link FunctionDefinition#takesBlobs}.
   */
  TAKES_BLOBS,
  /** Looks at the length of a BLOB alone, not at its bytes. */
  BLOBS_BY_LENGTH,
  /** Looks at the length of a TEXT alone. */
  TEXTS_BY_LENGTH,
  /** Gives a result for any arguments; others may fail, if only as a value gets too long. */
  TOTAL,
  /** Compared as its first argument is: what USING makes of several columns. */
  COMPARED_AS_FIRST
}
