package org.braiddb.storage.file.page;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Layout of the database header, the first 100 bytes of page 1. Numbers are big-endian.
 *
 * <pre>
 *  offset size
 *    0     16   "SQLite format 3" and a NUL
 *   16      2   page size; 1 means 65536
 *   18      1   write version: 1 rollback journal, 2 WAL
 *   19      1   read version: likewise
 *   20      1   reserved bytes at the end of each page
 *   21      3   payload fractions, always 64, 32, 32
 *   24      4   file change counter
 *   28      4   size of the database in pages, valid if 92 equals 24
 *   32      4   first free-list trunk page, 0 for none
 *   36      4   number of free-list pages
 *   40      4   schema cookie
 *   44      4   schema format, 1 to 4
 *   48      4   default page cache size
 *   52      4   largest root page (auto-vacuum), 0 for no auto-vacuum
 *   56      4   text encoding: 1 UTF-8, 2 UTF-16le, 3 UTF-16be
 *   60      4   user version
 *   64      4   incremental vacuum flag
 *   68      4   application id
 *   72     20   zero
 *   92      4   change counter for which the page count is valid
 *   96      4   SQLite version number that wrote last
 * </pre>
 *
 * <p>Source: SQLite, "Database File Format", section 1.3.
 */
public final class DatabaseHeader {
  /** The header's size in bytes; page 1's B-tree header follows it. */
  public static final int SIZE = 100;

  public static final int PAGE_SIZE_OFFSET = 16;
  public static final int WRITE_VERSION_OFFSET = 18;
  public static final int READ_VERSION_OFFSET = 19;
  public static final int RESERVED_OFFSET = 20;
  public static final int FRACTIONS_OFFSET = 21;
  public static final int CHANGE_COUNTER_OFFSET = 24;
  public static final int PAGE_COUNT_OFFSET = 28;
  public static final int FREELIST_TRUNK_OFFSET = 32;
  public static final int FREELIST_COUNT_OFFSET = 36;
  public static final int SCHEMA_COOKIE_OFFSET = 40;
  public static final int SCHEMA_FORMAT_OFFSET = 44;
  public static final int DEFAULT_CACHE_SIZE_OFFSET = 48;
  public static final int LARGEST_ROOT_OFFSET = 52;
  public static final int TEXT_ENCODING_OFFSET = 56;
  public static final int USER_VERSION_OFFSET = 60;
  public static final int INCREMENTAL_VACUUM_OFFSET = 64;
  public static final int APPLICATION_ID_OFFSET = 68;
  public static final int VERSION_VALID_FOR_OFFSET = 92;
  public static final int SQLITE_VERSION_OFFSET = 96;

  /** The value of both version bytes in a database that uses a write-ahead log. */
  public static final int VERSION_WAL = 2;

  /** The value of both version bytes in a database that uses a rollback journal. */
  public static final int VERSION_LEGACY = 1;

  /** The smallest usable size that the format allows. */
  public static final int MIN_USABLE_SIZE = 480;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private DatabaseHeader() {}

  /** Whether page 1 begins as a SQLite database does. */
  public static boolean hasMagic(byte[] page1) {
    return page1.length >= SIZE && Arrays.equals(page1, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Writes the magic string. */
  public static void putMagic(byte[] page1) {
    System.arraycopy(MAGIC, 0, page1, 0, MAGIC.length);
  }

  /** The page size in bytes, or 0 where the stored value is none of 512, 1024 ... 65536. */
  public static int pageSize(byte[] page1) {
    int stored = PageBytes.u16(page1, PAGE_SIZE_OFFSET);
    int size = stored == 1 ? 65536 : stored;
    return size >= 512 && Integer.bitCount(size) == 1 ? size : 0;
  }

  /** Stores the page size. */
  public static void setPageSize(byte[] page1, int pageSize) {
    PageBytes.putU16(page1, PAGE_SIZE_OFFSET, pageSize == 65536 ? 1 : pageSize);
  }

  /** The bytes reserved at the end of each page. */
  public static int reserved(byte[] page1) {
    return page1[RESERVED_OFFSET] & 0xff;
  }

  /** The 32-bit field at one of the offsets above. */
  public static int field(byte[] page1, int offset) {
    return PageBytes.i32(page1, offset);
  }

  /** Stores a 32-bit field. */
  public static void setField(byte[] page1, int offset, int value) {
    PageBytes.putI32(page1, offset, value);
  }

  /** Whether the stored page count can be believed: SQLite before 3.7.0 does not maintain it. */
  public static boolean pageCountIsValid(byte[] page1) {
    return field(page1, PAGE_COUNT_OFFSET) != 0
        && field(page1, CHANGE_COUNTER_OFFSET) == field(page1, VERSION_VALID_FOR_OFFSET);
  }

  /**
   * Fills the header of a new, empty database: WAL versions, payload fractions, schema format 4,
   * every counter zero.
   *
   * @param page1 zeroed, at least {@link #SIZE} bytes
   * @param textEncoding the code of the text encoding, 1 to 3
   */
  public static void initialize(byte[] page1, int pageSize, int reserved, int textEncoding) {
    putMagic(page1);
    setPageSize(page1, pageSize);
    page1[WRITE_VERSION_OFFSET] = VERSION_WAL;
    page1[READ_VERSION_OFFSET] = VERSION_WAL;
    page1[RESERVED_OFFSET] = (byte) reserved;
    page1[FRACTIONS_OFFSET] = 64;
    page1[FRACTIONS_OFFSET + 1] = 32;
    page1[FRACTIONS_OFFSET + 2] = 32;
    setField(page1, SCHEMA_FORMAT_OFFSET, 4);
    setField(page1, TEXT_ENCODING_OFFSET, textEncoding);
  }
}
