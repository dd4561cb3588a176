package org.braiddb.sql.listing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/**
 * EXPLAIN: the rows of a listing.
 *
 * @param reads the databases whose definitions it is made of
 */
public record ListingProgram(List<Listing.Operation> operations, Set<Integer> reads)
    implements Program {
  private static final List<String> COLUMNS =
      List.of("addr", "opcode", "p1", "p2", "p3", "p4", "p5", "comment");

  /** Copies both. */
  public ListingProgram {
    operations = List.copyOf(operations);
    reads = Set.copyOf(reads);
  }

  @Override
  public List<ProgramColumn> columns() {
    return COLUMNS.stream().map(ProgramColumn::named).toList();
  }

  @Override
  public Set<Integer> writes() {
    return Set.of();
  }

  @Override
  public Run start(RunContext context) {
    List<Cell[]> rows = new ArrayList<>();
    for (int address = 0; address < operations.size(); address++) {
      rows.add(row(address, operations.get(address)));
    }
    return new BufferedRun(rows);
  }

  private static Cell[] row(int address, Listing.Operation operation) {
    Cell[] row = new Cell[COLUMNS.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = new Cell();
    }
    row[0].setInteger(address);
    row[1].setText(operation.name());
    row[2].setInteger(operation.first());
    row[3].setInteger(operation.end());
    row[4].setInteger(operation.second());
    setText(row[5], operation.subject());
    row[6].setInteger(operation.flag());
    setText(row[7], operation.comment());
    return row;
  }

  private static void setText(Cell cell, String text) {
    if (text.isEmpty()) {
      cell.setNull();
    } else {
      cell.setText(text);
    }
  }
}
