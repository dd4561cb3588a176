package org.braiddb.sql.program;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.braiddb.storage.ConflictException;

/**
 * Counts the conflicts of a database by what they were about, so that one can see why concurrency
 * is poor. Off until it is switched on. Safe for use by any thread.
 *
 * <p>Of the places it keeps the {@value #MAXIMUM_PLACES} that conflicted last.
 */
public final class ConflictDiary {
  private static final int MAXIMUM_PLACES = 1000;

  /**
   * A place and its conflicts.
   *
   * @param object the table or index
   * @param place the row, key or page, in words
   * @param count how often transactions have lost here
   * @param lastWinner the commit that won the last time
   */
  public record Place(
      String object, ConflictException.Kind kind, String place, long count, long lastWinner) {}

  private record Key(String object, ConflictException.Kind kind, String place) {}

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; in the order of their last conflicts. */
  private final LinkedHashMap<Key, Place> places = new LinkedHashMap<>();

  private volatile boolean enabled;

  /** Empty and off. */
  public ConflictDiary() {}

  /** Whether conflicts are counted. */
  public boolean enabled() {
    return enabled;
  }

  /** Starts or stops counting; what was counted stays. */
  public void setEnabled(boolean value) {
    enabled = value;
  }

  /** Counts a conflict where it is on. */
  public void add(ConflictException conflict) {
    if (!enabled) {
      return;
    }
    Key key = new Key(conflict.object(), conflict.kind(), conflict.place());
    lock.lock();
    try {
      Place before = places.remove(key);
      long count = before == null ? 1 : before.count() + 1;
      places.put(key, new Place(key.object(), key.kind(), key.place(), count, conflict.winner()));
      if (places.size() > MAXIMUM_PLACES) {
        places.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was counted, the most frequent first. */
  public List<Place> places() {
    lock.lock();
    try {
      return places.values().stream()
          .sorted(Comparator.comparingLong(Place::count).reversed())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was counted. */
  public void clear() {
    lock.lock();
    try {
      places.clear();
    } finally {
      lock.unlock();
    }
  }
}
