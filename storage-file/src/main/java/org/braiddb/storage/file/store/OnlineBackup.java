package org.braiddb.storage.file.store;

import java.io.IOException;
import java.util.Arrays;
import org.braiddb.storage.Facets.BackupSteps;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.io.DiskFullException;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.transaction.PageFormat;

/**
 * A copy of a database as one snapshot shows it, page by page.
 *
 * <p>The pages go into a file beside the target, which takes the target's name when it is complete
 * and forced: whatever happens before, the target is as it was.
 */
final class OnlineBackup implements BackupSteps {
  private static final int BATCH_BYTES = 256 << 10;

  private final OpenDatabase source;
  private final long snapshot;
  private final int pageCount;
  private final BackupTarget target;
  private final byte[] batch;
  private int copied;
  private boolean closed;

  /**
   * Begins a copy.
   *
   * @param snapshot a commit that stays readable until this is closed
   */
  OnlineBackup(OpenDatabase source, long snapshot, int pageCount, BackupTarget target) {
    this.source = source;
    this.snapshot = snapshot;
    this.pageCount = pageCount;
    this.target = target;
    this.batch = new byte[Math.max(BATCH_BYTES, source.format.pageSize())];
  }

  @Override
  public boolean step(int pages) {
    if (pages <= 0) {
      throw new MisuseException("a backup step of " + pages + " pages");
    }
    if (copied == pageCount) {
      return true;
    }
    if (closed) {
      throw new MisuseException("the backup has ended");
    }
    boolean succeeded = false;
    try {
      int end = (int) Math.min(pageCount, (long) copied + pages);
      while (copied < end) {
        copied += copy(copied + 1, end);
      }
      if (copied == pageCount) {
        target.complete((long) pageCount * source.format.pageSize());
        closed = true;
      }
      succeeded = true;
    } catch (DiskFullException e) {
      throw new StoreFullException("database or disk is full: " + e.getMessage());
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR, "the backup to " + target.path() + " failed: " + e, e);
    } finally {
      if (!succeeded) {
        copied = Math.min(copied, pageCount - 1);
        close();
      }
    }
    return copied == pageCount;
  }

  /** Copies pages that follow each other; how many. */
  private int copy(int first, int last) throws IOException {
    PageFormat format = source.format;
    int size = format.pageSize();
    int count = Math.min(last - first + 1, batch.length / size);
    for (int i = 0; i < count; i++) {
      int page = first + i;
      if (page == format.lockBytePage()) {
        // It has no content, and on some systems locks keep everyone from reading it.
        Arrays.fill(batch, i * size, (i + 1) * size, (byte) 0);
      } else {
        System.arraycopy(source.readOnce(page, snapshot), 0, batch, i * size, size);
      }
    }
    if (first == 1) {
      sayHowLongItIs();
    }
    target.write(batch, count * size, (first - 1L) * size);
    return count;
  }

  /** The copy's own length, also where the original's header had none that is valid. */
  private void sayHowLongItIs() {
    DatabaseHeader.setField(batch, DatabaseHeader.PAGE_COUNT_OFFSET, pageCount);
    DatabaseHeader.setField(
        batch,
        DatabaseHeader.VERSION_VALID_FOR_OFFSET,
        DatabaseHeader.field(batch, DatabaseHeader.CHANGE_COUNTER_OFFSET));
  }

  @Override
  public long pageCount() {
    return pageCount;
  }

  @Override
  public long remainingPages() {
    return pageCount - copied;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      target.abandon();
    }
  }
}
