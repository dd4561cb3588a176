package org.braiddb.sql.pragma;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Program;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Facets;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.record.TextEncoding;

/** Numbers kept with a database, its pages and its log. */
final class DatabasePragmas {
  private static final int DEFAULT_PAGE_SIZE = 4096;

  /** SQLite's answer where nothing limits a database. */
  private static final long MAXIMUM_PAGES = 4294967294L;

  private DatabasePragmas() {}

  static void register(Map<String, Function<PragmaCall, Program>> known) {
    known.put("user_version", call -> header(call, Metadata.USER_VERSION, true));
    known.put("application_id", call -> header(call, Metadata.APPLICATION_ID, true));
    known.put("schema_version", call -> header(call, Metadata.SCHEMA_COOKIE, true));
    known.put("data_version", DatabasePragmas::dataVersion);
    known.put("encoding", DatabasePragmas::encoding);
    known.put("page_size", DatabasePragmas::pageSize);
    known.put("page_count", call -> pages(call, false));
    known.put("freelist_count", call -> pages(call, true));
    known.put("cache_size", DatabasePragmas::cacheSize);
    known.put("default_cache_size", DatabasePragmas::cacheSize);
    known.put("cache_spill", call -> call.fixed(1));
    known.put("mmap_size", call -> PragmaProgram.answering(Answer.of(0), call.name()));
    known.put("journal_size_limit", DatabasePragmas::journalSizeLimit);
    known.put("max_page_count", DatabasePragmas::maximumPageCount);
    known.put("auto_vacuum", DatabasePragmas::autoVacuum);
    known.put("incremental_vacuum", DatabasePragmas::incrementalVacuum);
    known.put("wal_checkpoint", DatabasePragmas::checkpoint);
    known.put("wal_autocheckpoint", DatabasePragmas::autoCheckpoint);
  }

  private static Program header(PragmaCall call, Metadata field, boolean writable) {
    int database = call.database().database();
    if (call.argument().isEmpty() || !writable) {
      return PragmaProgram.reading(
          Set.of(database),
          run -> Answer.of(run.transaction(database).metadata(field)),
          call.name());
    }
    int value = call.integer(0);
    return PragmaProgram.writing(
        database,
        run -> {
          run.transaction(database).setMetadata(field, value);
          if (field == Metadata.SCHEMA_COOKIE) {
            run.schemaChanged(database);
          }
          return new Answer();
        });
  }

  private static Program dataVersion(PragmaCall call) {
    int database = call.database().database();
    ConnectionControl control = call.control();
    return PragmaProgram.reading(
        Set.of(database),
        run -> Answer.of(control.dataVersion(database, run.transaction(database))),
        call.name());
  }

  private static Program encoding(PragmaCall call) {
    String name = call.database().catalog().encoding().pragmaName();
    if (call.argument().isEmpty()) {
      return PragmaProgram.answering(Answer.of(name), call.name());
    }
    if (!call.database().catalog().rows().isEmpty()) {
      return PragmaProgram.silent(() -> {}); // it is fixed, whatever is asked for
    }
    TextEncoding wanted =
        switch (call.argument().get().toLowerCase(Locale.ROOT)) {
          case "utf8", "utf-8" -> TextEncoding.UTF_8;
          case "utf16le", "utf-16le" -> TextEncoding.UTF_16LE;
          case "utf16be", "utf-16be" -> TextEncoding.UTF_16BE;
          // The byte order of the machine: the same file on every one.
          case "utf16", "utf-16" -> TextEncoding.UTF_16LE;
          default -> throw new StatementException("unsupported encoding: " + call.argument().get());
        };
    return PragmaProgram.silent(() -> {
      if (wanted != call.database().catalog().encoding()) {
        call.control().switchEncoding(wanted);
      }
    });
  }

  private static <F> Optional<F> facet(PragmaCall call, Class<F> type) {
    return call.control().store(call.database().database()).facet(type);
  }

  private static Program pageSize(PragmaCall call) {
    if (call.argument().isPresent()) {
      // One that exists keeps its page size; VACUUM INTO gives the copy the one asked for.
      int wanted = call.integer(0);
      boolean valid = wanted >= 512 && wanted <= 65536 && Integer.bitCount(wanted) == 1;
      return PragmaProgram.silent(() -> {
        if (valid) {
          call.settings().setNextPageSize(wanted);
          if (facet(call, Facets.PageInspection.class)
              .filter(pages -> pages.pageSize() != wanted)
              .isPresent()) {
            call.control().switchPageSize(call.database().database(), wanted);
          }
        }
      });
    }
    return PragmaProgram.connection(
        run ->
            Answer.of(
                facet(call, Facets.PageInspection.class)
                    .map(Facets.PageInspection::pageSize)
                    .orElse(DEFAULT_PAGE_SIZE)),
        call.name());
  }

  private static Program pages(PragmaCall call, boolean free) {
    int database = call.database().database();
    return PragmaProgram.reading(
        Set.of(database),
        run -> {
          Facets.PageInspection pages =
              facet(call, Facets.PageInspection.class)
                  .orElseThrow(() ->
                      StatementException.notSupported(
                          "PRAGMA "
                              + call.name()
                              + " in journal mode "
                              + call.control().journalMode(database)));
          return Answer.of(
              free
                  ? pages.freePageCount(run.transaction(database))
                  : pages.pageCount(run.transaction(database)));
        },
        call.name());
  }

  private static Program maximumPageCount(PragmaCall call) {
    int database = call.database().database();
    long wanted = call.longInteger(0);
    return PragmaProgram.reading(
        Set.of(database),
        run -> {
          Optional<Facets.PageInspection> pages = facet(call, Facets.PageInspection.class);
          if (pages.isPresent() && wanted > 0) {
            pages
                .get()
                .setMaximumPageCount(
                    Math.max(wanted, pages.get().pageCount(run.transaction(database))));
          }
          return Answer.of(
              pages.map(Facets.PageInspection::maximumPageCount).orElse(MAXIMUM_PAGES));
        },
        call.name());
  }

  /** In pages where positive, in KiB where negative. */
  private static Program cacheSize(PragmaCall call) {
    if (call.argument().isEmpty()) {
      return PragmaProgram.connection(
          run ->
              Answer.of(
                  facet(call, Facets.CacheControl.class)
                      .map(cache -> -(cache.cacheBytes() / 1024))
                      .orElse(-2000L)),
          "cache_size");
    }
    long wanted = call.integer(0);
    return PragmaProgram.silent(() -> {
      long pageSize =
          facet(call, Facets.PageInspection.class)
              .map(Facets.PageInspection::pageSize)
              .orElse(DEFAULT_PAGE_SIZE);
      long bytes = wanted < 0 ? -wanted * 1024 : wanted * pageSize;
      facet(call, Facets.CacheControl.class).ifPresent(cache -> cache.setCacheBytes(bytes));
    });
  }

  // ---- giving back space

  private static Program autoVacuum(PragmaCall call) {
    int database = call.database().database();
    if (call.argument().isEmpty()) {
      return PragmaProgram.reading(
          Set.of(database),
          run ->
              Answer.of(
                  facet(call, Facets.AutoVacuum.class)
                      .map(vacuum -> vacuum.mode(run.transaction(database)).ordinal())
                      .orElse(0)),
          call.name());
    }
    Facets.AutoVacuum.Mode mode = autoVacuumMode(call);
    if (call.control().readOnly(database)) {
      return PragmaProgram.silent(() -> call.settings().setNextAutoVacuum(mode));
    }
    return PragmaProgram.writing(
        database,
        run -> {
          call.settings().setNextAutoVacuum(mode);
          // What is refused here comes with the next VACUUM.
          facet(call, Facets.AutoVacuum.class)
              .ifPresent(vacuum -> vacuum.setMode(run.transaction(database), mode));
          return new Answer();
        });
  }

  private static Facets.AutoVacuum.Mode autoVacuumMode(PragmaCall call) {
    return switch (call.argument().orElse("").toLowerCase(Locale.ROOT)) {
      case "none" -> Facets.AutoVacuum.Mode.NONE;
      case "full" -> Facets.AutoVacuum.Mode.FULL;
      case "incremental" -> Facets.AutoVacuum.Mode.INCREMENTAL;
      default ->
          switch (call.integer(0)) {
            case 1 -> Facets.AutoVacuum.Mode.FULL;
            case 2 -> Facets.AutoVacuum.Mode.INCREMENTAL;
            default -> Facets.AutoVacuum.Mode.NONE;
          };
    };
  }

  private static Program incrementalVacuum(PragmaCall call) {
    int database = call.database().database();
    int wanted = call.integer(0);
    return PragmaProgram.writing(
        database,
        run -> {
          facet(call, Facets.AutoVacuum.class)
              .ifPresent(vacuum ->
                  vacuum.vacuum(
                      run.transaction(database), wanted <= 0 ? Integer.MAX_VALUE : wanted));
          return new Answer();
        });
  }

  // ---- the log

  private static Program checkpoint(PragmaCall call) {
    Facets.CheckpointMode mode =
        switch (call.argument().orElse("passive").toLowerCase(Locale.ROOT)) {
          case "full" -> Facets.CheckpointMode.FULL;
          case "restart" -> Facets.CheckpointMode.RESTART;
          case "truncate" -> Facets.CheckpointMode.TRUNCATE;
          default -> Facets.CheckpointMode.PASSIVE;
        };
    return PragmaProgram.connection(
        run -> checkpoint(call, mode, run.limits()), "busy", "log", "checkpointed");
  }

  /**
   * Without a schema all databases are checkpointed; as in SQLite the counts are then those of the
   * main one, and busy says whether any was.
   */
  private static Answer checkpoint(PragmaCall call, Facets.CheckpointMode mode, CallLimits limits) {
    Facets.CheckpointResult asked = checkpoint(call, call.database().database(), mode, limits);
    boolean blocked = asked.blocked();
    if (call.scope().isEmpty()) {
      for (ConnectionControl.AttachedDatabase each : call.control().attachedDatabases()) {
        if (each.number() > SchemaScopes.TEMP) {
          blocked |= checkpoint(call, each.number(), mode, limits).blocked();
        }
      }
    }
    return new Answer().add(blocked, asked.logFrames(), asked.checkpointedFrames());
  }

  private static Facets.CheckpointResult checkpoint(
      PragmaCall call, int database, Facets.CheckpointMode mode, CallLimits limits) {
    if (call.control().inUse(database)) {
      throw new StatementException(ResultCode.LOCKED, "database table is locked");
    }
    if (call.control().readOnly(database)) {
      throw new StatementException(ResultCode.READONLY, "attempt to write a readonly database");
    }
    Store store = call.control().store(database);
    Optional<Facets.Checkpointing> log = store.facet(Facets.Checkpointing.class);
    return log.isEmpty()
        ? new Facets.CheckpointResult(false, -1, -1)
        : log.get().checkpoint(mode, limits);
  }

  private static Program journalSizeLimit(PragmaCall call) {
    return PragmaProgram.connection(
        run -> {
          Optional<Facets.Checkpointing> log = facet(call, Facets.Checkpointing.class);
          if (call.argument().isPresent()) {
            log.ifPresent(l -> l.setLogSizeLimit(Math.max(-1, call.longInteger(-1))));
          }
          return Answer.of(log.map(Facets.Checkpointing::logSizeLimit).orElse(-1L));
        },
        call.name());
  }

  private static Program autoCheckpoint(PragmaCall call) {
    return PragmaProgram.connection(
        run -> {
          Optional<Facets.Checkpointing> log = facet(call, Facets.Checkpointing.class);
          if (call.argument().isPresent()) {
            log.ifPresent(l -> l.setAutoCheckpointFrames(Math.max(0, call.integer(0))));
          }
          return Answer.of(log.map(Facets.Checkpointing::autoCheckpointFrames).orElse(0));
        },
        call.name());
  }
}
