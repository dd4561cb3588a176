package org.braiddb.storage.file.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One version of one page: see the package's invariants. */
public final class PageVersion {
  /** The place of a version whose bytes are in the database file. */
  public static final long IN_DATABASE = 0;

  /** The place of a version that exists in memory only: its image is not evicted. */
  public static final long IN_MEMORY = -1;

  private static final VarHandle PLACE;
  private static final VarHandle IMAGE;
  private static final VarHandle OLDER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PLACE = lookup.findVarHandle(PageVersion.class, "place", long.class);
      IMAGE = lookup.findVarHandle(PageVersion.class, "image", byte[].class);
      OLDER = lookup.findVarHandle(PageVersion.class, "older", PageVersion.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int page;
  private long commit;
  private long place;
  private byte @Nullable [] image;
  private @Nullable PageVersion older;
  private boolean recentlyUsed = true;
  private volatile @Nullable SpilledImage spilled;

  /** A version not yet linked into the table. */
  public PageVersion(int page, long commit, long place, byte @Nullable [] image) {
    this.page = page;
    this.commit = commit;
    this.place = place;
    this.image = image;
  }

  /** The page number. */
  public int page() {
    return page;
  }

  /** The commit that made it; 0 for what the database file held when the store was opened. */
  public long commit() {
    return commit;
  }

  /** Gives a version its commit number; only before it is linked into the table. */
  public void numberAs(long commitNumber) {
    commit = commitNumber;
  }

  /** Where its bytes are: {@link #IN_DATABASE}, {@link #IN_MEMORY} or a position in the log. */
  public long place() {
    return (long) PLACE.getAcquire(this);
  }

  /** Moves it (C3). */
  public void moveTo(long newPlace) {
    PLACE.setRelease(this, newPlace);
    if (spilled != null) {
      spilled = null;
    }
  }

  /**
   * Says where the image is while it is not in the log; only before it is linked into the table.
   */
  public void spillTo(SpilledImage image) {
    spilled = image;
  }

  /** Where the image is, if it is in neither memory nor the log. */
  public @Nullable SpilledImage spilled() {
    return spilled;
  }

  /** The image, or null where it is not in memory. Marks the version as used. */
  public byte @Nullable [] image() {
    if (!recentlyUsed) {
      recentlyUsed = true;
    }
    return (byte[]) IMAGE.getAcquire(this);
  }

  /** The same without marking it. */
  byte @Nullable [] presentImage() {
    return (byte[]) IMAGE.getAcquire(this);
  }

  boolean offerImage(byte[] newImage) {
    return IMAGE.compareAndSet(this, null, newImage);
  }

  /** Drops the image; true for the one caller that did. */
  boolean dropImage() {
    return IMAGE.getAndSet(this, null) != null;
  }

  boolean hasImage() {
    return IMAGE.getAcquire(this) != null;
  }

  boolean takeRecentlyUsed() {
    boolean used = recentlyUsed;
    recentlyUsed = false;
    return used;
  }

  /** The version before this one, or null: then that is what the database file has. */
  public @Nullable PageVersion older() {
    return (PageVersion) OLDER.getAcquire(this);
  }

  void setOlder(@Nullable PageVersion version) {
    OLDER.setRelease(this, version);
  }

  boolean offerOlder(PageVersion version) {
    return replaceOlder(null, version);
  }

  boolean replaceOlder(@Nullable PageVersion expected, @Nullable PageVersion version) {
    return OLDER.compareAndSet(this, expected, version);
  }

  @Override
  public String toString() {
    return "page " + page + " of commit " + commit + " at " + place();
  }
}
