package org.braiddb.storage.file.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.SplittableRandom;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.file.cache.PageCache;
import org.braiddb.storage.file.cache.PageReader;
import org.braiddb.storage.file.cache.PageTable;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.checkpoint.CheckpointTarget;
import org.braiddb.storage.file.checkpoint.Checkpointer;
import org.braiddb.storage.file.commit.CommitPipeline;
import org.braiddb.storage.file.io.DiskFullException;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.FileSystem.Access;
import org.braiddb.storage.file.io.FileSystem.Purpose;
import org.braiddb.storage.file.io.MemoryFileSystem;
import org.braiddb.storage.file.journal.RollbackJournal;
import org.braiddb.storage.file.journal.SuperJournal;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.braiddb.storage.file.transaction.PageFormat;
import org.braiddb.storage.file.transaction.WriterLock;
import org.braiddb.storage.file.wal.Wal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of an open database, independent of the strategy that governs it: locked, recovered,
 * ready.
 */
final class OpenDatabase {
  /** The number of the state that was found when the database was opened. */
  static final long FIRST_COMMIT = 1;

  private static final Logger LOGGER = LoggerFactory.getLogger(OpenDatabase.class);

  final FileSystem files;
  final String path;
  final boolean readOnly;
  final PageFormat format;
  final int firstPageCount;
  final PageCache cache;
  final OpenSnapshots snapshots = new OpenSnapshots();
  final WriterLock writerLock = new WriterLock();
  final CommitPipeline pipeline;
  final Checkpointer checkpointer;
  private final Object identity;
  private final DatabaseFile database;
  private final Wal wal;
  private final PageReader reader;

  /** Whether nobody will open it again: then its log is not needed any more when it is closed. */
  private final boolean temporary;

  private volatile boolean empty;
  private boolean closed;
  private boolean withoutLog;

  private OpenDatabase(
      FileSystem files,
      Object identity,
      DatabaseFile database,
      Wal wal,
      FirstPage first,
      StoreOptions options) {
    this.files = files;
    this.path = database.path();
    this.readOnly = options.readOnly();
    this.temporary = options.temporary();
    this.identity = identity;
    this.database = database;
    this.wal = wal;
    this.format = first.format();
    this.empty = first.empty();
    int pageSize = format.pageSize();
    this.reader =
        (page, place) -> {
          if (place == PageVersion.IN_DATABASE) {
            return database.read(page, pageSize);
          }
          byte[] image = new byte[pageSize];
          wal.read(place, image);
          return image;
        };
    PageTable table = new PageTable();
    this.cache = new PageCache(table, reader, pageSize, options.cacheBytes());
    for (int frame = 1; frame <= wal.frameCount(); frame++) {
      cache.recover(new PageVersion(wal.pageOf(frame), FIRST_COMMIT, frame, null));
    }
    if (empty) {
      PageVersion page1 = new PageVersion(1, 0, PageVersion.IN_MEMORY, first.image());
      cache.publish(page1);
    }
    int recovered = wal.recoveredPageCount();
    this.firstPageCount = recovered != 0 ? recovered : first.pageCount();
    this.pipeline = new CommitPipeline(wal, cache, snapshots, path, FIRST_COMMIT, firstPageCount);
    this.checkpointer =
        new Checkpointer(
            wal, pipeline, cache, reader, snapshots, writerLock, new Target(database, pageSize));
  }

  /** Opens, locks and recovers a database. */
  static OpenDatabase open(
      FileSystem files, String spelling, Object identity, StoreOptions options) {
    if (!OpenFiles.claim(identity)) {
      // Opening the file a second time and closing it would drop the locks of the first store.
      throw new MisuseException(spelling + " is already open in this process");
    }
    return OpenFiles.open(
        spelling,
        () ->
            OpenFiles.openClaimed(
                identity, () -> openLocked(files, files.resolve(spelling), identity, options)));
  }

  private static OpenDatabase openLocked(
      FileSystem files, String path, Object identity, StoreOptions options) throws IOException {
    DatabaseFile database = openFile(files, path, options);
    Wal wal = null;
    boolean opened = false;
    try {
      lock(files, path, database, options);
      rollBack(files, path, database.handle(), options);
      FirstPage inFile =
          OpenFiles.part(
              ResultCode.IOERR_READ,
              "reading the first page of " + path,
              () -> FirstPage.read(database, options));
      if (!options.readOnly()) {
        OpenFiles.part(
            ResultCode.IOERR_WRITE,
            "writing the first page of " + path,
            () -> settleFirstPage(files, database, inFile));
        files.delete(path + "-shm");
      }
      wal = openWal(files, path, inFile, options);
      FirstPage first = asInLog(wal, inFile);
      checkLength(database, wal, first);
      OpenDatabase result = new OpenDatabase(files, identity, database, wal, first, options);
      if (options.temporary()) {
        removeEarly(files, path);
      }
      opened = true;
      return result;
    } finally {
      if (!opened) {
        try {
          if (wal != null) {
            wal.close();
          }
        } finally {
          database.close();
        }
      }
    }
  }

  /** Where open files can be removed they go with the process, however that ends. */
  private static void removeEarly(FileSystem files, String path) {
    for (String file : new String[] {path + "-wal", path}) {
      try {
        files.delete(file);
      } catch (IOException e) {
        LOGGER.debug("{}: is removed when it is closed, since it is in use", file, e);
      }
    }
  }

  /** A read-only store takes a handle that can write if it may: only such can lock others out. */
  static DatabaseFile openFile(FileSystem files, String path, StoreOptions options)
      throws IOException {
    if (!options.readOnly()) {
      return new DatabaseFile(files.open(path, Access.CREATE, Purpose.DATABASE), true);
    }
    try {
      return new DatabaseFile(files.open(path, Access.READ_WRITE, Purpose.DATABASE), true);
    } catch (AccessDeniedException e) {
      return new DatabaseFile(files.open(path, Access.READ_ONLY, Purpose.DATABASE), false);
    }
  }

  /**
   * Locks other processes out. Reading needs no more than their writers kept from the file, unless
   * there is a log: with it they would write and checkpoint beside us. A file that may not be
   * written is read all the same.
   */
  static void lock(FileSystem files, String path, DatabaseFile database, StoreOptions options)
      throws IOException {
    long patience = options.openTimeout().toNanos();
    if (!options.readOnly()) {
      database.lock(DatabaseFile.Lock.EXCLUSIVE, patience);
      return;
    }
    database.lock(DatabaseFile.Lock.SHARED, patience);
    // While that lock is held nobody turns a file without a log into one that has it.
    if (database.writable() && (database.usesLog() || files.exists(path + "-wal"))) {
      database.unlock(DatabaseFile.Lock.SHARED);
      database.lock(DatabaseFile.Lock.EXCLUSIVE, patience);
    }
  }

  /**
   * Makes the first page of a database that has no other durable, and the file itself: who made it
   * may have died of a failed force, and a log beside an empty file is thrown away.
   */
  private static void settleFirstPage(FileSystem files, DatabaseFile database, FirstPage first)
      throws IOException {
    int pageSize = first.format().pageSize();
    if (!first.empty() && database.size() <= pageSize && database.usesLog()) {
      byte[] page1 = database.read(1, pageSize);
      database.writeStart(page1, FirstPage.SECTOR_BYTES);
      database.force();
      database.writeStart(page1, page1.length);
      database.force();
      files.syncDirectory(database.path());
    }
  }

  /** Undoes what another's crash left half written in a file with a rollback journal. */
  private static void rollBack(
      FileSystem files, String path, FileHandle database, StoreOptions options) throws IOException {
    String name = path + "-journal";
    if (!files.exists(name)) {
      return;
    }
    if (database.size() == 0) {
      // Beside an empty database a journal means nothing, as for SQLite. It must not stay: once
      // there is something in the database, it would be played back into that.
      if (!options.readOnly()) {
        files.delete(name);
        files.syncDirectory(path);
      }
      return;
    }
    String superJournal;
    boolean superJournalExists;
    try (FileHandle handle = files.open(name, Access.READ_ONLY, Purpose.LOG)) {
      RollbackJournal journal = new RollbackJournal(handle, database);
      if (!journal.hasContent()) {
        return;
      }
      superJournal = journal.superJournal();
      superJournalExists = !superJournal.isEmpty() && files.exists(superJournal);
      if (superJournal.isEmpty() || superJournalExists) {
        if (options.readOnly()) {
          throw new CannotOpenException(
              ResultCode.READONLY_ROLLBACK,
              path + " was left in the middle of a transaction: open it once for writing",
              null);
        }
        int pages =
            OpenFiles.part(
                ResultCode.IOERR_WRITE,
                "playing back " + name + " into " + path,
                journal::rollback);
        LOGGER.info("rolled back {} pages of {} from {}", pages, path, name);
      }
    }
    if (!options.readOnly()) {
      files.delete(name);
      files.syncDirectory(path);
      if (superJournalExists) {
        SuperJournal.removeIfDone(files, superJournal, name);
      }
    }
  }

  private static Wal openWal(FileSystem files, String path, FirstPage first, StoreOptions options)
      throws IOException {
    String name = path + "-wal";
    // Salts need to differ, not to be secret; and a SecureRandom is slow to come by.
    SplittableRandom random = new SplittableRandom();
    int pageSize = first.format().pageSize();
    if (options.readOnly() && !files.exists(name)) {
      FileHandle nothing = new MemoryFileSystem().openTemporary();
      return Wal.open(nothing, pageSize, random::nextInt, () -> {});
    }
    if (first.empty() && !options.readOnly()) {
      // As SQLite: beside an empty database a log means nothing.
      files.delete(name);
    }
    Access access = options.readOnly() ? Access.READ_ONLY : Access.CREATE;
    FileHandle handle = files.open(name, access, Purpose.LOG);
    boolean opened = false;
    try {
      Wal wal =
          OpenFiles.part(
              ResultCode.IOERR_READ,
              "reading the log " + name,
              () -> Wal.open(handle, pageSize, random::nextInt, () -> files.syncDirectory(path)));
      if (wal.frameCount() > 0) {
        LOGGER.info("recovered {} frames from {}", wal.frameCount(), name);
        if (!options.readOnly()) {
          // Later commits stand on it.
          OpenFiles.part(
              ResultCode.IOERR_WRITE, "writing the recovered log " + name, wal::rewriteRecovered);
        }
      }
      opened = true;
      return wal;
    } finally {
      if (!opened) {
        handle.close();
      }
    }
  }

  /** The first page as the log has it, if it is there. */
  private static FirstPage asInLog(Wal wal, FirstPage first) throws IOException {
    for (int frame = wal.frameCount(); frame > 0; frame--) {
      if (wal.pageOf(frame) == 1) {
        byte[] image = new byte[first.format().pageSize()];
        wal.read(frame, image);
        return first.withImage(image);
      }
    }
    return first;
  }

  /**
   * A file that is shorter than its header says has lost pages, and a log that makes it longer than
   * its header and its frames do is damaged; writing it would make a file with holes.
   */
  private static void checkLength(DatabaseFile database, Wal wal, FirstPage first)
      throws IOException {
    if (first.empty() || !DatabaseHeader.pageCountIsValid(first.image())) {
      return;
    }
    long claimed =
        Integer.toUnsignedLong(
            DatabaseHeader.field(first.image(), DatabaseHeader.PAGE_COUNT_OFFSET));
    long inFile = first.format().pagesIn(database.size());
    long pages = wal.frameCount() == 0 ? inFile : Integer.toUnsignedLong(wal.recoveredPageCount());
    // The pages that hold the lock bytes, and what was never used, are in no frame.
    boolean grown = pages > inFile + wal.frameCount() + 1;
    if (claimed > pages || (claimed < pages && grown)) {
      throw CorruptException.at(
          database.path(),
          1,
          DatabaseHeader.PAGE_COUNT_OFFSET,
          pages + " pages, as in the " + (wal.frameCount() == 0 ? "file" : "log's last commit"),
          Long.toString(claimed));
    }
  }

  int bareImages(int[] pages, int count, byte[][] images) {
    return cache.table().images(pages, count, images);
  }

  /** Reads a page at a commit. */
  byte[] read(int page, long commit) {
    try {
      return cache.read(page, commit);
    } catch (IOException e) {
      throw readFailed(page, e);
    }
  }

  /** Reads a page at a commit without keeping it in memory. */
  byte[] readOnce(int page, long commit) {
    try {
      return cache.readOnce(page, commit);
    } catch (IOException e) {
      throw readFailed(page, e);
    }
  }

  private StorageIOException readFailed(int page, IOException cause) {
    return new StorageIOException(
        ResultCode.IOERR_READ, "reading page " + page + " of " + path + " failed: " + cause, cause);
  }

  /** Whether the file holds nothing yet, not even an empty database. */
  boolean isEmpty() {
    return empty;
  }

  /**
   * Writes the first page of an empty database, which must be durable before a log is: SQLite
   * throws away a log that lies beside an empty file. Only by the writer.
   */
  void initialize() {
    if (!empty) {
      return;
    }
    try {
      byte[] page1 = cache.read(1, FIRST_COMMIT);
      // First the sector with the header, so that a power cut leaves a database or an empty file.
      database.writeStart(page1, FirstPage.SECTOR_BYTES);
      database.force();
      database.writeStart(page1, page1.length);
      database.force();
      files.syncDirectory(path);
      empty = false;
    } catch (DiskFullException e) {
      throw new StoreFullException("database or disk is full: " + e.getMessage());
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_WRITE, "writing the first page of " + path + " failed: " + e, e);
    }
  }

  long logSizeLimit() {
    return wal.sizeLimit();
  }

  void setLogSizeLimit(long bytes) {
    wal.setSizeLimit(bytes);
  }

  /** Closing will leave a file in rollback-journal format. */
  synchronized void closeWithoutLog() {
    withoutLog = true;
  }

  /**
   * Checkpoints, unless nobody will read the file, removes the log and gives the locks back. A
   * second call does nothing.
   */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Throwable failure = null;
    try {
      if (!readOnly) {
        finish();
      }
    } catch (RuntimeException | Error e) {
      // Whatever it was, the locks are given back. Nothing is lost: the log stays and is recovered
      // at the next opening.
      LOGGER.warn("{}: the last checkpoint failed; the log stays beside the database", path, e);
      failure = e;
    }
    try {
      wal.close();
      if (!readOnly && failure == null && (temporary || wal.frameCount() == 0)) {
        files.delete(path + "-wal");
        if (withoutLog && !empty) {
          becomeLegacy();
        }
      }
    } catch (IOException e) {
      LOGGER.warn("{}: removing the log failed; the next opening will", path, e);
    }
    try {
      database.close();
    } catch (IOException e) {
      LOGGER.warn("{}: closing failed", path, e);
    } finally {
      OpenFiles.release(identity);
    }
  }

  /** One sector changes: a power cut leaves the header as it was or as it is to be. */
  private void becomeLegacy() throws IOException {
    files.syncDirectory(path);
    byte[] start = new byte[FirstPage.SECTOR_BYTES];
    database.readStart(start);
    start[DatabaseHeader.WRITE_VERSION_OFFSET] = DatabaseHeader.VERSION_LEGACY;
    start[DatabaseHeader.READ_VERSION_OFFSET] = DatabaseHeader.VERSION_LEGACY;
    database.writeStart(start, start.length);
    database.force();
  }

  private void finish() {
    pipeline.runAlone(() -> {
      pipeline.checkUsable();
      pipeline.breakDown(new MisuseException("the database is closed"));
      if (!temporary) {
        checkpointer.finish();
      }
    });
  }

  private record Target(DatabaseFile database, int pageSize) implements CheckpointTarget {
    @Override
    public void write(int firstPage, ByteBuffer images) throws IOException {
      database.write(firstPage, pageSize, images);
    }

    @Override
    public void resize(int pageCount) throws IOException {
      database.resize(pageCount, pageSize);
    }

    @Override
    public void force() throws IOException {
      database.force();
    }
  }
}
