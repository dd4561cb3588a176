package org.braiddb.storage.file.salvage;

import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;

/**
 * A page that says it is of a B-tree; nothing else in it is believed. Layout as in SQLite,
 * "Database File Format", section 1.6.
 *
 * @param header where its header begins: 100 in page 1
 * @param cells how many cell pointers there are, as many as the page has room for
 */
record Node(int page, byte[] image, int header, int type, int cells) {
  private static final int INTERIOR_INDEX = 2;
  private static final int INTERIOR_TABLE = 5;
  private static final int LEAF_INDEX = 10;
  private static final int LEAF_TABLE = 13;
  private static final int LEAF_HEADER = 8;
  private static final int INTERIOR_HEADER = 12;

  /** What a page of no B-tree is. */
  static final int NONE = 0;

  static Node of(int page, byte[] image) {
    int header = page == 1 ? DatabaseHeader.SIZE : 0;
    int type = typeOf(image, header);
    int start = header + (isLeaf(type) ? LEAF_HEADER : INTERIOR_HEADER);
    int cells = Math.min(PageBytes.u16(image, header + 3), (image.length - start) / 2);
    return new Node(page, image, header, type, type == NONE ? 0 : cells);
  }

  /** The type of a page, or {@link #NONE}. */
  static int typeOf(byte[] image, int header) {
    return switch (image[header]) {
      case INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE -> image[header];
      default -> NONE;
    };
  }

  private static boolean isLeaf(int type) {
    return type == LEAF_INDEX || type == LEAF_TABLE;
  }

  boolean isLeaf() {
    return isLeaf(type);
  }

  boolean isOf(TreeKind kind) {
    return type != NONE && kind == kind();
  }

  TreeKind kind() {
    return type == LEAF_TABLE || type == INTERIOR_TABLE ? TreeKind.TABLE : TreeKind.INDEX;
  }

  /** Whether its cells are rows: not the keys between the leaves of a table. */
  boolean hasRows() {
    return type != NONE && type != INTERIOR_TABLE;
  }

  private int pointers() {
    return header + (isLeaf() ? LEAF_HEADER : INTERIOR_HEADER);
  }

  /** Where a cell begins; -1 where its pointer makes no sense. */
  int cell(int index) {
    int offset = PageBytes.u16(image, pointers() + 2 * index);
    int first = pointers() + 2 * cells;
    return offset < first || offset > image.length - 4 ? -1 : offset;
  }

  /** The child before a cell, or after the last one; 0 where there is none that makes sense. */
  int child(int index) {
    if (isLeaf()) {
      return 0;
    }
    if (index == cells) {
      return PageBytes.i32(image, header + 8);
    }
    int offset = cell(index);
    return offset < 0 ? 0 : PageBytes.i32(image, offset);
  }
}
