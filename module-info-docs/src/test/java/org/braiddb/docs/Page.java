package org.braiddb.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page some of whose parts are generated: those between a line {@code <!-- generated: WHAT -->}
 * and the next {@code <!-- end -->}.
 */
final class Page {
  private static final Pattern GENERATED =
      Pattern.compile("(?ms)^(<!-- generated: ([^\\n]*) -->\\n).*?^(<!-- end -->)$");

  private static final Pattern STEP = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  private final Path file;
  private final String text;

  Page(Path file) {
    this.file = file;
    this.text = Checkout.read(file);
  }

  String text() {
    return text;
  }

  /** The page with its generated parts made anew. */
  String generated(UnaryOperator<String> generator) {
    Matcher matcher = GENERATED.matcher(text);
    return matcher.replaceAll(found ->
        Matcher.quoteReplacement(
            found.group(1) + generator.apply(found.group(2)).strip() + "\n" + found.group(3)));
  }

  void write(String newText) {
    try {
      Files.writeString(file, newText);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of shell commands, in order. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    while (matcher.find()) {
      steps.add(matcher.group(1));
    }
    return steps;
  }
}
