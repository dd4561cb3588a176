package org.braiddb.blackbox.kill;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.blackbox.BuiltModules;

/** A JVM that has Braid and these tests on its class path; its errors are this one's. */
final class ClassPathProcess {
  private ClassPathProcess() {}

  static Process start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> path = new ArrayList<>();
    BuiltModules.classes().values().forEach(classes -> path.add(classes.toString()));
    path.add(BuiltModules.locationOf("org.slf4j").toString());
    path.add(BuiltModules.testClasses().toString());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, path));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
