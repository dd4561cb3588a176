package org.braiddb.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The SPI's contract as HTML: the comments of its package and of its chief types, as written. */
final class ContractText {
  private static final Path SOURCES =
      Checkout.ROOT.resolve("storage-api/src/main/java/org/braiddb/storage");

  private static final List<String> TYPES =
      List.of(
          "StorageEngine",
          "Capabilities",
          "Store",
          "Transaction",
          "Cursor",
          "Tree",
          "CallLimits",
          "Facets");

  /** A comment and what it is about: a constant of an enum, or all up to a body or the end. */
  private static final Pattern COMMENTED =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*"
              + "(?:@\\w+(?:\\(\"[^\"]*\"\\))?\\s+)*([A-Z_]+(?=[,;\\s])|[^;{=]+)",
          Pattern.DOTALL);

  private static final Pattern TYPE =
      Pattern.compile("\\b(class|interface|record|enum)\\s+(\\w+)", Pattern.DOTALL);

  private ContractText() {}

  static String html() {
    return "<p>"
        + prose(comment(Checkout.read(SOURCES.resolve("package-info.java"))))
        + TYPES.stream().map(ContractText::type).collect(Collectors.joining());
  }

  private static String comment(String source) {
    Matcher first = COMMENTED.matcher(source);
    if (!first.find()) {
      throw new AssertionError("a source without a comment: " + source);
    }
    return first.group(1);
  }

  private static String type(String name) {
    StringBuilder html = new StringBuilder();
    Matcher member = COMMENTED.matcher(Checkout.read(SOURCES.resolve(name + ".java")));
    while (member.find()) {
      String declaration = member.group(2).strip().replaceAll("\\s+", " ");
      if (declaration.startsWith("private ")) {
        continue;
      }
      Matcher type = TYPE.matcher(declaration);
      String nested = type.find() ? type.group(2) : "";
      if (nested.equals(name)) {
        html.append("<h2>").append(name).append("</h2>\n");
      } else if (!nested.isEmpty()) {
        html.append("<h3>").append(name).append('.').append(nested).append("</h3>\n");
      }
      html.append(nested.isEmpty() ? member(declaration, member.group(1)) : "<p>")
          .append(nested.isEmpty() ? "" : prose(member.group(1)))
          .append('\n');
    }
    return html.toString();
  }

  private static String member(String declaration, String comment) {
    return "<div class=\"member\"><code>"
        + declaration.replace("public ", "").replace("<", "&lt;")
        + "</code><p>"
        + prose(comment)
        + "</div>";
  }

  /** What is HTML already, but for Javadoc's tags. */
  private static String prose(String comment) {
    return comment
        .replaceAll("(?m)^\\s*\\* ?", "")
        .replaceAll("\\{@\\w+\\s+#?([^}]*)\\}", "<code>$1</code>")
        .replaceAll("(<code>[\\w.]+)#", "$1.")
        .replaceAll("\\borg\\.braiddb\\.storage\\.(?=[A-Z])", "")
        .replaceAll("(?m)^@param (\\w+)", "<br><code>$1</code>:")
        .replaceAll("(?m)^@throws (\\w+)", "<br><code>$1</code>")
        .replaceAll("(?m)^@return", "<br>Returns")
        .strip();
  }
}
