package org.braiddb.storage.file.transaction;

import org.jspecify.annotations.Nullable;

/** A transaction's own copy of a page. */
final class PrivatePage {
  final int page;

  PageRole role;

  /** The content; null while it is only in the spill file. */
  byte @Nullable [] image;

  /** The innermost savepoint that was open when the image was made; 0 for none. */
  int savepoint;

  /** Its place in the spill file, or -1. */
  int slot = -1;

  /** Whether that place holds the present content. */
  boolean stored;

  /** Whether that content is known to hold no provisional page numbers. */
  boolean settled;

  boolean recentlyUsed = true;

  PrivatePage(int page, PageRole role, byte @Nullable [] image, int savepoint) {
    this.page = page;
    this.role = role;
    this.image = image;
    this.savepoint = savepoint;
  }
}
