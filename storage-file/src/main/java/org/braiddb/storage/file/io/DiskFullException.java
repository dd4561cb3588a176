package org.braiddb.storage.file.io;

import java.io.IOException;
import java.util.Locale;

/** A write failed because the disk, or the user's share of it, is full. */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message that names the file. */
  public DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The same exception, or a {@code DiskFullException} where that is what it means. Java tells a
   * full disk by the operating system's text alone; this is the one place that looks at it.
   */
  static IOException classify(IOException failure, String path) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("not enough space")
        || text.contains("file too large")) {
      return new DiskFullException(path + ": " + failure.getMessage(), failure);
    }
    return failure;
  }
}
