import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the disk and the system allow 16 threads to commit durably, each in a closed loop, where all
 * commits that are ready share one write and one force: no SQL, no tree, no lock for a writer.
 *
 * <pre>
 * java bench/floors/GroupCommitFloor.java DIRECTORY      (on the disk that is to be measured)
 * </pre>
 *
 * <p>A commit is a page of 4 KiB with its checksum, as SQLite's write-ahead log has it, or, to
 * compare, 200 bytes, as logs of changed rows have it. A <i>checkpoint</i> writes 1000 pages to
 * random places of a file of 64 MiB and forces it, on a thread of its own, once for each 1000 pages
 * committed; nobody waits for it unless the next is due. "CPU" is that of the whole process.
 *
 * <p>A <i>transfer</i> is two pages, as the balances of two accounts are, and one for all whose
 * commits share a write, as the history of the transfers is.
 *
 * <p>Threads that <i>compute</i> never wait, as readers do not whose pages are in memory: they take
 * the processors from those who commit.
 *
 * <p><i>Relaxed</i>, a commit goes on when it is written. All change the same page, as who appends
 * to a table does: each copies it under a lock, changes the copy, and has that written, once for
 * all whose commits are ready; a checkpoint forces the log and writes 30 pages.
 */
final class GroupCommitFloor {
  private static final int PAGE = 4096;
  private static final int LARGEST = PAGE + 24;
  private static final int THREADS = 16;
  private static final int FEWER_THREADS = 8;
  private static final int FRAMES = 1000;
  private static final int APPENDED_PAGES = 30;
  private static final int DATABASE_PAGES = 16_384;
  private static final long WARM_NANOS = 500_000_000;
  private static final long RUN_NANOS = 2_000_000_000;
  private static final int ROUNDS = 3;

  /** A leader writes for others until then, as it is running and they are not. */
  private static final int MOST_BATCHES_LED = 16;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final FileChannel log;
  private final FileChannel database;
  private final int size;
  private final int pages;
  private final boolean checkpoints;
  private final boolean relaxed;
  private final int threads;
  private final int computing;
  private final ReentrantLock writer = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Commit> queue = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect((2 * THREADS + 1) * LARGEST);

  /** The newest state of the one page that all change; others read it while it is changed. */
  private volatile byte[] page = new byte[PAGE];

  private final LongAdder commits = new LongAdder();
  private final LongAdder forces = new LongAdder();
  private final Thread checkpointer = Thread.ofPlatform().daemon().unstarted(this::checkpoint);
  private boolean led;
  private int written;
  private int s0;
  private int s1;
  private volatile boolean due;
  private volatile boolean ended;

  private static final class Commit {
    final Thread owner = Thread.currentThread();
    volatile boolean done;
    volatile boolean leads;
  }

  private GroupCommitFloor(
      FileChannel log,
      FileChannel database,
      int threads,
      int size,
      int pages,
      boolean relaxed,
      boolean checkpoints,
      int computing) {
    this.log = log;
    this.database = database;
    this.threads = threads;
    this.size = size;
    this.pages = pages;
    this.relaxed = relaxed;
    this.checkpoints = checkpoints;
    this.computing = computing;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : ".");
    Path logFile = Files.createTempFile(directory, "floor", ".log");
    Path databaseFile = Files.createTempFile(directory, "floor", ".db");
    try (FileChannel log = FileChannel.open(logFile, StandardOpenOption.WRITE);
        FileChannel database = FileChannel.open(databaseFile, StandardOpenOption.WRITE)) {
      fill(log, 2 * FRAMES);
      fill(database, DATABASE_PAGES);
      for (int round = 0; round < ROUNDS; round++) {
        measure(
            "a page each",
            new GroupCommitFloor(log, database, THREADS, LARGEST, 1, false, false, 0));
        measure(
            "a page each, and checkpoints",
            new GroupCommitFloor(log, database, THREADS, LARGEST, 1, false, true, 0));
        measure(
            "transfers, and checkpoints",
            new GroupCommitFloor(log, database, THREADS, LARGEST, 2, false, true, 0));
        measure(
            "200 bytes each",
            new GroupCommitFloor(log, database, THREADS, 200, 1, false, false, 0));
        measure(
            "a page each, 8 threads",
            new GroupCommitFloor(log, database, FEWER_THREADS, LARGEST, 1, false, true, 0));
        measure(
            "the same beside 8 that compute",
            new GroupCommitFloor(
                log, database, FEWER_THREADS, LARGEST, 1, false, true, FEWER_THREADS));
        for (int threads : new int[] {1, 2, THREADS}) {
          measure(
              "relaxed, the same page, threads: " + threads,
              new GroupCommitFloor(log, database, threads, LARGEST, 1, true, true, 0));
        }
        System.out.println();
      }
    } finally {
      Files.delete(logFile);
      Files.delete(databaseFile);
    }
  }

  private static void fill(FileChannel file, int pages) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(LARGEST);
    for (int i = 0; i < pages; i++) {
      zeros.clear();
      file.write(zeros, (long) i * LARGEST);
    }
    file.force(true);
  }

  private static void measure(String what, GroupCommitFloor floor) throws Exception {
    floor.checkpointer.start();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < floor.threads; i++) {
      workers.add(Thread.ofPlatform().start(floor::commitUntilEnd));
    }
    for (int i = 0; i < floor.computing; i++) {
      workers.add(Thread.ofPlatform().start(floor::computeUntilEnd));
    }
    LockSupport.parkNanos(WARM_NANOS);
    long commits = floor.commits.sum();
    long forces = floor.forces.sum();
    long cpu = processCpuNanos();
    long start = System.nanoTime();
    LockSupport.parkNanos(RUN_NANOS);
    commits = floor.commits.sum() - commits;
    forces = floor.forces.sum() - forces;
    cpu = processCpuNanos() - cpu;
    long nanos = System.nanoTime() - start;
    floor.ended = true;
    for (Thread worker : workers) {
      worker.join();
    }
    LockSupport.unpark(floor.checkpointer);
    floor.checkpointer.join();
    System.out.printf(
        Locale.ROOT,
        "%-36s %,8.0f per second, %5.1f to a write, %5.1f us of CPU each%n",
        what,
        commits * 1e9 / nanos,
        (double) commits / forces,
        cpu / 1e3 / commits);
  }

  private static long processCpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private void commitUntilEnd() {
    try {
      while (!ended) {
        commit();
        commits.increment();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Wants a processor all the time, as readers do whose pages are in memory. */
  private void computeUntilEnd() {
    while (!ended) {
      Thread.onSpinWait();
    }
  }

  private void commit() throws IOException {
    Commit mine = new Commit();
    boolean leads;
    if (relaxed) {
      writer.lock();
    }
    try {
      if (relaxed) {
        changePage();
      }
      lock.lock();
      leads = !led;
      led = true;
      queue.add(mine);
      lock.unlock();
    } finally {
      if (relaxed) {
        writer.unlock();
      }
    }
    while (!leads && !mine.done && !mine.leads) {
      LockSupport.park(this);
    }
    if (!mine.done) {
      lead();
    }
  }

  private void changePage() {
    byte[] copy = page.clone();
    copy[ThreadLocalRandom.current().nextInt(PAGE)]++;
    page = copy;
  }

  /** Writes batches until others have to wait for long; then the first who waits leads. */
  private void lead() throws IOException {
    List<Commit> batch = new ArrayList<>();
    for (int batches = 1; ; batches++) {
      batch.clear();
      lock.lock();
      while (!queue.isEmpty()) {
        batch.add(queue.removeFirst());
      }
      lock.unlock();
      write(pagesOf(batch.size()));
      lock.lock();
      Commit next = queue.peekFirst();
      boolean more = next != null && batches < MOST_BATCHES_LED;
      led = next != null;
      lock.unlock();
      for (Commit each : batch) {
        each.done = true;
        LockSupport.unpark(each.owner);
      }
      if (!more) {
        if (next != null) {
          next.leads = true;
          LockSupport.unpark(next.owner);
        }
        return;
      }
    }
  }

  private int pagesOf(int commits) {
    if (relaxed) {
      return 1;
    }
    return pages == 1 ? commits : pages * commits + 1;
  }

  private void write(int count) throws IOException {
    if (written + count > FRAMES) {
      startOver();
    }
    buffer.clear();
    for (int i = 0; i < count; i++) {
      if (!relaxed) {
        changePage();
      }
      sum();
      buffer.putInt(s0).putInt(s1).put(page, 0, size == LARGEST ? PAGE : size - 8);
      buffer.position((i + 1) * size);
    }
    log.write(buffer.flip(), (long) written * size);
    if (!relaxed) {
      log.force(false);
    }
    written += count;
    forces.increment();
  }

  private void startOver() {
    while (due) {
      LockSupport.parkNanos(10_000);
    }
    written = 0;
    if (checkpoints) {
      due = true;
      LockSupport.unpark(checkpointer);
    }
  }

  private void checkpoint() {
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer bytes = ByteBuffer.allocateDirect(PAGE);
    try {
      while (!ended || due) {
        if (!due) {
          LockSupport.park(this);
          continue;
        }
        if (relaxed) {
          log.force(false);
        }
        for (int i = 0; i < (relaxed ? APPENDED_PAGES : FRAMES); i++) {
          database.write(bytes.clear(), (long) random.nextInt(DATABASE_PAGES) * PAGE);
        }
        database.force(false);
        due = false;
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The checksum of SQLite's log: each word depends on all before it. */
  private void sum() {
    byte[] page = this.page;
    int a = s0;
    int b = s1;
    int length = Math.min(size, PAGE) & -8;
    for (int i = 0; i < length; i += 8) {
      a += (int) WORDS.get(page, i) + b;
      b += (int) WORDS.get(page, i + 4) + a;
    }
    s0 = a;
    s1 = b;
  }
}
