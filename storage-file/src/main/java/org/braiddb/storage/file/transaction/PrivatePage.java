package org.braiddb.storage.file.transaction;

/** A transaction's own copy of a page. */
final class PrivatePage {
  final int page;
  byte[] image;

  /** The innermost savepoint that was open when the image was made; 0 for none. */
  int savepoint;

  PrivatePage(int page, byte[] image, int savepoint) {
    this.page = page;
    this.image = image;
    this.savepoint = savepoint;
  }
}
