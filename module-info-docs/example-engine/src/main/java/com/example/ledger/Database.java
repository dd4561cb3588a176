package com.example.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.TextEncoding;

/**
 * The newest commit, and the way to the next one. Who holds the writer lock is alone with it: a
 * plain writer from its beginning, a concurrent one while it commits.
 */
final class Database {
  private final WriterLock writer = new WriterLock();
  private final AtomicLong nextTree = new AtomicLong(Tree.CATALOG_ID + 1);
  private final Optional<LedgerFile> file;
  private final TextEncoding encoding;
  private final Rowids rowids;
  private volatile Version newest = new Version(1, State.NEW, List.of(), new Footprint());

  /** A database in memory. */
  Database(TextEncoding encoding) {
    this.file = Optional.empty();
    this.encoding = encoding;
    this.rowids = new Rowids(encoding);
  }

  /** A database in a file, as its log tells. */
  Database(Path path, StoreOptions options) {
    LedgerFile opened = LedgerFile.open(path, options, this::recover);
    this.file = Optional.of(opened);
    this.encoding = opened.encoding();
    this.rowids = new Rowids(encoding);
  }

  private void recover(long number, List<Step> steps) {
    State state = newest.state;
    for (Step step : steps) {
      state = step.apply(state);
      if (step instanceof Step.Create create) {
        nextTree.accumulateAndGet(create.tree() + 1, Math::max);
      }
    }
    newest = new Version(number, state, List.of(), new Footprint());
  }

  Version newest() {
    return newest;
  }

  TextEncoding encoding() {
    return encoding;
  }

  Rowids rowids() {
    return rowids;
  }

  long newTree() {
    return nextTree.getAndIncrement();
  }

  WriterLock writer() {
    return writer;
  }

  /** Makes the next commit; the caller holds the writer lock. */
  long commit(List<Change> changes, Footprint footprint, Durability durability) {
    Version before = newest;
    State state = before.state;
    List<Step> steps = new ArrayList<>();
    for (Change change : changes) {
      for (Step step : change.steps(state)) {
        state = step.apply(state);
        steps.add(step);
      }
    }
    Version after = new Version(before.number + 1, state, changes, footprint);
    if (file.isPresent()) {
      file.get().append(after.number, steps, durability != Durability.OFF);
    }
    before.next = after;
    newest = after;
    return after.number;
  }

  void close() {
    file.ifPresent(LedgerFile::close);
  }
}
