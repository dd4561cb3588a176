package org.braiddb.storage;

import java.time.Duration;
import org.braiddb.storage.record.TextEncoding;

/**
 * How a store is opened.
 *
 * @param readOnly whether writing transactions are refused; nothing on disk is changed
 * @param create whether a database that does not exist is made
 * @param pageSize the page size in bytes of a database yet to be made: a power of two, 512 to
 *     65536; engines without pages ignore it
 * @param encoding the text encoding of a database yet to be made
 * @param cacheBytes the budget in bytes of cached database content; a soft bound
 * @param openTimeout how long to wait for another process that holds the database
 * @param temporary whether nobody will open the database again, so that nothing of it needs to
 *     outlive the store: an engine that can removes its files while they are open, so that even the
 *     end of the process leaves none; whoever asked removes those that are left
 */
public record StoreOptions(
    boolean readOnly,
    boolean create,
    int pageSize,
    TextEncoding encoding,
    long cacheBytes,
    Duration openTimeout,
    boolean temporary) {
  /** Read and write, created where missing, SQLite's default page size and encoding. */
  public static final StoreOptions DEFAULTS =
      new StoreOptions(
          false, true, 4096, TextEncoding.UTF_8, defaultCacheBytes(), Duration.ZERO, false);

  /** Checks the ranges. */
  public StoreOptions {
    if (pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
      throw new IllegalArgumentException(
          "page size is not a power of two from 512 to 65536: " + pageSize);
    }
    if (cacheBytes < 0) {
      throw new IllegalArgumentException("negative cache size: " + cacheBytes);
    }
  }

  /** A modest share of the heap, since the embedding application owns it. */
  private static long defaultCacheBytes() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 16, 4L << 20, 64L << 20);
  }

  /** The same, reading only: never created. */
  public StoreOptions withReadOnly(boolean newReadOnly) {
    return new StoreOptions(
        newReadOnly,
        create && !newReadOnly,
        pageSize,
        encoding,
        cacheBytes,
        openTimeout,
        temporary);
  }

  /** The same with another answer to whether a missing database is made. */
  public StoreOptions withCreate(boolean newCreate) {
    return new StoreOptions(
        readOnly, newCreate, pageSize, encoding, cacheBytes, openTimeout, temporary);
  }

  /** The same with another page size in bytes. */
  public StoreOptions withPageSize(int newPageSize) {
    return new StoreOptions(
        readOnly, create, newPageSize, encoding, cacheBytes, openTimeout, temporary);
  }

  /** The same with another text encoding. */
  public StoreOptions withEncoding(TextEncoding newEncoding) {
    return new StoreOptions(
        readOnly, create, pageSize, newEncoding, cacheBytes, openTimeout, temporary);
  }

  /** The same with another cache budget in bytes. */
  public StoreOptions withCacheBytes(long newCacheBytes) {
    return new StoreOptions(
        readOnly, create, pageSize, encoding, newCacheBytes, openTimeout, temporary);
  }

  /** The same with another patience towards other processes. */
  public StoreOptions withOpenTimeout(Duration newOpenTimeout) {
    return new StoreOptions(
        readOnly, create, pageSize, encoding, cacheBytes, newOpenTimeout, temporary);
  }

  /** The same for a database that nobody will open again, or for one that stays. */
  public StoreOptions withTemporary(boolean newTemporary) {
    return new StoreOptions(
        readOnly, create, pageSize, encoding, cacheBytes, openTimeout, newTemporary);
  }
}
