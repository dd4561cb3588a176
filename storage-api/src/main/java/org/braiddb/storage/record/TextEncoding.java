package org.braiddb.storage.record;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How a database stores text. The codes are those of the database header, offset 56. */
public enum TextEncoding {
  UTF_8(1, StandardCharsets.UTF_8, "UTF-8"),
  UTF_16LE(2, StandardCharsets.UTF_16LE, "UTF-16le"),
  UTF_16BE(3, StandardCharsets.UTF_16BE, "UTF-16be");

  private final int headerCode;
  private final Charset charset;
  private final String pragmaName;

  TextEncoding(int headerCode, Charset charset, String pragmaName) {
    this.headerCode = headerCode;
    this.charset = charset;
    this.pragmaName = pragmaName;
  }

  /** The value in the database header. */
  public int headerCode() {
    return headerCode;
  }

  /** The Java charset that decodes and encodes this text. */
  public Charset charset() {
    return charset;
  }

  /** The name that {@code PRAGMA encoding} answers. */
  public String pragmaName() {
    return pragmaName;
  }
}
