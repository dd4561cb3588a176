package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.TableFunction;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.jspecify.annotations.Nullable;

/**
 * {@code braid_journal_modes}: the storage engines that are installed, one row for each journal
 * mode. {@code capabilities} is a list of words separated by blanks.
 */
final class JournalModesTable implements TableFunction {
  @Override
  public String name() {
    return "braid_journal_modes";
  }

  @Override
  public List<String> columns() {
    return List.of("journal_mode", "family", "capabilities", "module", "version");
  }

  @Override
  public Run rows(CompileContext context, RunContext run, @Nullable Cell[] arguments) {
    List<Cell[]> rows = new ArrayList<>();
    for (StorageEngine engine : StorageEngines.installed().all()) {
      rows.add(row(engine));
    }
    return new BufferedRun(rows);
  }

  private static Cell[] row(StorageEngine engine) {
    Module module = engine.getClass().getModule();
    String from = module.isNamed() ? module.getName() : engine.getClass().getPackageName();
    return Cell.row(
        engine.journalMode(),
        engine.family(),
        words(engine.capabilities()),
        from,
        version(engine, module));
  }

  /** That of the module or the jar; null where neither says. */
  private static @Nullable String version(StorageEngine engine, Module module) {
    if (module.getDescriptor() != null && module.getDescriptor().rawVersion().isPresent()) {
      return module.getDescriptor().rawVersion().get();
    }
    return engine.getClass().getPackage().getImplementationVersion();
  }

  private static String words(Capabilities capabilities) {
    List<String> words = new ArrayList<>();
    if (capabilities.concurrentTransactions()) {
      words.add("concurrent");
    }
    for (IsolationLevel level : IsolationLevel.values()) {
      if (capabilities.isolationLevels().contains(level)) {
        words.add(level.name().toLowerCase(Locale.ROOT));
      }
    }
    if (capabilities.userCollations()) {
      words.add("collations");
    }
    if (capabilities.persistent()) {
      words.add("persistent");
    }
    return String.join(" ", words);
  }
}
