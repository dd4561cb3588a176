package org.braiddb.sql.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.ForeignKeyLedger;
import org.braiddb.sql.program.Program;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.jspecify.annotations.Nullable;

/**
 * The storage transactions, at most one per database, that belong together: those of an explicit
 * transaction, or those of one statement in autocommit mode. A scope whose transactions only read
 * may {@link #rest()} when its statement ends and serve the next one.
 *
 * <p>S1: a database's transaction begins when the first statement needs it. S2: every open
 * transaction has a storage savepoint for every mark, made when the mark was set or the transaction
 * begun, which is the same since nothing was changed between. S3: after {@link #commit} and {@link
 * #close} there is no open transaction. S4: after a conflict in one of them none is committed. S5:
 * a program that keeps cursors is released before the transaction that they are in is closed.
 */
final class TransactionScope {
  /** A savepoint: {@code name} is null for a statement's own. */
  private static final class Mark {
    final @Nullable String name;
    final long deferredViolations;
    final long postponedViolations;
    final List<Integer> handles = new ArrayList<>(1);
    final SchemasBefore schemas = new SchemasBefore();

    Mark(@Nullable String name, ForeignKeyLedger foreignKeys) {
      this.name = name;
      this.deferredViolations = foreignKeys.deferred();
      this.postponedViolations = foreignKeys.postponed();
    }
  }

  /** A transaction and its database, in the order in which they began. */
  private record Open(SessionDatabase database, Transaction transaction) {}

  /** So many programs may keep cursors while the scope rests. */
  private static final int MOST_KEEPING = 100;

  private final TransactionMode mode;
  private final IsolationLevel isolation;
  private final CallLimits limits;
  private final List<Open> open = new ArrayList<>(1);

  /** Those that rest: none of them is in {@link #open}. */
  private final List<Open> resting = new ArrayList<>(1);

  private final List<Mark> marks = new ArrayList<>(2);
  private final ForeignKeyLedger foreignKeys = new ForeignKeyLedger();

  // Most scopes end with one statement and have neither of these: they are made when first needed.
  private @Nullable Set<Program> keeping;
  private final SchemasBefore schemas = new SchemasBefore();

  /** What made this scope fail for good; null where nothing did. */
  private @Nullable ConflictException conflict;

  TransactionScope(TransactionMode mode, IsolationLevel isolation, CallLimits limits) {
    this.mode = mode;
    this.isolation = isolation;
    this.limits = limits;
  }

  TransactionMode mode() {
    return mode;
  }

  ForeignKeyLedger foreignKeys() {
    return foreignKeys;
  }

  @Nullable Transaction find(SessionDatabase database) {
    for (Open each : open) {
      if (each.database() == database) {
        return each.transaction();
      }
    }
    return null;
  }

  /**
   * The transaction of a database, begun where it is not yet.
   *
   * @throws ConflictException where it is to be writable and the scope has lost
   */
  Transaction transaction(SessionDatabase database, boolean writable) {
    if (writable) {
      requireWritable(database);
    }
    Transaction transaction = find(database);
    if (transaction == null && !resting.isEmpty()) {
      transaction = resume(database);
    }
    if (transaction == null) {
      transaction = begin(database, database.readOnly() ? TransactionMode.READ_ONLY : mode);
    }
    if (writable && !transaction.writable()) {
      transaction.makeWritable();
    }
    return transaction;
  }

  private @Nullable Transaction resume(SessionDatabase database) {
    for (int i = 0; i < resting.size(); i++) {
      Open each = resting.get(i);
      if (each.database() == database) {
        if (each.transaction().resume(database.atLeast())) {
          open.add(resting.remove(i));
          return each.transaction();
        }
        releaseKept();
        resting.remove(i);
        each.transaction().close();
        return null;
      }
    }
    return null;
  }

  private void requireWritable(SessionDatabase database) {
    refuseAfterConflict();
    if (database.readOnly()) {
      throw new ReadOnlyException("attempt to write a readonly database", null);
    }
  }

  private Transaction begin(SessionDatabase database, TransactionMode wanted) {
    Transaction transaction =
        database.handle().begin(engine -> options(database, engine, wanted), limits);
    open.add(new Open(database, transaction));
    for (Mark mark : marks) {
      mark.handles.add(transaction.savepoint());
    }
    return transaction;
  }

  /** Where an engine has no concurrent transactions its database takes part with a plain one. */
  private TransactionOptions options(
      SessionDatabase database, StorageEngine engine, TransactionMode wanted) {
    boolean concurrent = wanted == TransactionMode.CONCURRENT;
    boolean possible = engine.capabilities().concurrentTransactions();
    return new TransactionOptions(
        concurrent && !possible ? TransactionMode.DEFERRED : wanted,
        concurrent && possible ? Isolation.offered(engine, isolation) : isolation,
        database.durability(),
        database.atLeast());
  }

  /** Whether no transaction is open. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Whether any of its transactions has been made writable. */
  boolean writable() {
    return open.stream().anyMatch(each -> each.transaction().writable());
  }

  // ---- conflicts

  private void refuseAfterConflict() {
    ConflictException met = conflict;
    if (met != null) {
      throw met;
    }
  }

  /**
   * One of the transactions has lost: nothing can be committed any more.
   *
   * @return its database, where that is certain; empty at every call but the first
   */
  Optional<SessionDatabase> lost(ConflictException met) {
    if (conflict != null) {
      return Optional.empty();
    }
    conflict = met;
    List<SessionDatabase> candidates =
        open.stream().filter(each -> each.transaction().writable()).map(Open::database).toList();
    return candidates.size() == 1
        ? Optional.of(candidates.getFirst())
        : candidates.stream().filter(database -> database.schema().has(met.object())).findFirst();
  }

  // ---- cursors kept between statements

  /** Lets a program keep its cursors until {@link #releaseKept}. */
  void keep(Program program) {
    Set<Program> all = keeping;
    if (all == null) {
      all = Collections.newSetFromMap(new IdentityHashMap<>(4));
      keeping = all;
    }
    all.add(program);
  }

  /** A program is gone, with what it kept. */
  void forget(Program program) {
    if (keeping != null) {
      keeping.remove(program);
    }
  }

  /** Takes back all that programs keep. */
  void releaseKept() {
    Set<Program> kept = keeping;
    keeping = null;
    if (kept != null) {
      kept.forEach(Program::release);
    }
  }

  // ---- the schema

  /** What is known of a schema has to be read again. */
  void schemaChanged(SessionDatabase database) {
    schemasSinceMark().add(database);
    database.schema().forget();
  }

  /**
   * What is known of a schema was changed; it has to be read again where that is not all that there
   * is in the catalogue.
   */
  void schemaChanged(SessionDatabase database, SchemaChanges changes) {
    schemasSinceMark().add(database);
    Transaction transaction = find(database);
    if (transaction != null && transaction.ownsCatalogue() && database.handle().sharesCatalog()) {
      database.schema().changed(transaction, changes);
    } else {
      database.schema().forget();
    }
  }

  private SchemasBefore schemasSinceMark() {
    return marks.isEmpty() ? schemas : marks.getLast().schemas;
  }

  /** What the transaction of a database sees. */
  KnownSchema.State state(SessionDatabase database) {
    if (hasChangedSchema(database)) {
      return KnownSchema.State.OWN;
    }
    Transaction transaction = find(database);
    return transaction != null
            && transaction.snapshot() <= database.handle().store().visibleCommit()
        ? KnownSchema.State.VISIBLE
        : KnownSchema.State.STAGED;
  }

  private boolean hasChangedSchema(SessionDatabase database) {
    return schemas.has(database) || marks.stream().anyMatch(mark -> mark.schemas.has(database));
  }

  // ---- savepoints

  /** Sets a mark; a statement's own has no name. */
  void mark(@Nullable String name) {
    Mark mark = new Mark(name, foreignKeys);
    for (Open each : open) {
      mark.handles.add(each.transaction().savepoint());
    }
    marks.add(mark);
  }

  /** Whether it has a savepoint of that name. */
  boolean hasMark(String name) {
    return findMark(name) >= 0;
  }

  /** Whether the savepoint of that name is the outermost. */
  boolean isOutermost(String name) {
    return findMark(name) == 0;
  }

  private int findMark(String name) {
    String key = NameKey.of(name);
    for (int i = marks.size() - 1; i >= 0; i--) {
      String other = marks.get(i).name;
      if (other != null && NameKey.of(other).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private int requireMark(String name) {
    int index = findMark(name);
    if (index < 0) {
      throw new StatementException("no such savepoint: " + name);
    }
    return index;
  }

  /** Ends a named mark and those after it, keeping the changes. */
  void release(String name) {
    releaseAt(requireMark(name));
  }

  /** Ends the newest mark, keeping the changes. */
  void releaseLast() {
    releaseAt(marks.size() - 1);
  }

  private void releaseAt(int index) {
    Mark mark = marks.get(index);
    for (int i = 0; i < open.size(); i++) {
      open.get(i).transaction().release(mark.handles.get(i));
    }
    SchemasBefore outer = index == 0 ? schemas : marks.get(index - 1).schemas;
    List<Mark> ended = marks.subList(index, marks.size());
    ended.forEach(each -> outer.addAll(each.schemas));
    ended.clear();
  }

  /** Undoes the changes since a named mark, which stays. */
  void rollbackTo(String name) {
    rollbackTo(requireMark(name));
  }

  /** Undoes the changes since the newest mark and ends it. */
  void undoLast() {
    int index = marks.size() - 1;
    rollbackTo(index);
    releaseAt(index);
  }

  private void rollbackTo(int index) {
    Mark mark = marks.get(index);
    for (int i = 0; i < open.size(); i++) {
      open.get(i).transaction().rollbackTo(mark.handles.get(i));
    }
    restoreSchemas(index);
    marks.subList(index + 1, marks.size()).clear();
    foreignKeys.restore(mark.deferredViolations, mark.postponedViolations);
  }

  /** The newest first: what was known before all that is undone comes last. */
  private void restoreSchemas(int fromMark) {
    for (int i = marks.size() - 1; i >= fromMark; i--) {
      marks.get(i).schemas.restore();
    }
  }

  // ---- the end

  /**
   * Commits one database after the other. Those that may have to wait or conflict come first, and
   * where there are several all are prepared before one is committed: then either none has lost or
   * nothing was committed.
   *
   * @throws StatementException where deferred foreign keys are violated; all stays open
   * @throws ConflictException where a transaction has lost, now or before; all stays open
   * @throws StorageException where a database refuses; those before it are committed and out of
   *     this scope, the rest stays open where it was a conflict or somebody was in the way, and is
   *     rolled back otherwise
   */
  void commit() {
    refuseAfterConflict();
    if (foreignKeys.untilCommit() != 0) {
      throw new StatementException(
          ResultCode.CONSTRAINT_FOREIGNKEY, "FOREIGN KEY constraint failed");
    }
    releaseKept();
    List<Open> contenders = open.size() == 1 ? List.of() : contenders();
    try {
      if (contenders.size() > 1) {
        prepare(contenders);
      }
      contenders.forEach(this::commit);
      while (!open.isEmpty()) {
        commit(open.getFirst());
      }
    } catch (BusyException | ConflictException e) {
      throw e;
    } catch (StorageException e) {
      closeAfter(e);
      throw e;
    }
    marks.clear();
  }

  /** In the order of the stores' numbers, so that no two scopes wait for each other. */
  private List<Open> contenders() {
    return open.stream()
        .filter(each -> each.transaction().mode() == TransactionMode.CONCURRENT)
        .filter(each -> each.transaction().writable())
        .sorted(Comparator.comparingLong(each -> each.database().handle().number()))
        .toList();
  }

  private static void prepare(List<Open> contenders) {
    boolean prepared = false;
    try {
      contenders.forEach(each -> each.transaction().prepareCommit());
      prepared = true;
    } finally {
      if (!prepared) {
        contenders.forEach(each -> each.transaction().withdrawCommit());
      }
    }
  }

  private void commit(Open each) {
    SessionDatabase database = each.database();
    boolean wrote = each.transaction().writable();
    Store store = database.handle().store();
    boolean ownedCatalogue = each.transaction().ownsCatalogue();
    long commit = each.transaction().commit();
    if (wrote) {
      database.committed(commit);
    }
    if (hasChangedSchema(database)) {
      schemas.forget(database);
      marks.forEach(mark -> mark.schemas.forget(database));
      database.handle().forgetSharedCatalog();
      if (ownedCatalogue) {
        database.schema().confirm();
        database.schema().share(database.handle(), store);
      } else {
        database.schema().forget();
      }
    }
    database.schema().forgetStaged();
    int place = open.indexOf(each);
    open.remove(place);
    marks.forEach(mark -> mark.handles.remove(place));
  }

  private void closeAfter(StorageException failure) {
    try {
      close();
    } catch (StorageException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Ends the transactions for the time being: they begin again when they are next asked for.
   *
   * @return false where they cannot; then the scope is to be closed
   */
  boolean rest() {
    if (mode != TransactionMode.READ_ONLY || keeping != null && keeping.size() > MOST_KEEPING) {
      return false;
    }
    while (!open.isEmpty()) {
      Open last = open.getLast();
      if (!last.transaction().rest()) {
        return false;
      }
      open.removeLast();
      resting.add(last);
    }
    return true;
  }

  /** Rolls back what was not committed. */
  void close() {
    @Nullable StorageException failure = null;
    releaseKept();
    resting.forEach(each -> each.transaction().close());
    resting.clear();
    for (Open each : open) {
      try {
        each.transaction().close();
      } catch (MisuseException e) {
        throw e;
      } catch (StorageException e) {
        failure = e;
      }
    }
    restoreSchemas(0);
    marks.clear();
    schemas.restore();
    open.forEach(each -> each.database().schema().forgetStaged());
    open.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
