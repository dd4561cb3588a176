package org.braiddb.docs;

import java.io.PrintWriter;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the test classes that it is given by name; ends with status 1 where one fails. */
final class TestRun {
  private TestRun() {}

  public static void main(String[] classes) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Stream.of(classes).map(DiscoverySelectors::selectClass).toList())
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    PrintWriter output = new PrintWriter(System.out, true);
    summary.getSummary().printFailuresTo(output, 12);
    output.println(summary.getSummary().getTestsSucceededCount() + " passed");
    System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }
}
