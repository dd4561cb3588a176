package org.braiddb.docs;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One module, as its compiled descriptor and the comments of its sources tell. */
record ModuleFacts(String folder, ModuleDescriptor descriptor) {
  static List<ModuleFacts> all() {
    return Checkout.MODULES.stream().map(ModuleFacts::of).toList();
  }

  private static ModuleFacts of(String folder) {
    ModuleDescriptor descriptor =
        ModuleFinder.of(Checkout.jar(folder)).findAll().iterator().next().descriptor();
    return new ModuleFacts(folder, descriptor);
  }

  String name() {
    return descriptor.name();
  }

  /** What the comment of its declaration says. */
  String why() {
    return comment("module-info.java", "(?:open )?module ");
  }

  /** What the module requires when it runs, without {@code java.base}. */
  Set<String> requires() {
    return descriptor.requires().stream()
        .filter(needed -> !needed.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .map(ModuleDescriptor.Requires::name)
        .filter(name -> !name.equals("java.base"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean passesOn(String required) {
    return descriptor.requires().stream()
        .anyMatch(needed ->
            needed.name().equals(required)
                && needed.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE));
  }

  Set<String> exports() {
    return descriptor.exports().stream()
        .filter(exported -> !exported.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> uses() {
    return new TreeSet<>(descriptor.uses());
  }

  /** Service and provider, each pair in one line. */
  List<String> provides() {
    List<String> lines = new ArrayList<>();
    descriptor.provides().stream()
        .sorted()
        .forEach(provided ->
            provided.providers().forEach(p -> lines.add(provided.service() + " by " + p)));
    return lines;
  }

  /** The first sentence of an exported package's comment. */
  String purpose(String packageName) {
    return comment(
        packageName.replace('.', '/') + "/package-info.java", "(?:@NullMarked\\s+)?package ");
  }

  private String comment(String source, String before) {
    String text = Checkout.read(Checkout.ROOT.resolve(folder + "/src/main/java/" + source));
    Matcher matcher = Pattern.compile("(?s)/\\*\\*(.*?)\\*/\\s*" + before).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(folder + ": no comment in " + source);
    }
    String comment =
        matcher
            .group(1)
            .replaceAll("(?m)^\\s*\\* ?", "")
            .replaceAll("(?s)<p>.*|<h2>.*|<pre>.*|<ul>.*|<ol>.*|<table>.*", "")
            .replaceAll("\\{@\\w+\\s+([^}]*)\\}", "`$1`")
            .replaceAll("\\s+", " ")
            .strip();
    Matcher sentence = Pattern.compile("(.*?\\.)( |$)").matcher(comment);
    return sentence.find() ? sentence.group(1) : comment.replaceAll(":$", ".");
  }
}
