package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;

/**
 * Writes {@code module-info-docs/target/braid-modules.html}: the pages about modules, the SPI and
 * engines, with the SPI's own prose, as one that needs no network.
 */
class OnePageTest {
  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  static {
    PAGES.put("modules", "docs/modules.md");
    PAGES.put("spi", "docs/storage-spi.md");
    PAGES.put("guide", "docs/write-a-storage-engine.md");
  }

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Braid: modules, storage SPI, engines of one's own</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
      nav { border-bottom: 1px solid #ccd; padding-bottom: .5rem; }
      nav a { margin-right: 1.5rem; }
      pre { background: #f4f6fa; padding: .8rem; overflow-x: auto; font-size: 13px; line-height: 1.4; }
      code { font-family: ui-monospace, monospace; }
      table { border-collapse: collapse; }
      th, td { border: 1px solid #ccd; padding: .3rem .6rem; text-align: left; vertical-align: top; }
      svg { width: 100%; height: auto; }
      section { border-top: 3px solid #456; margin-top: 3rem; }
      </style>
      </head>
      <body>
      <nav><a href="#modules">Modules</a><a href="#spi">The storage SPI</a><a
      href="#contract">Its contract</a><a href="#guide">Write a storage engine</a></nav>
      """;

  private final List<Extension> tables = List.of(TablesExtension.create());
  private final Parser parser = Parser.builder().extensions(tables).build();
  private final HtmlRenderer renderer = HtmlRenderer.builder().extensions(tables).build();

  @Test
  void thePagesAreOneThatNeedsNoNetwork() throws IOException {
    StringBuilder html = new StringBuilder(HEAD);
    PAGES.forEach((id, file) -> {
      html.append("<section id=\"").append(id).append("\">\n");
      html.append(render(Checkout.ROOT.resolve(file))).append("</section>\n");
      if (id.equals("spi")) {
        html.append("<section id=\"contract\">\n<h1>The contract</h1>\n");
        html.append(contract()).append("</section>\n");
      }
    });
    String page = html.append("</body>\n</html>\n").toString();
    Files.writeString(
        Files.createDirectories(Checkout.ROOT.resolve("module-info-docs/target"))
            .resolve("braid-modules.html"),
        page);

    assertThat(page).contains("<svg").doesNotContain("<img", "<script", "src=\"");
    assertThat(contract()).contains("What is visible when").doesNotContain("{@", "* ");
    Set<String> targets = all(page, "id=\"([^\"]+)\"");
    assertThat(all(page, "href=\"#([^\"]+)\"")).isNotEmpty().isSubsetOf(targets);
    assertThat(all(page, "href=\"([^#\"][^\"]*)\"")).as("links that leave the page").isEmpty();
    assertThat(page.split("<pre>", -1)).hasSizeGreaterThan(20);
  }

  private static Set<String> all(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /** A page as HTML: drawings in it, links to the other pages as places in this one. */
  private String render(Path file) {
    String markdown =
        Checkout.read(file).replaceAll("(?s)```mermaid.*?```\n", ""); // the drawing shows it
    String html = renderer.render(parser.parse(markdown));
    html = replace(html, "<p><img src=\"([^\"]*)\"[^>]*></p>", found -> drawing(file, found));
    return replace(html, "<a href=\"([^\"]*)\">(.*?)</a>", OnePageTest::link);
  }

  private static String drawing(Path file, MatchResult image) {
    return Checkout.read(file.resolveSibling(image.group(1)));
  }

  /** A link to a page that is here leads there; of others the words stay. */
  private static String link(MatchResult link) {
    for (Map.Entry<String, String> page : PAGES.entrySet()) {
      if (page.getValue().endsWith("/" + link.group(1).replaceAll("#.*", ""))) {
        return "<a href=\"#" + page.getKey() + "\">" + link.group(2) + "</a>";
      }
    }
    return link.group(2);
  }

  private static String replace(
      String text, String pattern, Function<MatchResult, String> replacement) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
  }

  /** The comments of the SPI's package and of its chief types, which are HTML already. */
  private static String contract() {
    List<String> parts = new ArrayList<>();
    for (String type :
        List.of(
            "package-info",
            "StorageEngine",
            "Capabilities",
            "Store",
            "Transaction",
            "Cursor",
            "Tree",
            "CallLimits",
            "Facets")) {
      Path source =
          Checkout.ROOT.resolve("storage-api/src/main/java/org/braiddb/storage/" + type + ".java");
      String title = type.equals("package-info") ? "" : "<h2>" + type + "</h2>\n";
      parts.add(title + "<p>" + comment(Checkout.read(source)));
    }
    return String.join("\n", parts);
  }

  private static String comment(String source) {
    int begin = source.indexOf("/**") + 3;
    return source
        .substring(begin, source.indexOf("*/", begin))
        .replaceAll("(?m)^\\s*\\* ?", "")
        .replaceAll("\\{@\\w+\\s+([^}]*)\\}", "<code>$1</code>")
        .replaceAll("(?m)^@param (\\w+)", "<br><code>$1</code>:")
        .strip();
  }
}
