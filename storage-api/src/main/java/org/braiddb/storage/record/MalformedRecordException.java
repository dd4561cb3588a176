package org.braiddb.storage.record;

/**
 * Bytes that should be a record are not one. The record format does not know where the bytes came
 * from: an engine that reads a file turns this into its own corruption error, with file and page.
 */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what was found. */
  public MalformedRecordException(String message) {
    super(message);
  }
}
