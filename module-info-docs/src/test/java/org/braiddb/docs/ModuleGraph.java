package org.braiddb.docs;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The modules and the arrows between them, in four forms. */
final class ModuleGraph {
  private static final String PREFIX = "org.braiddb.";
  private static final String SERVICE = "org.braiddb.storage.StorageEngine";

  private final List<ModuleFacts> modules;

  ModuleGraph(List<ModuleFacts> modules) {
    this.modules = modules;
  }

  private static String label(String name) {
    return name.substring(PREFIX.length());
  }

  private static boolean ours(String name) {
    return name.startsWith(PREFIX);
  }

  private boolean providesEngines(ModuleFacts module) {
    return module.provides().stream().anyMatch(line -> line.startsWith(SERVICE));
  }

  /** A line for each module: what it requires of ours, and of others. */
  String text() {
    StringBuilder text = new StringBuilder("```text\n");
    int width = modules.stream().mapToInt(module -> module.name().length()).max().orElse(0);
    for (ModuleFacts module : modules) {
      text.append(String.format("%-" + width + "s", module.name()));
      Set<String> ours = select(module, true);
      Set<String> others = select(module, false);
      text.append(" -> ").append(ours.isEmpty() ? "(none of ours)" : String.join(", ", ours));
      if (!others.isEmpty()) {
        text.append(" | ").append(String.join(", ", others));
      }
      text.append('\n');
    }
    return text.append("```").toString();
  }

  private static Set<String> select(ModuleFacts module, boolean ours) {
    return module.requires().stream()
        .filter(name -> ours(name) == ours)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  String mermaid() {
    StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
    for (ModuleFacts module : modules) {
      String label = label(module.name());
      text.append("  ").append(id(label)).append("[\"").append(label).append("\"]\n");
    }
    for (ModuleFacts module : modules) {
      for (String required : select(module, true)) {
        text.append("  ").append(id(label(module.name())));
        text.append(" --> ").append(id(label(required))).append('\n');
      }
      if (providesEngines(module)) {
        text.append("  storage -. StorageEngine .-> ")
            .append(id(label(module.name())))
            .append('\n');
      }
    }
    return text.append("```").toString();
  }

  private static String id(String label) {
    return label.replace('.', '_');
  }

  /** A section for each module. */
  String modules() {
    StringBuilder text = new StringBuilder();
    for (ModuleFacts module : modules) {
      text.append("### ").append(module.name()).append("\n\n");
      text.append(module.why()).append(" (`").append(module.folder()).append("`)\n\n");
      for (String required : module.requires()) {
        String passedOn = module.passesOn(required) ? ", and passes it on" : "";
        text.append("- requires `").append(required).append('`').append(passedOn).append('\n');
      }
      for (String exported : module.exports()) {
        text.append("- exports `").append(exported).append("`: ");
        text.append(module.purpose(exported)).append('\n');
      }
      module.uses().forEach(used -> text.append("- uses `").append(used).append("`\n"));
      for (String provided : module.provides()) {
        text.append("- provides `").append(provided.replace(" by ", "` by `")).append("`\n");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** A drawing: layers from the top down, nobody beside whom it requires; engines are marked. */
  String svg() {
    Map<String, ModuleFacts> byLabel =
        modules.stream()
            .collect(Collectors.toMap(module -> label(module.name()), module -> module));
    return new GraphDrawing(
            modules.stream().map(module -> label(module.name())).toList(),
            label -> select(facts(byLabel, label), true).stream().map(ModuleGraph::label).toList(),
            label -> providesEngines(facts(byLabel, label)))
        .svg();
  }

  private static ModuleFacts facts(Map<String, ModuleFacts> byLabel, String label) {
    return Objects.requireNonNull(byLabel.get(label), label);
  }
}
