package org.braiddb.sql.execute;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.bind.OutputColumn;
import org.braiddb.sql.program.ReadyRows;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * A query ready to run, again and again, one run at a time. Belongs to one prepared statement; used
 * by one thread at a time.
 *
 * <p>{@link #open}, {@link #step} until it is false, {@link #close}; then {@link #open} again.
 */
public final class QueryProgram implements AutoCloseable {
  private final RowStream rows;
  private final List<OutputColumn> columns;
  private final Set<Integer> databases;
  private final List<RunState> states;
  private final List<TreeCursor> cursors;
  private final boolean findsAtMostOneRow;
  private final boolean readsTableInOrder;

  /** Whether all rows of a run are taken before anything is changed. */
  private final boolean collected;

  private final Frame frame = new Frame();
  private boolean running;

  /** Whether cursors stay open when the run ends. */
  private boolean keeping;

  QueryProgram(
      RowStream rows,
      List<OutputColumn> columns,
      Set<Integer> databases,
      List<RunState> states,
      List<TreeCursor> cursors,
      boolean findsAtMostOneRow,
      boolean readsTableInOrder,
      boolean collected) {
    this.rows = rows;
    this.columns = columns;
    this.databases = databases;
    this.states = states;
    this.cursors = cursors;
    this.findsAtMostOneRow = findsAtMostOneRow;
    this.readsTableInOrder = readsTableInOrder;
    this.collected = collected;
  }

  /** The result columns. */
  public List<OutputColumn> columns() {
    return columns;
  }

  /** The numbers of the databases that it reads. */
  public Set<Integer> databases() {
    return databases;
  }

  /** Whether it looks for one row by its rowid. */
  public boolean findsAtMostOneRow() {
    return findsAtMostOneRow;
  }

  /** Whether its rows are those of one table, found in its tree in the order of that. */
  public boolean readsTableInOrder() {
    return readsTableInOrder;
  }

  /**
   * Begins a run that {@linkplain #readsTableInOrder reads a table in order} with a cursor that
   * stays the caller's, who may change the record that it is on. At the next {@link #move} it must
   * be on the row to which the one before has moved it.
   */
  public void openOver(Cursor cursor, ExecutionContext context) {
    close();
    cursors.getFirst().borrow(cursor);
    open(context);
  }

  /**
   * The rows of the run that {@link #openOver} has begun, which are not asked for by {@link #move}
   * then; null where they are found one by one.
   */
  public @Nullable FoundTogether together() {
    return running && collected ? rows.together(frame) : null;
  }

  /** Begins a run; one that was not closed is closed first, and one that fails here at once. */
  public void open(ExecutionContext context) {
    open(context, false);
  }

  /**
   * Begins a run.
   *
   * @param keep whether its cursors are to stay open for the next one, until {@link #release}
   */
  void open(ExecutionContext context, boolean keep) {
    close();
    running = true;
    keeping = keep;
    frame.begin(context, collected);
    boolean opened = false;
    try {
      rows.open(frame);
      opened = true;
    } finally {
      if (!opened) {
        close(); // its cursors would be in the way of a DROP later in the transaction
      }
    }
  }

  /** Moves to the next row; false at the end. */
  public boolean step() {
    return running && rows.next(frame);
  }

  /** As {@link #step}, but the values are there only after {@link #compute}. */
  public boolean move() {
    return running && rows.move(frame);
  }

  /** Computes the values of the row that {@link #move} has moved to. */
  public void compute() {
    rows.compute(frame);
  }

  /** Computes some values of that row. */
  public void compute(int[] wanted) {
    rows.compute(frame, wanted);
  }

  /**
   * The cursor on the record of the only table that the present row is computed from; null where it
   * is not known to be made so.
   */
  public @Nullable Cursor record() {
    return rows.record();
  }

  /** The rows that the present run computes some at a time; null where there are none. */
  @Nullable ReadyRows ready() {
    return rows.ready();
  }

  /** A value of the present row, by its place from 0; good until the next {@link #step}. */
  public Cell cell(int column) {
    return rows.row()[column];
  }

  /** Ends the run: closes its cursors and forgets its rows. A second call does nothing. */
  @Override
  public void close() {
    if (!running) {
      return;
    }
    running = false;
    for (int i = 0; i < states.size(); i++) {
      states.get(i).endRun();
    }
    for (int i = 0; i < cursors.size(); i++) {
      if (keeping) {
        cursors.get(i).leave();
      } else {
        cursors.get(i).close();
      }
    }
    frame.end();
  }

  /** Closes the cursors that were kept open; those of a run are closed when it ends. */
  void release() {
    keeping = false;
    if (!running) {
      cursors.forEach(TreeCursor::close);
    }
  }
}
