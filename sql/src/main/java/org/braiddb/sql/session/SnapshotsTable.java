package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.TableFunction;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Store;
import org.jspecify.annotations.Nullable;

/**
 * {@code braid_snapshots}: who reads the connection's databases at which commit and since when,
 * whatever connection of the process it is. The first of a database keeps its log from starting
 * over.
 */
final class SnapshotsTable implements TableFunction {
  @Override
  public String name() {
    return "braid_snapshots";
  }

  @Override
  public List<String> columns() {
    return List.of("schema", "owner", "snapshot", "newest", "age_ms");
  }

  @Override
  public List<String> parameters() {
    return List.of();
  }

  @Override
  public Run rows(CompileContext context, RunContext run, @Nullable Cell[] arguments) {
    List<Cell[]> rows = new ArrayList<>();
    for (ConnectionControl.AttachedDatabase database : context.control().attachedDatabases()) {
      if (database.number() != SchemaScopes.TEMP) {
        add(rows, database.name(), context.control().store(database.number()));
      }
    }
    return new BufferedRun(rows);
  }

  private static void add(List<Cell[]> rows, String schema, Store store) {
    Optional<Facets.SnapshotInspection> inspection = store.facet(Facets.SnapshotInspection.class);
    if (inspection.isEmpty()) {
      return;
    }
    long newest = store.visibleCommit();
    for (Facets.OpenSnapshot open : inspection.get().openSnapshots()) {
      rows.add(
          new Cell[] {
            cell(schema),
            cell(open.owner()),
            cell(open.commit()),
            cell(newest),
            cell(open.age().toMillis())
          });
    }
  }

  private static Cell cell(Object value) {
    Cell cell = new Cell();
    cell.setObject(value);
    return cell;
  }
}
