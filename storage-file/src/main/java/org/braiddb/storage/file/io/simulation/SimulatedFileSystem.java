package org.braiddb.storage.file.io.simulation;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.braiddb.storage.file.io.DiskFullException;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * See the package. Operations that change anything are counted from 1, and so, by themselves, are
 * the others; a fault strikes at one of them. All methods may be called by any thread; a run is
 * repeatable if the order of operations is.
 */
public final class SimulatedFileSystem implements FileSystem {
  private final RandomGenerator random;

  /** For short reads alone, so that all else is as without them. */
  private final RandomGenerator pieces;

  /** Files by name as the running system sees them. */
  private final Map<String, SimulatedFile> present = new TreeMap<>();

  /** Files by name as the disk's directory has them. */
  private final Map<String, SimulatedFile> synced = new TreeMap<>();

  private final List<SimulatedHandle> open = new ArrayList<>();
  private long operations;
  private long faultAt = Long.MAX_VALUE;
  private Fault fault = Fault.POWER_CUT;
  private long looks;
  private long lookFaultAt = Long.MAX_VALUE;
  private boolean looksFailFromThen;
  private long capacity = Long.MAX_VALUE;
  private volatile Runnable beforeForce = () -> {};
  private @Nullable String broken;
  private boolean shortReads;
  private boolean off;

  /** An empty disk. */
  public SimulatedFileSystem(long seed) {
    this.random = new SplittableRandom(seed);
    this.pieces = new SplittableRandom(~seed);
  }

  /** Plans a fault at an operation, counted from 1 over the life of this file system. */
  public synchronized void plan(Fault newFault, long operation) {
    fault = newFault;
    faultAt = operation;
  }

  /**
   * Plans a failure of a call that changes no file: a read, a look at a length, at a name or at
   * whether a file is there, the opening of a file that is there, a lock, its release, or a close
   * (after which the file is closed all the same). They are counted from 1 by themselves.
   *
   * @param fromThen whether all later ones fail too
   */
  public synchronized void planLook(long look, boolean fromThen) {
    lookFaultAt = look;
    looksFailFromThen = fromThen;
  }

  /** From now on, until it is healed, one file fails whatever changes or forces it. */
  public synchronized void breakFile(String path) {
    broken = path;
  }

  /** From now on a read gives a random part, from the beginning, of what was asked for. */
  public synchronized void shortReads() {
    shortReads = true;
  }

  /** Sets how many bytes the files may have together; a write beyond is done as far as it fits. */
  public synchronized void setCapacity(long bytes) {
    capacity = bytes;
  }

  /**
   * Has something done by every thread that is about to force a file, outside of any lock: a force
   * takes as long as that does.
   */
  public void slowForces(Runnable before) {
    beforeForce = before;
  }

  /** Takes planned and standing faults and limits away; power stays off. */
  public synchronized void heal() {
    faultAt = Long.MAX_VALUE;
    lookFaultAt = Long.MAX_VALUE;
    capacity = Long.MAX_VALUE;
    broken = null;
  }

  /** How many calls there were that changed no file. */
  public synchronized long looks() {
    return looks;
  }

  /** How many bytes the files have together. */
  public synchronized long size() {
    return present.values().stream().mapToLong(SimulatedFile::length).sum();
  }

  /** How many operations there were. */
  public synchronized long operations() {
    return operations;
  }

  /** Whether the power was cut. */
  public synchronized boolean isOff() {
    return off;
  }

  /**
   * The disk as it is found when power comes back: forced writes, and of the others a random choice
   * of sectors. The power of this one is off from now on.
   */
  public synchronized SimulatedFileSystem afterPowerCut() {
    return afterPowerCut(Unforced.ANY);
  }

  /**
   * The disk as it is found when power comes back. The power of this one is off from now on.
   *
   * @param unforced what became of writes that were not forced, and of names that were not synced
   */
  public synchronized SimulatedFileSystem afterPowerCut(Unforced unforced) {
    off = true;
    SimulatedFileSystem restarted = new SimulatedFileSystem(random.nextLong());
    Map<String, SimulatedFile> names = new TreeMap<>(synced);
    for (Map.Entry<String, SimulatedFile> entry : present.entrySet()) {
      if (!entry.getValue().equals(synced.get(entry.getKey())) && survives(unforced)) {
        names.put(entry.getKey(), entry.getValue());
      }
    }
    names.keySet().removeIf(name -> !present.containsKey(name) && survives(unforced));
    names.forEach((name, file) -> restarted.install(name, file.survivors(unforced, random)));
    return restarted;
  }

  private boolean survives(Unforced unforced) {
    return switch (unforced) {
      case LOST -> false;
      case KEPT -> true;
      case TORN, ANY -> random.nextBoolean();
    };
  }

  /**
   * The disk as another process finds it after this one was killed: everything written is there,
   * but no more of it is durable than was before.
   */
  public synchronized SimulatedFileSystem afterKill() {
    off = true;
    SimulatedFileSystem next = new SimulatedFileSystem(random.nextLong());
    Map<SimulatedFile, SimulatedFile> copies = new IdentityHashMap<>();
    present.forEach((name, file) -> {
      SimulatedFile copy = new SimulatedFile(next, file);
      copies.put(file, copy);
      next.present.put(name, copy);
    });
    synced.forEach((name, file) ->
        next.synced.put(name, copies.computeIfAbsent(file, gone -> new SimulatedFile(next, gone))));
    return next;
  }

  /** Puts a durable file there. */
  public synchronized void install(String path, byte[] content) {
    SimulatedFile file = new SimulatedFile(this, path, content);
    present.put(path, file);
    synced.put(path, file);
  }

  /** The files there are, with what a reader sees in them. */
  public synchronized Map<String, byte[]> contents() {
    Map<String, byte[]> result = new HashMap<>();
    present.forEach((name, file) -> result.put(name, file.content()));
    return result;
  }

  /**
   * Counts an operation.
   *
   * @param path the file it is done to
   * @param grows whether it makes the file longer
   * @return the fault that the operation itself has to act out half way, or null
   */
  synchronized @Nullable Fault operation(String path, boolean grows) throws IOException {
    if (off) {
      throw new PowerCutException(operations);
    }
    long number = ++operations;
    if (path.equals(broken)) {
      return Fault.ERROR;
    }
    if (number < faultAt) {
      return null;
    }
    return switch (fault) {
      case POWER_CUT -> number == faultAt ? fault : null;
      case ERROR -> number == faultAt ? fault : null;
      case ERRORS_FROM_NOW_ON -> Fault.ERROR;
      case DISK_FULL -> {
        if (grows) {
          throw strike(fault);
        }
        yield null;
      }
    };
  }

  /** Acts out the rest of a fault. */
  synchronized IOException strike(Fault struck) {
    if (struck == Fault.POWER_CUT) {
      off = true;
      return new PowerCutException(operations);
    }
    if (struck == Fault.DISK_FULL) {
      return new DiskFullException("simulated: no space left", new IOException("disk full"));
    }
    return new IOException("simulated I/O error at operation " + operations);
  }

  /** Counts a call that changes no file, which may have to fail. */
  synchronized void look() throws IOException {
    checkPower();
    long number = ++looks;
    if (number == lookFaultAt || (number > lookFaultAt && looksFailFromThen)) {
      throw new IOException("simulated I/O error at look " + number);
    }
  }

  /** How many of so many bytes a read gives at once. */
  int piece(int bytes) {
    return shortReads && bytes > 1 ? pieces.nextInt(1, bytes + 1) : bytes;
  }

  /** How much of a growth fits. */
  synchronized long roomFor(SimulatedFile file, long growth) {
    if (capacity == Long.MAX_VALUE || growth <= 0 || !present.containsValue(file)) {
      return growth;
    }
    return Math.clamp(capacity - size(), 0, growth);
  }

  void beforeForce() {
    beforeForce.run();
  }

  private void checkPower() throws IOException {
    if (off) {
      throw new PowerCutException(operations);
    }
  }

  RandomGenerator random() {
    return random;
  }

  private void step(String path) throws IOException {
    Fault struck = operation(path, false);
    if (struck != null) {
      throw strike(struck);
    }
  }

  @Override
  public synchronized FileHandle open(String path, Access access, Purpose purpose)
      throws IOException {
    look();
    SimulatedFile file = present.get(path);
    if (file == null) {
      if (access != Access.CREATE) {
        throw new NoSuchFileException(path);
      }
      step(path);
      file = new SimulatedFile(this, path, new byte[0]);
      present.put(path, file);
    }
    return opened(file);
  }

  @Override
  public synchronized FileHandle openTemporary() throws IOException {
    step("temporary");
    return opened(new SimulatedFile(this, "temporary", new byte[0]));
  }

  private FileHandle opened(SimulatedFile file) {
    SimulatedHandle handle = new SimulatedHandle(this, file);
    open.add(handle);
    return handle;
  }

  /** Counts a close; in a process that is gone nobody closes files. */
  synchronized void closed(SimulatedHandle handle) throws IOException {
    open.remove(handle);
    if (!off) {
      look();
    }
  }

  /** The names of the files that are open, each as often as it is. */
  public synchronized List<String> openFiles() {
    return open.stream().map(SimulatedHandle::path).toList();
  }

  @Override
  public synchronized boolean exists(String path) throws IOException {
    look();
    return present.containsKey(path);
  }

  @Override
  public synchronized void delete(String path) throws IOException {
    if (present.containsKey(path)) {
      step(path);
      present.remove(path);
    }
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    step(to);
    SimulatedFile file = present.remove(from);
    if (file == null) {
      throw new NoSuchFileException(from);
    }
    present.put(to, file);
  }

  @Override
  public String resolve(String path) throws IOException {
    look();
    return path;
  }

  @Override
  public Object identity(String path) throws IOException {
    look();
    return new Identity(System.identityHashCode(this), path);
  }

  private record Identity(int fileSystem, String path) {}

  @Override
  public synchronized void syncDirectory(String path) throws IOException {
    step(path);
    synced.clear();
    synced.putAll(present);
  }
}
