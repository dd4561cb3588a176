package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.ConflictDiary;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.TableFunction;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * {@code braid_conflicts}: where transactions of the connection's databases have lost to others,
 * whatever connection they belonged to, since {@code PRAGMA conflict_diary = on}; the most frequent
 * places of each database first.
 */
final class ConflictsTable implements TableFunction {
  @Override
  public String name() {
    return "braid_conflicts";
  }

  @Override
  public List<String> columns() {
    return List.of("schema", "object", "kind", "place", "conflicts", "last_winner");
  }

  @Override
  public Run rows(CompileContext context, RunContext run, @Nullable Cell[] arguments) {
    List<Cell[]> rows = new ArrayList<>();
    for (ConnectionControl.AttachedDatabase database : context.control().attachedDatabases()) {
      for (ConflictDiary.Place place :
          context.control().conflictDiary(database.number()).places()) {
        rows.add(row(database.name(), place));
      }
    }
    return new BufferedRun(rows);
  }

  private static Cell[] row(String schema, ConflictDiary.Place place) {
    return Cell.row(
        schema,
        place.object(),
        place.kind().name().toLowerCase(Locale.ROOT),
        place.place(),
        place.count(),
        place.lastWinner());
  }
}
