package org.braiddb.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Durability;

/**
 * Looks whether durable commits are forced to the disk, with {@code strace} watching a process of
 * the contender: calls of fsync, fdatasync and msync, and writes to files opened for synchronous
 * writing.
 */
public final class ForceCheck {
  private static final Pattern FORCE = Pattern.compile("\\b(fsync|fdatasync|msync)\\(");
  private static final Pattern SYNCHRONOUS =
      Pattern.compile("\\bopenat\\(.*\"([^\"]+)\", [^)]*O_D?SYNC.* = \\d+");
  private static final Pattern WRITE = Pattern.compile("\\bp?write(?:64|v|v2)?\\(\\d+<([^>]+)>");

  private final Path data;

  /** A check that makes its databases in a directory. */
  public ForceCheck(Path data) {
    this.data = data;
  }

  /** In words, what was seen of those contenders that take part in the durable group. */
  public String describe(List<Contender> contenders) throws IOException, InterruptedException {
    if (!isInstalled()) {
      return "not looked at, since strace is not installed: durable by what the engines document";
    }
    StringJoiner seen = new StringJoiner(", ");
    for (Contender contender : contenders) {
      if (contender.absence(Durability.DURABLE).isEmpty()) {
        seen.add(contender.title() + " " + forces(contender));
      }
    }
    return "for " + ForcedCommits.COMMITS + " commits of one thread, seen by strace: " + seen;
  }

  private static boolean isInstalled() {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, "strace"))) {
        return true;
      }
    }
    return false;
  }

  private String forces(Contender contender) throws IOException, InterruptedException {
    Path calls = data.resolve("calls-" + contender.id());
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "strace",
            "-f",
            "-y",
            "-qq",
            "--seccomp-bpf",
            "-e",
            "trace=fsync,fdatasync,msync,openat,write,pwrite64,pwritev,pwritev2",
            "-o",
            calls.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(CellRunner.JVM_ARGUMENTS);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ForcedCommits.class.getName(),
            contender.id(),
            data.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int status = process.waitFor();
    return status == 0
        ? String.format(Locale.ROOT, "%,d", count(Files.readAllLines(calls)))
        : "could not be run (status " + status + ")";
  }

  /** Forces among the lines that strace has written. */
  static long count(List<String> calls) {
    Set<String> synchronous = new HashSet<>();
    long forces = 0;
    for (String call : calls) {
      Matcher opened = SYNCHRONOUS.matcher(call);
      Matcher written = WRITE.matcher(call);
      if (opened.find()) {
        synchronous.add(opened.group(1));
      } else if (FORCE.matcher(call).find()
          || (written.find() && synchronous.contains(written.group(1)))) {
        forces++;
      }
    }
    return forces;
  }
}
