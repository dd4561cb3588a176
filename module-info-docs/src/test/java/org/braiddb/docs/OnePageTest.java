package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      :root { color-scheme: light dark; --page: #fff; --ink: #1c2024; --line: #ccd2da; --panel: #f4f6fa;
        --link: #0b5cad; --box: #eef2f8; }
      @media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e6e8ea; --line: #3a4149;
        --panel: #1e2226; --link: #6db3ff; --box: #232a33; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem;
        background: var(--page); color: var(--ink); overflow-wrap: break-word; }
      nav { border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
      nav a { margin-right: 1.5rem; white-space: nowrap; }
      a { color: var(--link); }
      pre { background: var(--panel); padding: .8rem; overflow-x: auto; font-size: 13px; line-height: 1.4; }
      code { font-family: ui-monospace, monospace; font-size: .9em; }
      table { border-collapse: collapse; }
      th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
      .drawing { overflow-x: auto; }
      svg { width: 100%; min-width: 44rem; height: auto; }
      svg rect { fill: var(--box); }
      svg text { fill: var(--ink); }
      section + section { border-top: 3px solid var(--line); margin-top: 3rem; }
      .member { border-left: 3px solid var(--line); padding-left: .8rem; margin: 1rem 0; }
      .member p { margin: .2rem 0; }
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
        html.append(ContractText.html()).append("</section>\n");
      }
    });
    String page = html.append("</body>\n</html>\n").toString();
    Files.writeString(
        Files.createDirectories(Checkout.ROOT.resolve("module-info-docs/target"))
            .resolve("braid-modules.html"),
        page);

    assertThat(page)
        .contains("<svg", "prefers-color-scheme: dark")
        .doesNotContain("<img", "<script", "src=\"");
    assertThat(ContractText.html())
        .contains("What is visible when", "Transaction begin(TransactionOptions options", "AT_MOST")
        .doesNotContain("{@", "* ", "code>#");
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
    return "<div class=\"drawing\">"
        + Checkout.read(file.resolveSibling(image.group(1)))
        + "</div>";
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
}
