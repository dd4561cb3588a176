package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * Groups of rows, in the order of their keys. Moves from group to group; what the expressions after
 * it need of a group's rows is kept from one of them: the first, or the one that min or max found.
 *
 * <p>Once the groups take as much memory as they may, rows of further groups are put aside, to be
 * sorted; the groups of both kinds come out merged.
 */
final class Grouping extends Loop implements RunState {
  /** What the state of one aggregate of one group takes, about. */
  private static final long STATE_BYTES = 64;

  private final Loop input;
  private final Evaluator[] keys;
  private final Collation[] collations;
  private final Evaluator[] kept;
  private final AggregateCall[] calls;

  /** Whether it is only asked how many rows there are. */
  private final boolean countsOnly;

  private final RecordRow.InMemory row;
  private final @Nullable BlockInput blocks;
  private final KeyTable groups = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final RowBuffer rows;
  private final RecordWriter writer = new RecordWriter();
  private final Sorter sorter;
  private final RecordRow.InMemory sorted = new RecordRow.InMemory();
  private final long budgetBytes;
  private final Cell keyCell = new Cell();
  private int groupCount;

  /** The rows of the groups that did not fit; null while all do. */
  private @Nullable GroupOverflow overflow;

  /** The group in memory that comes next; negative if there is none. */
  private int waiting;

  /** Whether the overflow is on a group: one that is to come, or the one that is shown. */
  private boolean overflowWaits;

  private boolean overflowShown;

  /** Whether the one group of a query without GROUP BY is still to come. */
  private boolean pendingOnly;

  /**
   * @param keys GROUP BY; empty for one group of all rows, which is there without any row too
   * @param kept what is kept of one row of each group
   * @param row is moved to the kept row of the present group
   * @param budgetBytes how much memory the groups may take, and the kept rows
   * @param blocks gives the same rows as the input, many at a time; null where it cannot
   */
  Grouping(
      Loop input,
      Evaluator[] keys,
      Collation[] collations,
      Evaluator[] kept,
      AggregateCall[] calls,
      RecordRow.InMemory row,
      long budgetBytes,
      @Nullable BlockInput blocks) {
    this.input = input;
    this.keys = keys;
    this.collations = collations;
    this.kept = kept;
    this.calls = calls;
    this.row = row;
    this.budgetBytes = budgetBytes;
    rows = new RowBuffer(budgetBytes);
    sorter = new Sorter(budgetBytes);
    this.blocks = blocks;
    countsOnly =
        keys.length == 0
            && kept.length == 0
            && Arrays.stream(calls).allMatch(AggregateCall::countsRows);
  }

  @Override
  void open(Frame frame) {
    endRun();
    for (AggregateCall call : calls) {
      call.begin(frame);
    }
    if (keys.length == 0) {
      addGroup();
    }
    if (blocks == null) {
      takeRows(frame);
    } else {
      takeBlocks(blocks, frame);
    }
    for (AggregateCall call : calls) {
      call.endInput(frame);
    }
    order(frame);
  }

  private void takeRows(Frame frame) {
    input.open(frame);
    if (countsOnly) {
      long count = input.count(frame);
      for (AggregateCall call : calls) {
        call.stepRows(count);
      }
      return;
    }
    while (input.next(frame)) {
      take(frame);
    }
  }

  private void takeBlocks(BlockInput input, Frame frame) {
    BlockScan scan = input.scan();
    scan.open(frame);
    while (scan.next(frame)) {
      int count = scan.batch().count();
      if (count == 0) {
        continue;
      }
      if (overflow == null && input.evaluate()) {
        takeVectors(input, count, frame);
      } else {
        for (int k = 0; k < count; k++) {
          scan.turnTo(k);
          take(frame);
        }
      }
    }
    scan.end();
  }

  private void takeVectors(BlockInput input, int count, Frame frame) {
    int @Nullable [] of = null;
    if (keys.length > 0) {
      of = groupsOf(input, count, frame);
    } else if (rows.size() == 0) {
      input.scan().turnTo(0);
      keepFirst(frame);
    }
    input.step(of, count);
  }

  /** The groups of the rows of a batch; those that are new are added. */
  private int[] groupsOf(BlockInput input, int count, Frame frame) {
    int[] of = input.groups(count);
    for (int k = 0; k < count; k++) {
      encoder.clear();
      for (int i = 0; i < keys.length; i++) {
        input.key(i).load(k, keyCell);
        encoder.add(keyCell, collations[i]);
      }
      int group = groups.add(encoder.bytes(), encoder.length());
      if (group == groupCount) {
        addGroup();
        input.scan().turnTo(k);
        keepFirst(frame);
      }
      of[k] = group;
    }
    limitGroups();
    return of;
  }

  /** From here on rows of further groups are put aside, if those that are there take enough. */
  private void limitGroups() {
    if (groups.inMemory() + stateBytes() > budgetBytes) {
      overflow = new GroupOverflow(kept, calls, budgetBytes);
    }
  }

  private void keepFirst(Frame frame) {
    CellRecords.write(writer, kept, frame);
    rows.add(writer);
  }

  private void addGroup() {
    groupCount++;
    for (AggregateCall call : calls) {
      call.addGroup();
    }
  }

  private void take(Frame frame) {
    int group = 0;
    boolean fresh;
    if (keys.length == 0) {
      fresh = rows.size() == 0;
    } else {
      encodeKey(frame);
      GroupOverflow further = overflow;
      if (further != null) {
        group = groups.find(encoder.bytes(), encoder.length());
        if (group < 0) {
          further.add(encoder, frame);
          return;
        }
      } else {
        group = groups.add(encoder.bytes(), encoder.length());
      }
      fresh = group == groupCount;
      if (fresh) {
        addGroup();
        limitGroups();
      }
    }
    if (fresh) {
      keepFirst(frame);
    }
    boolean decisive = false;
    for (AggregateCall call : calls) {
      boolean result = call.step(group, frame);
      if (call.isExtreme()) {
        decisive = result; // the last min or max decides, as in SQLite
      }
    }
    if (decisive && !fresh && kept.length > 0) {
      CellRecords.write(writer, kept, frame);
      rows.replace(group, writer.bytes(), 0, writer.length());
    }
  }

  private void encodeKey(Frame frame) {
    encoder.clear();
    for (int i = 0; i < keys.length; i++) {
      keys[i].eval(frame);
      encoder.add(frame, collations[i]);
    }
  }

  private long stateBytes() {
    return (long) groupCount * calls.length * STATE_BYTES;
  }

  private void order(Frame frame) {
    sorter.begin(-1);
    pendingOnly = keys.length == 0;
    if (pendingOnly) {
      return;
    }
    for (int group = 0; group < groupCount; group++) {
      encoder.clear();
      groups.copyTo(group, encoder);
      writer.clear();
      writer.addInteger(group);
      sorter.add(encoder, writer.bytes(), writer.length());
    }
    sorter.sort();
    waiting = nextInMemory();
    GroupOverflow further = overflow;
    if (further != null) {
      further.open(frame);
      overflowWaits = further.next(frame);
    }
  }

  /** Whether the next group in order is one of those that did not fit. */
  private boolean isNext(GroupOverflow further, Frame frame) {
    if (overflowShown) {
      overflowShown = false; // what it showed is in use until now
      overflowWaits = further.next(frame);
    }
    return overflowWaits && (waiting < 0 || further.isBefore(groups, waiting));
  }

  private int nextInMemory() {
    return sorter.next(sorted) ? (int) sorted.reader().integer(0) : -1;
  }

  @Override
  boolean next(Frame frame) {
    int group = 0;
    if (keys.length == 0) {
      if (!pendingOnly) {
        return false;
      }
      pendingOnly = false;
    } else {
      GroupOverflow further = overflow;
      if (further != null && isNext(further, frame)) {
        further.show(row);
        overflowShown = true;
        return true;
      }
      if (waiting < 0) {
        return false;
      }
      group = waiting;
      waiting = nextInMemory();
    }
    if (group < rows.size()) {
      rows.load(group, row);
    } else {
      row.setAbsent();
    }
    for (AggregateCall call : calls) {
      call.finish(group);
    }
    return true;
  }

  @Override
  void setAbsent() {
    row.setAbsent();
  }

  @Override
  public void endRun() {
    for (AggregateCall call : calls) {
      call.clear();
    }
    groups.clear();
    rows.clear();
    sorter.clear();
    encoder.forget();
    groupCount = 0;
    GroupOverflow ended = overflow;
    overflow = null;
    overflowWaits = false;
    overflowShown = false;
    if (ended != null) {
      ended.close();
    }
  }
}
