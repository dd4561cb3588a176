package org.braiddb.bench.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Dataset;
import org.braiddb.bench.workload.Loader;

/**
 * Databases that are loaded once and copied for every trial. Those of SQLite's format are written
 * by stock SQLite, so that all who read it work on the same bytes.
 */
public record DataStore(Path directory) {
  /** Makes a database unless it is there. */
  public void prepare(Contender contender, Dataset dataset, long rows, Durability durability)
      throws SQLException {
    Path target = place(contender, dataset, rows);
    if (Files.exists(target)) {
      return;
    }
    Contender writer =
        contender.dialect() == Contenders.named("sqlite").dialect()
            ? Contenders.named("sqlite")
            : contender;
    try (WorkDirectory work = new WorkDirectory(directory)) {
      try (Connection connection = writer.connect(work.path(), durability)) {
        dataset.create(new Loader(writer, connection), rows);
      }
      writer.shutDown(work.path());
      work.moveTo(target);
    }
  }

  /** Copies a database, made if need be, into an empty directory. */
  void copy(
      Contender contender, Dataset dataset, long rows, Durability durability, WorkDirectory into)
      throws SQLException {
    prepare(contender, dataset, rows, durability);
    into.copyFrom(place(contender, dataset, rows));
  }

  private Path place(Contender contender, Dataset dataset, long rows) {
    return directory.resolve(
        String.format(Locale.ROOT, "%s-%s-%d", contender.family(), dataset.id(), rows));
  }
}
