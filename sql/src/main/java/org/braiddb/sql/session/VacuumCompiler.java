package org.braiddb.sql.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Vacuum;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Facets;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.record.TextEncoding;

/**
 * VACUUM, in place and INTO another file.
 *
 * <p>In place, all trees are dropped, the space is given back, and the trees are made again, all in
 * one transaction that holds the writer lock: the store stays open, readers read on, a crash leaves
 * the database as it was. What was there is read beside it, by a transaction that has the snapshot
 * on which the writing one stands. The log takes the whole database. The file becomes smaller with
 * the next checkpoint.
 */
final class VacuumCompiler {
  private final Session session;
  private final CompileContext context;

  private VacuumCompiler(Session session, CompileContext context) {
    this.session = session;
    this.context = context;
  }

  static Program compile(Vacuum statement, Session session, CompileContext context) {
    return new VacuumCompiler(session, context).compile(statement);
  }

  private Program compile(Vacuum statement) {
    String schema = statement.schema().map(name -> name.text()).orElse("main");
    SchemaScopes.Scope scope =
        context
            .schemas()
            .scope(schema)
            .orElseThrow(() -> new StatementException("unknown database " + schema));
    Consumer<RunContext> action;
    if (statement.into().isPresent()) {
      Operand place = Operand.of(statement.into().get(), context);
      action = run -> into(scope.database(), place, run);
    } else if (scope.database() == SchemaScopes.TEMP) {
      action = run -> {};
    } else {
      action = run -> inPlace(scope.database());
    }
    return new ControlProgram(run -> {
      if (!session.autocommit()) {
        throw new StatementException("cannot VACUUM from within a transaction");
      }
      if (!session.runningStatements().isEmpty()) {
        throw new StatementException("cannot VACUUM - SQL statements in progress");
      }
      action.accept(run);
    });
  }

  private SchemaCatalog catalog(Transaction transaction) {
    return SchemaReader.read(transaction, session.collations());
  }

  // ---- INTO

  private void into(int database, Operand place, RunContext run) {
    SessionDatabase source = session.database(database);
    Path path = path(place, run);
    if (exists(path)) {
      throw new StatementException("output file already exists");
    }
    StorageEngine engine = source.handle().store().engine();
    try (Transaction reading = begin(source, TransactionMode.READ_ONLY, source.atLeast());
        Store target =
            create(
                engine,
                new StoreLocation.File(path),
                session.settings().nextPageSize().orElseGet(() -> pageSize(source)),
                reading.encoding());
        Transaction writing =
            target.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), session.limits())) {
      DatabaseCopy copy = DatabaseCopy.of(catalog(reading), session.limits());
      boolean rootsFirst = setAutoVacuum(target, writing, autoVacuum(source, reading));
      copy.copy(reading, writing, rootsFirst);
      DatabaseCopy.copyNumbers(reading, writing);
      writing.commit();
      // As SQLite's: the copy can be read from a medium that cannot be written.
      target.facet(Facets.Checkpointing.class).ifPresent(Facets.Checkpointing::closeWithoutLog);
    }
  }

  /** The mode that the copy gets: the one asked for, else that of the original. */
  private Facets.AutoVacuum.Mode autoVacuum(SessionDatabase database, Transaction transaction) {
    return session
        .settings()
        .nextAutoVacuum()
        .orElseGet(() ->
            database
                .handle()
                .store()
                .facet(Facets.AutoVacuum.class)
                .map(vacuum -> vacuum.mode(transaction))
                .orElse(Facets.AutoVacuum.Mode.NONE));
  }

  /** Sets the mode of what is empty; whether the roots must be made first. */
  private static boolean setAutoVacuum(
      Store store, Transaction transaction, Facets.AutoVacuum.Mode mode) {
    Optional<Facets.AutoVacuum> vacuum = store.facet(Facets.AutoVacuum.class);
    return vacuum.isPresent()
        && vacuum.get().setMode(transaction, mode)
        && mode != Facets.AutoVacuum.Mode.NONE;
  }

  private static Path path(Operand place, RunContext run) {
    Cell value = place.value(run);
    if (value.type != Cell.TEXT) {
      throw new StatementException("non-text filename");
    }
    try {
      return Path.of(value.decodeText());
    } catch (InvalidPathException e) {
      throw new StatementException(
          ResultCode.CANTOPEN, "unable to open database: " + value.decodeText(), e);
    }
  }

  private static boolean exists(Path path) {
    try {
      return Files.exists(path) && Files.size(path) > 0;
    } catch (IOException e) {
      throw new StorageIOException(ResultCode.IOERR, "looking at " + path + " failed: " + e, e);
    }
  }

  private static int pageSize(SessionDatabase source) {
    return source
        .handle()
        .store()
        .facet(Facets.PageInspection.class)
        .map(Facets.PageInspection::pageSize)
        .orElse(StoreOptions.DEFAULTS.pageSize());
  }

  private static Store create(
      StorageEngine engine, StoreLocation place, int pageSize, TextEncoding encoding) {
    StoreOptions options = StoreOptions.DEFAULTS.withPageSize(pageSize).withEncoding(encoding);
    try {
      return engine.open(place, options);
    } catch (CannotOpenException e) {
      throw new StatementException(
          ResultCode.CANTOPEN, "unable to open database: " + place.display(), e);
    }
  }

  private Transaction begin(SessionDatabase database, TransactionMode mode, long atLeast) {
    CallLimits limits = session.limits();
    return database
        .handle()
        .begin(
            engine ->
                TransactionOptions.of(mode)
                    .withDurability(database.durability())
                    .withAtLeast(atLeast),
            limits);
  }

  // ---- in place

  private void inPlace(int number) {
    if (session.settings().queryOnly()) {
      throw new StatementException(ResultCode.READONLY, "attempt to write a readonly database");
    }
    SessionDatabase database = session.database(number);
    try (Transaction writing = begin(database, TransactionMode.IMMEDIATE, database.atLeast())) {
      SchemaCatalog catalog = catalog(writing);
      DatabaseCopy copy = DatabaseCopy.of(catalog, session.limits());
      if (copy.isEmpty() && pageCount(database, writing) <= 1) {
        return;
      }
      rebuild(database, copy, writing);
      database.committed(writing.commit());
    } finally {
      database.schema().forget();
    }
  }

  private static long pageCount(SessionDatabase database, Transaction transaction) {
    return database
        .handle()
        .store()
        .facet(Facets.PageInspection.class)
        .map(pages -> pages.pageCount(transaction))
        .orElse(0L);
  }

  private void rebuild(SessionDatabase database, DatabaseCopy copy, Transaction writing) {
    Store store = database.handle().store();
    if (!session.transactions().becomesVisible(store, writing.snapshot())) {
      throw new BusyException("database is locked: what is written last is not durable yet");
    }
    try (Transaction before = begin(database, TransactionMode.READ_ONLY, writing.snapshot())) {
      if (before.snapshot() != writing.snapshot()) {
        throw new BusyException("database is locked: it was changed beside the writer");
      }
      Facets.AutoVacuum.Mode autoVacuum = autoVacuum(database, writing);
      copy.drop(writing);
      store
          .facet(Facets.Compaction.class)
          .ifPresent(compaction -> compaction.releaseFreeSpace(writing));
      boolean rootsFirst = setAutoVacuum(store, writing, autoVacuum);
      copy.copy(before, writing, rootsFirst);
      DatabaseCopy.copyNumbers(before, writing);
    }
  }
}
