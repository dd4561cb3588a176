package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages say what is so. {@code -Dbraid.docs.write=true} writes what is generated anew instead
 * of comparing it.
 */
class PagesTest {
  private static final boolean WRITE = Boolean.getBoolean("braid.docs.write");

  private final ModuleGraph graph = new ModuleGraph(ModuleFacts.all());

  @ParameterizedTest
  @ValueSource(strings = {"docs/modules.md", "docs/write-a-storage-engine.md"})
  void generatedPartsAreWhatIsGenerated(String file) {
    Page page = new Page(Checkout.ROOT.resolve(file));
    String generated = page.generated(this::generate);
    if (WRITE) {
      page.write(generated);
    } else {
      assertThat(page.text())
          .as("%s; -Dbraid.docs.write=true writes it", file)
          .isEqualTo(generated);
    }
  }

  @Test
  void theDrawingIsThatOfTheDescriptors() throws IOException {
    Path file = Checkout.ROOT.resolve("docs/modules.svg");
    if (WRITE) {
      Files.writeString(file, graph.svg());
    } else {
      assertThat(Checkout.read(file)).isEqualTo(graph.svg());
    }
  }

  private String generate(String what) {
    return switch (what) {
      case "graph text" -> graph.text();
      case "graph mermaid" -> graph.mermaid();
      case "modules" -> graph.modules();
      case "lines" -> lines();
      default -> {
        assertThat(what).startsWith("code ");
        yield code(what.substring("code ".length()));
      }
    };
  }

  /** A file of the example, or a declaration in it: {@code FILE | DECLARATION}. */
  private static String code(String what) {
    int bar = what.indexOf(" | ");
    String file = bar < 0 ? what : what.substring(0, bar);
    String declaration = bar < 0 ? "" : what.substring(bar + 3);
    String language = file.endsWith(".java") ? "java" : file.endsWith(".xml") ? "xml" : "text";
    String excerpt = Excerpt.of(Checkout.EXAMPLE.resolve(file), declaration);
    return "```" + language + "\n" + excerpt + "\n```";
  }

  private static String lines() {
    List<Path> files = Checkout.files(Checkout.EXAMPLE.resolve("src/main"), ".java");
    long lines = files.stream().mapToLong(file -> Checkout.read(file).lines().count()).sum();
    long code =
        files.stream()
            .flatMap(file -> Checkout.read(file).lines())
            .filter(PagesTest::isCode)
            .count();
    return "The whole engine is "
        + lines
        + " lines of Java in "
        + files.size()
        + " files, "
        + code
        + " without comments, imports and blank lines.";
  }

  private static boolean isCode(String line) {
    String text = line.strip();
    return !text.isEmpty()
        && !text.startsWith("/*")
        && !text.startsWith("*")
        && !text.startsWith("//")
        && !text.startsWith("import ")
        && !text.startsWith("package ");
  }
}
