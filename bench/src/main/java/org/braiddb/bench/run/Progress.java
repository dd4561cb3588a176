package org.braiddb.bench.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells a waiting person what is done, what came out so far, and how long it will take. */
public final class Progress {
  private final PrintStream out;
  private final boolean overwrite;
  private int total;
  private int done;
  private long startNanos;
  private String task = "";

  /**
   * A display.
   *
   * @param overwrite whether the present line may be written over, as on a terminal
   */
  public Progress(PrintStream out, boolean overwrite) {
    this.out = out;
    this.overwrite = overwrite;
  }

  void begin(int cells) {
    total = cells;
    startNanos = System.nanoTime();
  }

  void prepare(Cell cell) {
    transientLine("loading data: " + cell.task().workload().id() + " for " + title(cell));
  }

  void start(Cell cell) {
    String next = cell.task().workload().title() + " (" + cell.task().conditions() + ")";
    if (!next.equals(task)) {
      task = next;
      line("");
      line(task);
    }
    transientLine(clock() + "  " + title(cell) + " ...");
  }

  void end(Result result) {
    done++;
    line(
        clock()
            + "  "
            + String.format(Locale.ROOT, "%-16s", title(result.cell()))
            + result
                .shortFailure()
                .orElseGet(() ->
                    String.format(
                        Locale.ROOT,
                        "%,14.0f %s/s",
                        result.mean(),
                        result.cell().task().workload().unit())));
  }

  private static String title(Cell cell) {
    return cell.contender().title();
  }

  private String clock() {
    long nanos = System.nanoTime() - startNanos;
    String left = done == 0 ? "?" : minutes(nanos / done * (total - done));
    return String.format(
        Locale.ROOT, "[%3d/%d, %s gone, %s left]", done, total, minutes(nanos), left);
  }

  private static String minutes(long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
  }

  private void line(String text) {
    out.println(overwrite ? "\r\033[K" + text : text);
    out.flush();
  }

  private void transientLine(String text) {
    if (overwrite) {
      out.print("\r\033[K" + text);
      out.flush();
    }
  }
}
