package org.braiddb.storage.file.salvage;

import java.util.Arrays;
import java.util.BitSet;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.Varint;

/** Reads the rows in cells as far as they make sense. */
final class CellSalvage {
  private final SalvagePages pages;
  private final int usable;
  private final BitSet overflow;
  private final RecordReader reader = new RecordReader();
  private final RecordWriter writer = new RecordWriter();
  private byte[] payload = new byte[4096];

  /** The rowid of the cell that was read last; 0 in an index. */
  long rowid;

  /** Its record, valid until the next one is read. */
  byte[] record = payload;

  /** The length of its record. */
  int length;

  /**
   * A reader of cells.
   *
   * @param overflow is told the pages that payloads go on in
   */
  CellSalvage(SalvagePages pages, int usable, BitSet overflow) {
    this.pages = pages;
    this.usable = usable;
    this.overflow = overflow;
  }

  /**
   * Reads a cell that is a row.
   *
   * @param exact whether the record must fill its payload, as all that SQLite writes do
   * @return false where it makes no sense
   */
  boolean read(Node node, int index, boolean exact) {
    int offset = node.cell(index);
    if (offset < 0) {
      return false;
    }
    byte[] image = node.image();
    int at = offset + (node.isLeaf() ? 0 : 4);
    int sizeLength = Varint.length(image, at, image.length);
    if (sizeLength < 0) {
      return false;
    }
    long size = Varint.read(image, at);
    at += sizeLength;
    rowid = 0;
    if (node.kind() == TreeKind.TABLE) {
      int rowidLength = Varint.length(image, at, image.length);
      if (rowidLength < 0) {
        return false;
      }
      rowid = Varint.read(image, at);
      at += rowidLength;
    }
    if (size < 1 || size > Math.min((long) pages.count * pages.pageSize, Integer.MAX_VALUE - 8)) {
      return false;
    }
    return readPayload(node, at, (int) size) && makeSense((int) size, exact);
  }

  /** Gathers what there is of a payload; false where its page has not even the local part. */
  private boolean readPayload(Node node, int at, int size) {
    int local = local(node.kind(), size);
    boolean spills = local < size;
    if (at + local + (spills ? 4 : 0) > usable) {
      return false;
    }
    // What the local part claims is not yet believed: memory is taken as pages come.
    reserve(local);
    System.arraycopy(node.image(), at, payload, 0, local);
    length = local;
    if (spills) {
      follow(PageBytes.i32(node.image(), at + local), size);
    }
    return true;
  }

  private void follow(int first, int size) {
    int page = first;
    while (length < size && pages.has(page)) {
      byte[] image = pages.read(page);
      int next = PageBytes.i32(image, 0);
      int part = Math.min(size - length, usable - 4);
      // The last page ends the chain; a B-tree page looks like one with a next page far away.
      if (next < 0 || next > pages.count || (next == 0 && length + part < size)) {
        return;
      }
      overflow.set(page);
      reserve(length + part);
      System.arraycopy(image, 4, payload, length, part);
      length += part;
      page = next;
    }
  }

  private void reserve(int size) {
    if (payload.length < size) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(size, payload.length * 2L));
      payload = Arrays.copyOf(payload, doubled);
    }
  }

  /** How many bytes of a payload stay in the page; source as for the package's layouts. */
  private int local(TreeKind kind, int size) {
    int most = kind == TreeKind.TABLE ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    if (size <= most) {
      return size;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int surplus = least + (size - least) % (usable - 4);
    return surplus <= most ? surplus : least;
  }

  private boolean makeSense(int size, boolean exact) {
    try {
      int header = (int) Math.min(Varint.read(payload, 0), Integer.MAX_VALUE);
      if (header > length) {
        return false;
      }
      reader.read(payload, 0, size);
      int columns = reader.columnCount();
      if (columns == 0) {
        return false;
      }
      int last = columns - 1;
      int end = reader.offset(last) + reader.length(last);
      if (exact && end != size) {
        return false;
      }
      if (length < end) {
        keepWhole(columns);
      } else {
        record = payload;
      }
      return true;
    } catch (MalformedRecordException e) {
      return false;
    }
  }

  /** Cuts a text or BLOB where its bytes end, and makes NULLs of the columns behind. */
  private void keepWhole(int columns) {
    writer.clear();
    for (int column = 0; column < columns; column++) {
      int start = reader.offset(column);
      if (start + reader.length(column) <= length) {
        writer.addEncoded(reader.type(column), payload, start);
      } else if (start < length && SerialType.isText(reader.type(column))) {
        writer.addText(payload, start, length - start);
      } else if (start < length && SerialType.isBlob(reader.type(column))) {
        writer.addBlob(payload, start, length - start);
      } else {
        writer.addNull();
      }
    }
    record = writer.bytes();
    length = writer.length();
  }
}
