package org.braiddb.storage.file.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.transaction.PageFormat;
import org.braiddb.storage.record.TextEncoding;

/**
 * What the first page says about a database file.
 *
 * @param format what is the same for all pages
 * @param pageCount pages in the file, without the log
 * @param empty whether the file is empty, and the first page one that is yet to be written
 * @param image the first page
 */
record FirstPage(PageFormat format, int pageCount, boolean empty, byte[] image) {
  /** What a disk writes as a whole, and the smallest page. */
  static final int SECTOR_BYTES = 512;

  private static final int EMPTY_TABLE_LEAF = 13;

  static FirstPage read(DatabaseFile file, StoreOptions options) throws IOException {
    long size = file.size();
    if (size == 0) {
      return ofNewDatabase(file.path(), options);
    }
    byte[] header = new byte[DatabaseHeader.SIZE];
    int length = file.readStart(header);
    if (size < SECTOR_BYTES && isUnfinished(header, length)) {
      return ofNewDatabase(file.path(), options);
    }
    if (length < header.length || !DatabaseHeader.hasMagic(header)) {
      throw notADatabase(file.path(), header, length);
    }
    int pageSize = DatabaseHeader.pageSize(header);
    int reserved = DatabaseHeader.reserved(header);
    if (pageSize == 0 || pageSize - reserved < DatabaseHeader.MIN_USABLE_SIZE) {
      throw CorruptException.at(
          ResultCode.NOTADB,
          file.path(),
          1,
          DatabaseHeader.PAGE_SIZE_OFFSET,
          "a page size that is a power of two, with "
              + DatabaseHeader.MIN_USABLE_SIZE
              + " bytes of use",
          PageBytes.u16(header, DatabaseHeader.PAGE_SIZE_OFFSET)
              + " with "
              + reserved
              + " reserved bytes");
    }
    checkVersions(file.path(), header, options);
    PageFormat format =
        new PageFormat(file.path(), pageSize, pageSize - reserved, encoding(header));
    int pageCount =
        DatabaseHeader.pageCountIsValid(header)
            ? DatabaseHeader.field(header, DatabaseHeader.PAGE_COUNT_OFFSET)
            : format.pagesIn(size);
    return new FirstPage(format, pageCount, false, header);
  }

  /**
   * The same as a later image of the page has it, found in the log: what an empty database is may
   * still change there, its encoding above all.
   */
  FirstPage withImage(byte[] later) {
    PageFormat changed =
        new PageFormat(
            format.description(), format.pageSize(), format.usableSize(), encoding(later));
    return new FirstPage(changed, pageCount, empty, later);
  }

  /** The error for a file that begins in another way, or is too short to have a header. */
  static CorruptException notADatabase(String path, byte[] start, int length) {
    int shown = Math.min(length, 16);
    return CorruptException.at(
        ResultCode.NOTADB,
        path,
        1,
        0,
        "SQLite's header of " + DatabaseHeader.SIZE + " bytes, \"SQLite format 3\" first",
        length + " bytes, first 0x" + HexFormat.of().formatHex(start, 0, shown));
  }

  /** Whether this is how far the very first write of a database came. */
  private static boolean isUnfinished(byte[] start, int length) {
    byte[] expected = new byte[DatabaseHeader.SIZE];
    DatabaseHeader.putMagic(expected);
    int compared = Math.min(length, 16);
    return Arrays.equals(start, 0, compared, expected, 0, compared);
  }

  private static FirstPage ofNewDatabase(String path, StoreOptions options) {
    byte[] image = new byte[options.pageSize()];
    DatabaseHeader.initialize(image, options.pageSize(), 0, options.encoding().headerCode());
    DatabaseHeader.setField(image, DatabaseHeader.CHANGE_COUNTER_OFFSET, 1);
    DatabaseHeader.setField(image, DatabaseHeader.VERSION_VALID_FOR_OFFSET, 1);
    DatabaseHeader.setField(image, DatabaseHeader.PAGE_COUNT_OFFSET, 1);
    DatabaseHeader.setField(image, DatabaseHeader.SQLITE_VERSION_OFFSET, 3_054_001);
    image[DatabaseHeader.SIZE] = EMPTY_TABLE_LEAF;
    // An empty page's content begins at its end; 65536 is stored as 0.
    PageBytes.putU16(image, DatabaseHeader.SIZE + 5, options.pageSize());
    PageFormat format =
        new PageFormat(path, options.pageSize(), options.pageSize(), options.encoding());
    return new FirstPage(format, 1, true, image);
  }

  private static void checkVersions(String path, byte[] header, StoreOptions options) {
    int read = header[DatabaseHeader.READ_VERSION_OFFSET];
    int write = header[DatabaseHeader.WRITE_VERSION_OFFSET];
    if (read < 1 || read > DatabaseHeader.VERSION_WAL) {
      throw CorruptException.at(
          ResultCode.NOTADB,
          path,
          1,
          DatabaseHeader.READ_VERSION_OFFSET,
          "the read version 1 or 2",
          Integer.toString(read));
    }
    if (write > DatabaseHeader.VERSION_WAL && !options.readOnly()) {
      throw new UnsupportedException(
          path + " has the write version " + write + ": it can only be opened read-only");
    }
  }

  private static TextEncoding encoding(byte[] header) {
    // SQLite looks at these bits only, and takes 0 for UTF-8.
    int code = DatabaseHeader.field(header, DatabaseHeader.TEXT_ENCODING_OFFSET) & 3;
    for (TextEncoding encoding : TextEncoding.values()) {
      if (encoding.headerCode() == code) {
        return encoding;
      }
    }
    return TextEncoding.UTF_8;
  }
}
