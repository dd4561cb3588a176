package org.braiddb.storage.file.io.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A file of a {@link SimulatedFileSystem}: what is seen, what is durable, and the writes between.
 */
final class SimulatedFile {
  private static final int SECTOR_BYTES = 512;

  private final SimulatedFileSystem system;
  private final String path;
  private final Content seen;
  private final Content durable;
  private final List<Change> pending = new ArrayList<>();
  private final List<Range> locks = new ArrayList<>();

  SimulatedFile(SimulatedFileSystem system, String path, byte[] content) {
    this.system = system;
    this.path = path;
    this.seen = new Content(content);
    this.durable = new Content(content);
  }

  /** The same file as another process finds it: what is not durable is not so for it either. */
  SimulatedFile(SimulatedFileSystem system, SimulatedFile before) {
    this.system = system;
    this.path = before.path;
    this.seen = new Content(before.seen.toArray());
    this.durable = new Content(before.durable.toArray());
    this.pending.addAll(before.pending);
  }

  /** A write (with bytes) or a change of length (without). */
  private record Change(long position, byte @Nullable [] bytes) {
    void applyTo(Content content) {
      if (bytes == null) {
        content.resize((int) position);
      } else {
        content.put((int) position, bytes, 0, bytes.length);
      }
    }
  }

  /** Bytes that grow. */
  private static final class Content {
    private byte[] bytes;
    private int size;

    Content(byte[] initial) {
      bytes = initial.clone();
      size = initial.length;
    }

    void resize(int newSize) {
      if (newSize > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(newSize, bytes.length * 2));
      }
      if (newSize < size) {
        Arrays.fill(bytes, newSize, size, (byte) 0);
      }
      size = newSize;
    }

    void put(int position, byte[] source, int offset, int length) {
      if (position + length > size) {
        resize(position + length);
      }
      System.arraycopy(source, offset, bytes, position, length);
    }

    byte[] toArray() {
      return Arrays.copyOf(bytes, size);
    }
  }

  /** How many bytes the running system sees in it. */
  int length() {
    return seen.size;
  }

  byte[] content() {
    synchronized (system) {
      return seen.toArray();
    }
  }

  /** What a disk holds after a power cut. */
  byte[] survivors(Unforced unforced, RandomGenerator random) {
    return switch (unforced) {
      case LOST -> durable.toArray();
      case KEPT -> content();
      case TORN -> torn(random);
      case ANY -> anySectors(random);
    };
  }

  private byte[] torn(RandomGenerator random) {
    Content result = new Content(durable.toArray());
    int whole = random.nextInt(pending.size() + 1);
    pending.subList(0, whole).forEach(change -> change.applyTo(result));
    if (whole < pending.size()) {
      keepStart(pending.get(whole), result, random);
    }
    return result.toArray();
  }

  /** Writes what comes before some boundary of sectors. */
  private static void keepStart(Change change, Content result, RandomGenerator random) {
    byte[] bytes = change.bytes;
    if (bytes == null || bytes.length == 0) {
      return;
    }
    long firstSector = change.position / SECTOR_BYTES;
    long lastSector = (change.position + bytes.length - 1) / SECTOR_BYTES;
    long end = (firstSector + random.nextLong(lastSector - firstSector + 1)) * SECTOR_BYTES;
    if (end > change.position) {
      result.put((int) change.position, bytes, 0, (int) (end - change.position));
    }
  }

  private byte[] anySectors(RandomGenerator random) {
    Content result = new Content(durable.toArray());
    // Some cuts lose all that was not forced, some nothing, most a part.
    double kept = Math.clamp(random.nextDouble(-0.3, 1.3), 0.0, 1.0);
    for (Change change : pending) {
      if (change.bytes == null) {
        if (random.nextDouble() < kept) {
          change.applyTo(result);
        }
      } else {
        keepSectors(change, result, kept, random);
      }
    }
    return result.toArray();
  }

  private static void keepSectors(
      Change change, Content result, double kept, RandomGenerator random) {
    byte[] bytes = change.bytes;
    if (bytes == null) {
      return;
    }
    int at = 0;
    while (at < bytes.length) {
      long position = change.position + at;
      int step = (int) Math.min(bytes.length - at, SECTOR_BYTES - position % SECTOR_BYTES);
      if (random.nextDouble() < kept) {
        result.put((int) position, bytes, at, step);
      }
      at += step;
    }
  }

  String path() {
    return path;
  }

  int readSome(byte[] target, int offset, int length, long position) throws IOException {
    synchronized (system) {
      system.look();
      int count = system.piece((int) Math.max(0, Math.min(length, seen.size - position)));
      if (count > 0) {
        System.arraycopy(seen.bytes, (int) position, target, offset, count);
      }
      return count;
    }
  }

  void write(byte[] source, int offset, int length, long position) throws IOException {
    synchronized (system) {
      Fault struck = system.operation(path, position + length > seen.size);
      long room = system.roomFor(this, position + length - seen.size);
      if (struck == null && room < position + length - seen.size) {
        struck = Fault.DISK_FULL;
      }
      int done = struck == null ? length : system.random().nextInt(length + 1);
      if (struck == Fault.DISK_FULL) {
        done = (int) Math.max(0, seen.size + room - position);
      }
      Change change = new Change(position, Arrays.copyOfRange(source, offset, offset + done));
      change.applyTo(seen);
      pending.add(change);
      if (struck != null) {
        throw system.strike(struck);
      }
    }
  }

  long size() throws IOException {
    synchronized (system) {
      system.look();
      return seen.size;
    }
  }

  void truncate(long size) throws IOException {
    synchronized (system) {
      Fault struck = system.operation(path, size > seen.size);
      if (struck == null && system.roomFor(this, size - seen.size) < size - seen.size) {
        throw system.strike(Fault.DISK_FULL);
      }
      if (struck == Fault.ERROR) {
        throw system.strike(struck);
      }
      Change change = new Change(size, null);
      change.applyTo(seen);
      pending.add(change);
      if (struck != null) {
        throw system.strike(struck);
      }
    }
  }

  void force(boolean metadata) throws IOException {
    system.beforeForce();
    synchronized (system) {
      Fault struck = system.operation(path, false);
      if (struck == null) {
        if (metadata) {
          pending.forEach(change -> change.applyTo(durable));
          pending.clear();
        } else {
          forceContent();
        }
        return;
      }
      if (struck == Fault.ERROR) {
        // The system forgets what it could not write: a later force will not write it either.
        byte[] survived = anySectors(system.random());
        durable.resize(0);
        durable.put(0, survived, 0, survived.length);
        pending.clear();
      }
      throw system.strike(struck);
    }
  }

  /** Forces what lies within the durable length; changes of length, and what they add, stay. */
  private void forceContent() {
    List<Change> left = new ArrayList<>();
    int end = durable.size;
    for (Change change : pending) {
      byte[] bytes = change.bytes;
      if (bytes == null) {
        end = (int) Math.min(end, change.position);
        left.add(change);
        continue;
      }
      int inside = (int) Math.clamp(end - change.position, 0, bytes.length);
      if (inside > 0) {
        durable.put((int) change.position, bytes, 0, inside);
      }
      if (inside < bytes.length) {
        left.add(
            new Change(change.position + inside, Arrays.copyOfRange(bytes, inside, bytes.length)));
      }
    }
    pending.clear();
    pending.addAll(left);
  }

  /** Locks a range, unless a part of it is locked already. */
  boolean tryLock(Range range) throws IOException {
    synchronized (system) {
      system.look();
      return locks.stream().noneMatch(range::overlaps) && locks.add(range);
    }
  }

  void unlock(Range range) throws IOException {
    synchronized (system) {
      system.look();
      unlockAll(List.of(range));
    }
  }

  void unlockAll(List<Range> ranges) {
    synchronized (system) {
      locks.removeAll(ranges);
    }
  }

  /** Bytes that are locked. */
  record Range(long position, long size) {
    boolean overlaps(Range other) {
      return position < other.position + other.size && other.position < position + size;
    }
  }
}
