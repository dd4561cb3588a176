import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What the disk and the system allow a database to commit that writes a page of 4 KiB for each
 * commit, as SQLite's write-ahead log has it, and does nothing else: no SQL, no tree, no locks.
 *
 * <pre>
 * java bench/floors/CommitFloor.java DIRECTORY      (on the disk that is to be measured)
 * </pre>
 *
 * <p>Frames go into a log of 1000 that is there already and is written over from the beginning when
 * it is full. <i>Relaxed</i>, whoever commits goes on when the frame is written; before the log
 * begins again it must be forced, by another thread, as a checkpoint does it. <i>Durable</i>, each
 * frame is forced. "CPU" is that of the committing thread.
 */
final class CommitFloor {
  private static final int PAGE = 4096;
  private static final int FRAME = PAGE + 24;
  private static final int FRAMES = 1000;
  private static final int ROUNDS = 5;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final FileChannel log;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(FRAME);
  private final byte[] page = new byte[PAGE];
  private int s0;
  private int s1;

  private CommitFloor(FileChannel log) {
    this.log = log;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : ".");
    Path file = Files.createTempFile(directory, "floor", ".log");
    try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
      CommitFloor floor = new CommitFloor(log);
      floor.fill();
      for (int round = 0; round < ROUNDS; round++) {
        floor.measure("checksum alone", 200 * FRAMES, floor::sum);
        floor.measure("checksum and write, nothing forced", 100 * FRAMES, floor::write);
        floor.relaxed();
        floor.measure(
            "durable: each frame forced",
            2 * FRAMES,
            at -> {
              floor.write(at);
              log.force(false);
            });
        System.out.println();
      }
    } finally {
      Files.delete(file);
    }
  }

  private void fill() throws IOException {
    for (int i = 0; i < FRAMES; i++) {
      write(i);
    }
    log.force(true);
  }

  private interface Commit {
    void run(int at) throws IOException;
  }

  private void measure(String what, int commits, Commit commit) throws IOException {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < commits; i++) {
      commit.run(i);
    }
    long nanos = System.nanoTime() - start;
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    System.out.printf(
        Locale.ROOT,
        "%-44s %,10.0f per second, %6.2f us of CPU each%n",
        what,
        commits * 1e9 / nanos,
        cpu / 1e3 / commits);
  }

  /** The log is forced once for each time that it is filled, as checkpoints must. */
  private void relaxed() throws Exception {
    Forcer forcer = new Forcer(log);
    forcer.setDaemon(true);
    forcer.start();
    measure(
        "relaxed: the log forced beside it, when full",
        100 * FRAMES,
        at -> {
          if (at > 0 && at % FRAMES == 0) {
            forcer.force();
          }
          write(at);
        });
    forcer.end();
  }

  private static final class Forcer extends Thread {
    private final FileChannel log;
    private volatile boolean wanted;
    private volatile boolean ended;

    Forcer(FileChannel log) {
      this.log = log;
    }

    /** Asks for the next force; waits until the one before has been done. */
    void force() {
      while (wanted) {
        LockSupport.parkNanos(10_000);
      }
      wanted = true;
      LockSupport.unpark(this);
    }

    void end() throws InterruptedException {
      ended = true;
      LockSupport.unpark(this);
      join();
    }

    @Override
    public void run() {
      try {
        while (!ended || wanted) {
          if (wanted) {
            log.force(false);
            wanted = false;
          } else {
            LockSupport.park(this);
          }
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private void write(int at) throws IOException {
    page[at & (PAGE - 1)]++;
    sum(at);
    buffer.clear().putInt(s0).putInt(s1).putLong(at).putLong(at).put(page).flip();
    log.write(buffer, (long) (at % FRAMES) * FRAME);
  }

  /** The checksum of SQLite's log: each word depends on all before it. */
  private void sum(int at) {
    int a = s0;
    int b = s1;
    for (int i = 0; i < PAGE; i += 8) {
      a += (int) WORDS.get(page, i) + b;
      b += (int) WORDS.get(page, i + 4) + a;
    }
    s0 = a;
    s1 = b;
  }
}
