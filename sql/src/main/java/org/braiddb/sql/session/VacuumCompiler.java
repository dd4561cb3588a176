package org.braiddb.sql.session;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.braiddb.sql.ast.Vacuum;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Durability;
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

/**
 * VACUUM, in place and INTO another file.
 *
 * <p>In place, the database is copied into a temporary file, all its trees are dropped, the space
 * is given back, and the trees are made again, all in one transaction that holds the writer lock:
 * the store stays open, readers read on, a crash leaves the database as it was. It costs two copies
 * of the data: the temporary one, and the log, which takes the whole database. The file becomes
 * smaller with the next checkpoint.
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
    try (Transaction reading = begin(source, TransactionMode.READ_ONLY);
        Store target =
            open(
                engine,
                new StoreLocation.File(path),
                session.settings().nextPageSize().orElseGet(() -> pageSize(source)),
                reading,
                false);
        Transaction writing = target.begin(options(Durability.FULL), session.limits())) {
      DatabaseCopy copy = DatabaseCopy.of(catalog(reading), session.limits());
      boolean rootsFirst = setAutoVacuum(target, writing, autoVacuum(source, reading));
      copy.copy(reading, Map.of(), writing, rootsFirst);
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

  private static Store open(
      StorageEngine engine,
      StoreLocation place,
      int pageSize,
      Transaction reading,
      boolean temporary) {
    StoreOptions options =
        StoreOptions.DEFAULTS
            .withPageSize(pageSize)
            .withEncoding(reading.encoding())
            .withTemporary(temporary);
    try {
      return engine.open(place, options);
    } catch (CannotOpenException e) {
      throw new StatementException(
          ResultCode.CANTOPEN, "unable to open database: " + place.display(), e);
    }
  }

  private static TransactionOptions options(Durability durability) {
    return TransactionOptions.of(TransactionMode.IMMEDIATE).withDurability(durability);
  }

  private Transaction begin(SessionDatabase database, TransactionMode mode) {
    CallLimits limits = session.limits();
    return database
        .handle()
        .begin(
            engine ->
                TransactionOptions.of(mode)
                    .withDurability(database.durability())
                    .withAtLeast(database.atLeast()),
            limits);
  }

  // ---- in place

  private void inPlace(int number) {
    if (session.settings().queryOnly()) {
      throw new StatementException(ResultCode.READONLY, "attempt to write a readonly database");
    }
    SessionDatabase database = session.database(number);
    try (Transaction writing = begin(database, TransactionMode.IMMEDIATE)) {
      SchemaCatalog catalog = catalog(writing);
      DatabaseCopy copy = DatabaseCopy.of(catalog, session.limits());
      if (copy.isEmpty() && pageCount(database, writing) <= 1) {
        return;
      }
      try (TemporaryPlace place = TemporaryPlace.of(database);
          Store aside =
              open(
                  database.handle().store().engine(),
                  place.location(),
                  pageSize(database),
                  writing,
                  true)) {
        place.removeEarly();
        rebuild(database, copy, writing, aside);
      }
      database.committed(writing.commit());
    } finally {
      database.setCatalog(null);
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

  private void rebuild(
      SessionDatabase database, DatabaseCopy copy, Transaction writing, Store aside) {
    // The copy is never committed: it is read in the transaction that made it.
    try (Transaction filling = aside.begin(options(Durability.OFF), session.limits())) {
      Store store = database.handle().store();
      Facets.AutoVacuum.Mode autoVacuum = autoVacuum(database, writing);
      Map<Long, Long> roots = copy.copy(writing, Map.of(), filling, false);
      copy.drop(writing);
      store
          .facet(Facets.Compaction.class)
          .ifPresent(compaction -> compaction.releaseFreeSpace(writing));
      boolean rootsFirst = setAutoVacuum(store, writing, autoVacuum);
      copy.copy(filling, roots, writing, rootsFirst);
      DatabaseCopy.copyNumbers(writing, writing);
    }
  }

  /**
   * Where the copy lies meanwhile: beside nothing, and gone when it is closed, or, where the engine
   * could remove its files as soon as they were open, even before.
   */
  private record TemporaryPlace(StoreLocation location, Optional<Path> directory)
      implements AutoCloseable {
    static TemporaryPlace of(SessionDatabase database) {
      if (database.file().isEmpty()) {
        return new TemporaryPlace(new StoreLocation.PrivateMemory(), Optional.empty());
      }
      try {
        Path directory = Files.createTempDirectory("braid-vacuum");
        return new TemporaryPlace(
            new StoreLocation.File(directory.resolve("copy.db")), Optional.of(directory));
      } catch (IOException e) {
        throw new StorageIOException(
            ResultCode.IOERR, "making a temporary directory for VACUUM failed: " + e, e);
      }
    }

    /** Removes the directory if nothing is in it any more. */
    void removeEarly() {
      try {
        if (directory.isPresent()) {
          Files.deleteIfExists(directory.get());
        }
      } catch (DirectoryNotEmptyException e) {
        // The engine's files are removed when they are closed.
      } catch (IOException e) {
        throw removingFailed(e);
      }
    }

    private static StorageIOException removingFailed(IOException cause) {
      return new StorageIOException(
          ResultCode.IOERR_DELETE, "removing VACUUM's temporary files failed: " + cause, cause);
    }

    @Override
    public void close() {
      if (directory.isEmpty() || !Files.exists(directory.get())) {
        return;
      }
      try (Stream<Path> files = Files.list(directory.get())) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory.get());
      } catch (IOException e) {
        throw removingFailed(e);
      }
    }
  }
}
