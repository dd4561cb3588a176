package org.braiddb.storage;

/**
 * SQLite's result codes, by SQLite's names without the prefix.
 *
 * <p>{@link #code()} is the extended code that an application sees as the vendor code of an error;
 * {@link #primary()} is its low byte. Source: SQLite, "Result and Error Codes".
 */
public enum ResultCode {
  OK(0),
  ERROR(1),
  INTERNAL(2),
  PERM(3),
  ABORT(4),
  BUSY(5),
  LOCKED(6),
  NOMEM(7),
  READONLY(8),
  INTERRUPT(9),
  IOERR(10),
  CORRUPT(11),
  NOTFOUND(12),
  FULL(13),
  CANTOPEN(14),
  PROTOCOL(15),
  SCHEMA(17),
  TOOBIG(18),
  CONSTRAINT(19),
  MISMATCH(20),
  MISUSE(21),
  NOLFS(22),
  AUTH(23),
  RANGE(25),
  NOTADB(26),

  ERROR_MISSING_COLLSEQ(1 | 1 << 8),
  ERROR_RETRY(1 | 2 << 8),
  ERROR_SNAPSHOT(1 | 3 << 8),
  ABORT_ROLLBACK(4 | 2 << 8),
  BUSY_RECOVERY(5 | 1 << 8),
  BUSY_SNAPSHOT(5 | 2 << 8),
  BUSY_TIMEOUT(5 | 3 << 8),
  LOCKED_SHAREDCACHE(6 | 1 << 8),
  READONLY_RECOVERY(8 | 1 << 8),
  READONLY_CANTLOCK(8 | 2 << 8),
  READONLY_ROLLBACK(8 | 3 << 8),
  READONLY_DBMOVED(8 | 4 << 8),
  READONLY_DIRECTORY(8 | 6 << 8),
  IOERR_READ(10 | 1 << 8),
  IOERR_SHORT_READ(10 | 2 << 8),
  IOERR_WRITE(10 | 3 << 8),
  IOERR_FSYNC(10 | 4 << 8),
  IOERR_TRUNCATE(10 | 6 << 8),
  IOERR_FSTAT(10 | 7 << 8),
  IOERR_UNLOCK(10 | 8 << 8),
  IOERR_DELETE(10 | 10 << 8),
  IOERR_ACCESS(10 | 13 << 8),
  IOERR_LOCK(10 | 15 << 8),
  IOERR_CLOSE(10 | 16 << 8),
  CORRUPT_VTAB(11 | 1 << 8),
  CORRUPT_SEQUENCE(11 | 2 << 8),
  CORRUPT_INDEX(11 | 3 << 8),
  CANTOPEN_ISDIR(14 | 2 << 8),
  CANTOPEN_FULLPATH(14 | 3 << 8),
  CANTOPEN_DIRTYWAL(14 | 5 << 8),
  CONSTRAINT_CHECK(19 | 1 << 8),
  CONSTRAINT_COMMITHOOK(19 | 2 << 8),
  CONSTRAINT_FOREIGNKEY(19 | 3 << 8),
  CONSTRAINT_FUNCTION(19 | 4 << 8),
  CONSTRAINT_NOTNULL(19 | 5 << 8),
  CONSTRAINT_PRIMARYKEY(19 | 6 << 8),
  CONSTRAINT_TRIGGER(19 | 7 << 8),
  CONSTRAINT_UNIQUE(19 | 8 << 8),
  CONSTRAINT_VTAB(19 | 9 << 8),
  CONSTRAINT_ROWID(19 | 10 << 8),
  CONSTRAINT_PINNED(19 | 11 << 8),
  CONSTRAINT_DATATYPE(19 | 12 << 8);

  private final int code;

  ResultCode(int code) {
    this.code = code;
  }

  /** The extended result code, as {@code sqlite3_extended_errcode} would give it. */
  public int code() {
    return code;
  }

  /** The primary result code: the low byte of {@link #code()}. */
  public int primary() {
    return code & 0xff;
  }

  /** SQLite's own name, such as {@code SQLITE_BUSY_SNAPSHOT}. */
  public String sqliteName() {
    return "SQLITE_" + name();
  }
}
