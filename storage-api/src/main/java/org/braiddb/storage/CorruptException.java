package org.braiddb.storage;

/**
 * The database's bytes contradict the format. The message names file, page and offset and says what
 * was expected and found.
 */
public final class CorruptException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Damage outside any page, or described in full by the message. */
  public CorruptException(String message) {
    super(ResultCode.CORRUPT, message, null);
  }

  /** With a more exact code: {@link ResultCode#NOTADB}, {@link ResultCode#CORRUPT_INDEX}… */
  public CorruptException(ResultCode code, String message) {
    super(code, message, null);
  }

  /**
   * Damage at a place.
   *
   * @param file which file
   * @param page the page number, from 1
   * @param offset the byte in the page, from 0
   * @param expected what the format demands
   * @param found what is there
   */
  public static CorruptException at(
      String file, long page, int offset, String expected, String found) {
    return new CorruptException(
        "database disk image is malformed: "
            + file
            + ", page "
            + page
            + ", offset "
            + offset
            + ": expected "
            + expected
            + ", found "
            + found);
  }
}
