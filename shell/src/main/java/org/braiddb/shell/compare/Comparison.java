package org.braiddb.shell.compare;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.session.CommandException;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;

/** Runs a workload file in each journal mode and prints what came out. */
public final class Comparison {
  private static final int LONGEST_END_SECONDS = 10;

  private final Output out;
  private final List<ModeRun> runs = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean interrupted;

  /** A comparison that prints to an output. */
  public Comparison(Output out) {
    this.out = out;
  }

  /**
   * Runs a workload, for as long as its file says.
   *
   * @throws CommandException where the file cannot be read or understood, its directory cannot be
   *     written, a mode could not run it, or it was interrupted
   */
  public void run(Path file) {
    WorkloadFile workload = WorkloadReader.read(file.toString(), lines(file));
    List<String> modes = workload.modes().isEmpty() ? installed() : workload.modes();
    announce(workload, modes);
    Path directory = directory(file, workload);
    Thread cleaner = new Thread(this::stop, "braid-compare-stop");
    Runtime.getRuntime().addShutdownHook(cleaner);
    List<ModeResult> results;
    List<String> rising;
    try {
      modes.forEach(mode -> runs.add(new ModeRun(workload, mode)));
      checkInterrupted();
      runs.forEach(run -> run.prepare(directory));
      rising = new Rounds(runs, out, () -> interrupted).run(workload);
      checkInterrupted();
      results = runs.stream().map(ModeRun::finish).toList();
      checkInterrupted();
    } finally {
      runs.forEach(ModeRun::close);
      remove(directory);
      ended.countDown();
      forget(cleaner);
    }
    printTable(results);
    rising.forEach(this::printRising);
    Verdict.of(results).forEach(out::line);
    if (results.stream().anyMatch(result -> result.failure().isPresent())) {
      throw new CommandException("the workload could not be run in every mode");
    }
  }

  /** Makes a run end soon, by an error that says so. Called by any thread. */
  public void interrupt() {
    interrupted = true;
    runs.forEach(ModeRun::interrupt);
  }

  private void checkInterrupted() {
    if (interrupted) {
      throw new CommandException("interrupted");
    }
  }

  /** Where the process is told to end, the databases are not left behind. */
  private void stop() {
    interrupt();
    try {
      ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread cleaner) {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // the process is ending, and waits for this thread
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new CommandException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<String> installed() {
    List<String> modes = new ArrayList<>();
    try (Connection connection = Database.at(":memory:").connect();
        Statement query =
            connection.prepare(
                "SELECT journal_mode FROM braid_journal_modes ORDER BY journal_mode")) {
      while (query.step()) {
        modes.add(String.valueOf(query.columnText(0)));
      }
    }
    return modes;
  }

  private static Path directory(Path file, WorkloadFile workload) {
    Path beside = file.toAbsolutePath().getParent();
    Path parent = workload.directory().orElse(beside == null ? Path.of(".") : beside);
    try {
      return Files.createTempDirectory(parent, "braid-compare-");
    } catch (IOException e) {
      throw new CommandException(
          "cannot make a directory for the databases in "
              + parent
              + " (.directory in the file names another): "
              + e,
          e);
    }
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CommandException("cannot remove " + directory + ": " + e, e);
    }
  }

  private void announce(WorkloadFile workload, List<String> modes) {
    out.line(
        workload.threads()
            + (workload.threads() == 1 ? " client, " : " clients, ")
            + length(workload, modes)
            + "; synchronous = "
            + workload.synchronous().name().toLowerCase(Locale.ROOT));
    out.line("");
    out.flush();
  }

  private static String length(WorkloadFile workload, List<String> modes) {
    String each = " in each of " + String.join(", ", modes);
    if (workload.transactions().isPresent()) {
      return workload.transactions().getAsLong() + " transactions each" + each;
    }
    long warmUp = workload.warmUp().toSeconds();
    long seconds = workload.seconds().toSeconds();
    return seconds
        + " seconds"
        + each
        + " after at most "
        + warmUp
        + " of warm-up: at most "
        + modes.size() * (warmUp + seconds)
        + " seconds and the setup";
  }

  private void printTable(List<ModeResult> results) {
    out.line("");
    out.line(
        String.format(
            Locale.ROOT,
            "%-10s %12s %7s %10s %10s %10s %10s   %s",
            "mode",
            "commits/s",
            "spread",
            "p50",
            "p99",
            "p99.9",
            "lost runs",
            "time: turn  lost  work commit"));
    results.forEach(this::row);
    out.line("");
  }

  private void printRising(String mode) {
    out.line(
        mode
            + " had not stopped getting faster when its warm-up ended, and may be faster than this:"
            + " try a longer .warmup.");
  }

  private void row(ModeResult result) {
    if (result.failure().isPresent()) {
      out.line(
          String.format(Locale.ROOT, "%-10s failed: %s", result.mode(), result.failure().get()));
      out.flush();
      return;
    }
    ModeResult.Shares shares = result.shares();
    out.line(
        String.format(
            Locale.ROOT,
            "%-10s %,12.0f %7s %10s %10s %10s %10.2f        %4.0f%% %4.0f%% %4.0f%%  %4.0f%%",
            result.mode(),
            result.rate().perSecond(),
            String.format(Locale.ROOT, "±%.0f%%", 100 * result.rate().spread()),
            time(result.p50()),
            time(result.p99()),
            time(result.p999()),
            result.lossesPerCommit(),
            100 * shares.turn(),
            100 * shares.lost(),
            100 * shares.work(),
            100 * shares.commit()));
    out.flush();
  }

  private static String time(long nanos) {
    double micros = nanos / (double) TimeUnit.MICROSECONDS.toNanos(1);
    return micros < 1000
        ? String.format(Locale.ROOT, "%.0f µs", micros)
        : String.format(Locale.ROOT, "%.1f ms", micros / 1000);
  }
}
