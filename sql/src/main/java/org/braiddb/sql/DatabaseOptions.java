package org.braiddb.sql;

import java.time.Duration;
import java.util.Optional;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.record.TextEncoding;

/**
 * How a database is opened and a connection begins. Immutable; parameters of a {@code file:} URI go
 * before these.
 */
public final class DatabaseOptions {
  /** The system property with the journal mode of databases that nobody asked a mode for. */
  public static final String JOURNAL_MODE_PROPERTY = "org.braiddb.journal_mode";

  /** Read and write, created where missing, durable commits, no busy timeout. */
  public static final DatabaseOptions DEFAULTS = builder().build();

  private final Optional<String> journalMode;
  private final boolean readOnly;
  private final boolean create;
  private final Duration busyTimeout;
  private final Durability synchronous;
  private final boolean foreignKeys;
  private final IsolationLevel isolation;
  private final int pageSize;
  private final TextEncoding encoding;
  private final long cacheBytes;

  private DatabaseOptions(Builder builder) {
    journalMode = builder.journalMode;
    readOnly = builder.readOnly;
    create = builder.create;
    busyTimeout = builder.busyTimeout;
    synchronous = builder.synchronous;
    foreignKeys = builder.foreignKeys;
    isolation = builder.isolation;
    pageSize = builder.pageSize;
    encoding = builder.encoding;
    cacheBytes = builder.cacheBytes;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.journalMode = journalMode;
    builder.readOnly = readOnly;
    builder.create = create;
    builder.busyTimeout = busyTimeout;
    builder.synchronous = synchronous;
    builder.foreignKeys = foreignKeys;
    builder.isolation = isolation;
    builder.pageSize = pageSize;
    builder.encoding = encoding;
    builder.cacheBytes = cacheBytes;
    return builder;
  }

  /** The journal mode asked for; empty takes what is open already, else the default. */
  public Optional<String> journalMode() {
    return journalMode;
  }

  /** Whether nothing may be changed. */
  public boolean readOnly() {
    return readOnly;
  }

  /** Whether a missing database is made. */
  public boolean create() {
    return create;
  }

  /** How long statements wait for others. */
  public Duration busyTimeout() {
    return busyTimeout;
  }

  /** What a commit waits for. */
  public Durability synchronous() {
    return synchronous;
  }

  /** Whether foreign keys are enforced. */
  public boolean foreignKeys() {
    return foreignKeys;
  }

  /** What concurrent transactions may see of each other, at most. */
  public IsolationLevel isolation() {
    return isolation;
  }

  /** The page size in bytes of a database yet to be made; 0 for the default. */
  public int pageSize() {
    return pageSize;
  }

  /** The text encoding of a database yet to be made. */
  public TextEncoding encoding() {
    return encoding;
  }

  /** The cache budget in bytes; 0 for the default. */
  public long cacheBytes() {
    return cacheBytes;
  }

  /** Collects options. Not safe for use by several threads. */
  public static final class Builder {
    private Optional<String> journalMode = Optional.empty();
    private boolean readOnly;
    private boolean create = true;
    private Duration busyTimeout = Duration.ZERO;
    private Durability synchronous = Durability.FULL;
    private boolean foreignKeys;
    private IsolationLevel isolation = IsolationLevel.SNAPSHOT;
    private int pageSize;
    private TextEncoding encoding = TextEncoding.UTF_8;
    private long cacheBytes;

    private Builder() {}

    /**
     * Asks for a journal mode by its name, such as {@code wal}. Where the database is open in this
     * process in another mode, it is switched as {@code PRAGMA journal_mode} would.
     */
    public Builder journalMode(String mode) {
      journalMode = Optional.of(mode);
      return this;
    }

    /** Whether nothing may be changed; a missing database is then an error. */
    public Builder readOnly(boolean value) {
      readOnly = value;
      return this;
    }

    /** Whether a missing database is made; the default. */
    public Builder create(boolean value) {
      create = value;
      return this;
    }

    /** How long statements wait for others before they fail as busy; not at all by default. */
    public Builder busyTimeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("negative busy timeout: " + timeout);
      }
      busyTimeout = timeout;
      return this;
    }

    /** What a commit waits for; {@link Durability#FULL} by default. */
    public Builder synchronous(Durability level) {
      synchronous = level;
      return this;
    }

    /** Whether foreign keys are enforced; not by default, as in SQLite. */
    public Builder foreignKeys(boolean enforced) {
      foreignKeys = enforced;
      return this;
    }

    /**
     * The isolation of concurrent transactions, as {@code PRAGMA isolation} sets it: a journal mode
     * gives the weakest level it has that is not weaker. Snapshot isolation by default; other
     * transactions are serializable in any case.
     */
    public Builder isolation(IsolationLevel level) {
      isolation = level;
      return this;
    }

    /** The page size of a database yet to be made: a power of two, 512 to 65536 bytes. */
    public Builder pageSize(int bytes) {
      if (bytes < 512 || bytes > 65536 || Integer.bitCount(bytes) != 1) {
        throw new IllegalArgumentException(
            "page size is not a power of two from 512 to 65536: " + bytes);
      }
      pageSize = bytes;
      return this;
    }

    /** The text encoding of a database yet to be made. */
    public Builder encoding(TextEncoding value) {
      encoding = value;
      return this;
    }

    /** The cache budget in bytes, shared by all connections of the process. */
    public Builder cacheBytes(long bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("cache size is not positive: " + bytes);
      }
      cacheBytes = bytes;
      return this;
    }

    /** The options. */
    public DatabaseOptions build() {
      return new DatabaseOptions(this);
    }
  }
}
