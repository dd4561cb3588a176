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
    return at(ResultCode.CORRUPT, file, page, offset, expected, found);
  }

  /** The same with a more exact code. */
  public static CorruptException at(
      ResultCode code, String file, long page, int offset, String expected, String found) {
    return in(code, file + ", page " + page + ", offset " + offset, expected, found);
  }

  /**
   * Damage at a place that is less exact than a byte of a page.
   *
   * @param place a file, and what of it, as far as known
   */
  public static CorruptException in(ResultCode code, String place, String expected, String found) {
    String what =
        code == ResultCode.NOTADB ? "file is not a database" : "database disk image is malformed";
    return new CorruptException(
        code, what + ": " + place + ": expected " + expected + ", found " + found);
  }
}
