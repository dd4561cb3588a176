package org.braiddb.storage.file.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.PageBytes;

/** Plays a hot journal back into its database. */
public final class RollbackJournal {
  private static final byte[] MAGIC = {
    (byte) 0xd9, (byte) 0xd5, 0x05, (byte) 0xf9, 0x20, (byte) 0xa1, 0x63, (byte) 0xd7
  };
  private static final int HEADER_SIZE = 28;
  private static final long LOCK_BYTE = 0x40000000L;

  private final FileHandle journal;
  private final FileHandle database;
  private final long size;
  private final BitSet restored = new BitSet();
  private int pageSize;
  private int sectorSize;
  private int nonce;
  private int pageCount;

  /** A journal and the database it belongs to. */
  public RollbackJournal(FileHandle journal, FileHandle database) throws IOException {
    this.journal = journal;
    this.database = database;
    this.size = journal.size();
  }

  /** Whether the file holds a journal at all; a finished one is empty or begins with zeros. */
  public boolean hasContent() throws IOException {
    byte[] start = new byte[MAGIC.length];
    return journal.read(start, 0, start.length, 0) == start.length && Arrays.equals(start, MAGIC);
  }

  /**
   * The path of the super-journal that decides about this one, or an empty string. Where it is
   * named but does not exist, the transaction was committed and this journal is void.
   */
  public String superJournal() throws IOException {
    return superJournalOf(journal);
  }

  static String superJournalOf(FileHandle journal) throws IOException {
    long size = journal.size();
    byte[] end = new byte[16];
    if (size < 16 || journal.read(end, 0, 16, size - 16) < 16) {
      return "";
    }
    int length = PageBytes.i32(end, 0);
    if (!Arrays.equals(end, 8, 16, MAGIC, 0, 8) || length <= 0 || length > size - 16) {
      return "";
    }
    byte[] name = new byte[length];
    journal.read(name, 0, length, size - 16 - length);
    int sum = PageBytes.i32(end, 4);
    for (byte character : name) {
      sum -= character;
    }
    return sum == 0 ? new String(name, StandardCharsets.UTF_8) : "";
  }

  /**
   * Puts the pages of before the transaction back and forces the database. Stops, as SQLite does,
   * at the first record that was not completely written: pages behind it were never changed. Can be
   * repeated if it is cut off.
   *
   * @return how many pages were restored
   */
  public int rollback() throws IOException {
    long offset = 0;
    boolean first = true;
    while (offset + HEADER_SIZE <= size) {
      int records = readHeader(offset, first);
      if (records < 0) {
        break;
      }
      if (first) {
        database.truncate((long) pageCount * pageSize);
        first = false;
      }
      long start = offset + sectorSize;
      int played = play(start, records);
      if (played < records) {
        break;
      }
      long end = start + (long) records * recordSize();
      offset = (end + sectorSize - 1) / sectorSize * sectorSize;
    }
    database.force(true);
    return restored.cardinality();
  }

  private int recordSize() {
    return pageSize + 8;
  }

  /** Reads a segment's header; the number of its records, or -1 where there is no valid one. */
  private int readHeader(long offset, boolean first) throws IOException {
    byte[] header = new byte[HEADER_SIZE];
    if (journal.read(header, 0, HEADER_SIZE, offset) < HEADER_SIZE
        || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return -1;
    }
    int records = PageBytes.i32(header, 8);
    nonce = PageBytes.i32(header, 12);
    if (first) {
      pageCount = PageBytes.i32(header, 16);
      sectorSize = PageBytes.i32(header, 20);
      pageSize = PageBytes.i32(header, 24);
      if (!isPowerOfTwo(sectorSize, 32, 65536)
          || !isPowerOfTwo(pageSize, 512, 65536)
          || pageCount < 0) {
        return -1;
      }
    }
    long fit = Math.max(0, size - offset - sectorSize) / recordSize();
    return records == -1 ? (int) fit : records < 0 ? -1 : (int) Math.min(records, fit);
  }

  private static boolean isPowerOfTwo(int value, int least, int most) {
    return value >= least && value <= most && Integer.bitCount(value) == 1;
  }

  /** Plays the records of a segment; how many were valid. */
  private int play(long start, int records) throws IOException {
    byte[] record = new byte[recordSize()];
    for (int i = 0; i < records; i++) {
      long at = start + (long) i * recordSize();
      if (journal.read(record, 0, record.length, at) < record.length) {
        return i;
      }
      int page = PageBytes.i32(record, 0);
      if (page <= 0 || page == LOCK_BYTE / pageSize + 1 || !checksumMatches(record)) {
        return i;
      }
      if (page <= pageCount && !restored.get(page)) {
        database.write(record, 4, pageSize, (page - 1L) * pageSize);
        restored.set(page);
      }
    }
    return records;
  }

  private boolean checksumMatches(byte[] record) {
    int sum = nonce;
    for (int i = pageSize - 200; i > 0; i -= 200) {
      sum += record[4 + i] & 0xff;
    }
    return sum == PageBytes.i32(record, 4 + pageSize);
  }
}
