package org.braiddb.sql.function;

import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.braiddb.sql.value.LengthLimit;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;

/**
 * What a running function may know of its statement and connection. The executor implements it; the
 * defaults are the answers of a connection with default settings.
 */
public interface FunctionContext {
  /** Rows changed by the most recently completed INSERT, UPDATE or DELETE of this connection. */
  long changes();

  /** Rows changed since the connection was opened. */
  long totalChanges();

  /** The rowid of the most recent successful INSERT of this connection; 0 before the first. */
  long lastInsertRowid();

  /**
   * The statement's now, in milliseconds since 1970-01-01 UTC; the same for the whole statement.
   */
  long statementTimeMillis();

  /** Where random numbers come from. */
  RandomGenerator random();

  /**
   * The collation of the call, for functions with {@link FunctionTrait#NEEDS_COLLATION}: that of
   * the first argument which has one, else BINARY.
   */
  default Collation collation() {
    return Collations.BINARY;
  }

  /** The encoding of the main database: that of the bytes of a text. */
  default TextEncoding encoding() {
    return TextEncoding.UTF_8;
  }

  /** The time zone of 'localtime' and 'utc'. */
  default ZoneId timeZone() {
    return ZoneId.systemDefault();
  }

  /** The longest string or BLOB, in bytes. */
  default int maximumLength() {
    return LengthLimit.DEFAULT_BYTES;
  }

  /** The longest pattern of LIKE and GLOB, in bytes. */
  default int maximumPatternLength() {
    return 50_000;
  }

  /** Whether LIKE distinguishes letter case ({@code PRAGMA case_sensitive_like}). */
  default boolean caseSensitiveLike() {
    return false;
  }
}
