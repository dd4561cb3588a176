package org.braiddb.sql.pragma;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.ConflictDiary;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Optimization;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;

/** Settings of the connection. */
final class ConnectionPragmas {
  private static final int MAXIMUM_THREADS = 8;
  private static final int TEMP_STORE_MEMORY = 2;

  private ConnectionPragmas() {}

  static void register(Map<String, Function<PragmaCall, Program>> known) {
    known.put("journal_mode", ConnectionPragmas::journalMode);
    known.put("synchronous", ConnectionPragmas::synchronous);
    known.put("busy_timeout", ConnectionPragmas::busyTimeout);
    known.put("foreign_keys", ConnectionPragmas::foreignKeys);
    known.put("isolation", ConnectionPragmas::isolation);
    known.put("conflict_diary", ConnectionPragmas::conflictDiary);
    known.put(
        "defer_foreign_keys",
        call -> {
          Settings settings = call.settings();
          return call.argument().isEmpty()
              ? PragmaProgram.connection(run -> Answer.of(settings.deferForeignKeys()), call.name())
              : PragmaProgram.silent(() -> {
                // It ends with the transaction: outside of one at once.
                if (!call.control().autocommit()) {
                  settings.setDeferForeignKeys(call.flag());
                  call.control().recompileAll(); // which keys have to lead somewhere
                }
              });
        });
    known.put(
        "case_sensitive_like",
        call ->
            PragmaProgram.silent(() -> {
              if (call.argument().isPresent()) {
                call.settings().setCaseSensitiveLike(call.flag());
                call.control().recompileAll();
              }
            }));
    known.put(
        "ignore_check_constraints",
        call -> {
          Settings s = call.settings();
          return call.flag(s::ignoreCheckConstraints, s::setIgnoreCheckConstraints);
        });
    known.put(
        "query_only",
        call -> {
          Settings s = call.settings();
          return call.flag(s::queryOnly, s::setQueryOnly);
        });
    known.put(
        "recursive_triggers",
        call -> {
          Settings s = call.settings();
          return call.flag(
              s::recursiveTriggers,
              value -> {
                s.setRecursiveTriggers(value);
                // What REPLACE sets off is compiled with the statement.
                call.control().recompileAll();
              });
        });
    known.put(
        "legacy_alter_table",
        call -> {
          Settings s = call.settings();
          return call.flag(s::legacyAlterTable, s::setLegacyAlterTable);
        });
    known.put("locking_mode", ConnectionPragmas::lockingMode);
    known.put(
        "automatic_index",
        call ->
            call.flag(
                () -> call.settings().optimizations().contains(Optimization.HASH_JOIN),
                on -> optimize(call, Optimization.HASH_JOIN, on)));
    known.put("braid_optimizations", ConnectionPragmas::optimizations);
    registerFixed(known);
    registerPermissions(known);
    registerCompiled(known);
  }

  /** Answers what is on; sets one by its name, off with a minus before it, or {@code all}. */
  private static Program optimizations(PragmaCall call) {
    if (call.argument().isEmpty()) {
      return PragmaProgram.connection(
          run -> {
            Answer answer = new Answer();
            for (Optimization optimization : Optimization.values()) {
              boolean on = call.settings().optimizations().contains(optimization);
              answer.add(optimization.label(), on);
            }
            return answer;
          },
          "name",
          "enabled");
    }
    String argument = call.argument().get().strip().toLowerCase(Locale.ROOT);
    boolean on = !argument.startsWith("-");
    String name = on ? argument : argument.substring(1);
    List<Optimization> named =
        Arrays.stream(Optimization.values())
            .filter(o -> name.equals("all") || name.equals(o.label()))
            .toList();
    if (named.isEmpty()) {
      throw new StatementException("no such optimization: " + name);
    }
    return PragmaProgram.silent(() -> named.forEach(o -> optimize(call, o, on)));
  }

  private static void optimize(PragmaCall call, Optimization optimization, boolean on) {
    call.settings().setOptimization(optimization, on);
    call.control().recompileAll();
  }

  /** Settings whose value is always this one; others may be asked for but change nothing. */
  private static void registerFixed(Map<String, Function<PragmaCall, Program>> known) {
    known.put("hard_heap_limit", call -> call.answered(0));
    known.put("secure_delete", call -> call.answered(0));
    known.put("shrink_memory", call -> PragmaProgram.silent(() -> {}));
    known.put("soft_heap_limit", call -> call.answered(0));
  }

  /** Settings that compiling looks at. */
  private static void registerCompiled(Map<String, Function<PragmaCall, Program>> known) {
    compiled(known, "count_changes", Settings::countChanges, Settings::setCountChanges);
    compiled(known, "full_column_names", Settings::fullColumnNames, Settings::setFullColumnNames);
    compiled(
        known,
        "reverse_unordered_selects",
        Settings::reverseUnorderedSelects,
        Settings::setReverseUnorderedSelects);
    compiled(
        known, "short_column_names", Settings::shortColumnNames, Settings::setShortColumnNames);
    compiled(known, "trusted_schema", Settings::trustedSchema, Settings::setTrustedSchema);
  }

  private static void compiled(
      Map<String, Function<PragmaCall, Program>> known,
      String name,
      Predicate<Settings> value,
      BiConsumer<Settings, Boolean> setter) {
    known.put(
        name,
        call ->
            call.flag(
                () -> value.test(call.settings()),
                on -> {
                  setter.accept(call.settings(), on);
                  call.control().recompileAll();
                }));
  }

  /** Settings that permit what Braid does without, or better. */
  private static void registerPermissions(Map<String, Function<PragmaCall, Program>> known) {
    known.put("cell_size_check", PragmaCall::permission);
    known.put("empty_result_callbacks", PragmaCall::permission);
    known.put("checkpoint_fullfsync", PragmaCall::permission);
    known.put("fullfsync", PragmaCall::permission);
    known.put("read_uncommitted", PragmaCall::permission);
    known.put("analysis_limit", call -> call.bound(Integer.MAX_VALUE));
    known.put("threads", call -> call.bound(MAXIMUM_THREADS));
    known.put("temp_store", ConnectionPragmas::tempStore);
    known.put(
        "temp_store_directory",
        call ->
            call.argument().isEmpty()
                ? PragmaProgram.answering(new Answer(), call.name())
                : PragmaProgram.silent(() -> {}));
  }

  /** The temporary database is in memory: files may be asked for, and the default stays. */
  private static Program tempStore(PragmaCall call) {
    Settings settings = call.settings();
    if (call.argument().isEmpty()) {
      return PragmaProgram.connection(run -> Answer.of(settings.bound(call.name())), call.name());
    }
    boolean memory =
        call.argument().get().equalsIgnoreCase("memory") || call.integer(0) == TEMP_STORE_MEMORY;
    return PragmaProgram.silent(
        () -> settings.setBound(call.name(), memory ? TEMP_STORE_MEMORY : 0));
  }

  private static Program journalMode(PragmaCall call) {
    ConnectionControl control = call.control();
    int database = call.database().database();
    Optional<String> wanted = call.argument();
    return PragmaProgram.connection(
        run -> {
          wanted.ifPresent(mode -> switchMode(control, call, mode));
          return Answer.of(control.journalMode(database));
        },
        "journal_mode");
  }

  private static void switchMode(ConnectionControl control, PragmaCall call, String mode) {
    if (call.scope().isPresent()) {
      control.switchJournalMode(call.database().database(), mode);
      return;
    }
    // Without a schema name every database is meant, as in SQLite; temp keeps its own.
    for (ConnectionControl.AttachedDatabase attached : control.attachedDatabases()) {
      if (attached.number() != SchemaScopes.TEMP) {
        control.switchJournalMode(attached.number(), mode);
      }
    }
  }

  private static Program synchronous(PragmaCall call) {
    ConnectionControl control = call.control();
    int database = call.database().database();
    if (call.argument().isEmpty()) {
      return PragmaProgram.connection(
          run -> Answer.of(control.durability(database).ordinal()), call.name());
    }
    Durability level = durability(call);
    return PragmaProgram.silent(() -> {
      if (!control.autocommit()) {
        throw new StatementException("Safety level may not be changed inside a transaction");
      }
      control.setDurability(database, level);
    });
  }

  private static Durability durability(PragmaCall call) {
    return switch (call.argument().orElse("").toLowerCase(Locale.ROOT)) {
      case "off", "no", "false" -> Durability.OFF;
      case "normal", "on", "yes", "true" -> Durability.NORMAL;
      case "full" -> Durability.FULL;
      case "extra" -> Durability.EXTRA;
      default -> Durability.values()[Math.floorMod(call.integer(1), Durability.values().length)];
    };
  }

  private static Program busyTimeout(PragmaCall call) {
    ConnectionControl control = call.control();
    return PragmaProgram.connection(
        run -> {
          if (call.argument().isPresent()) {
            control.setBusyTimeout(Duration.ofMillis(Math.max(0, call.integer(0))));
          }
          return Answer.of(call.settings().busyTimeout().toMillis());
        },
        "timeout");
  }

  private static Program foreignKeys(PragmaCall call) {
    Settings settings = call.settings();
    if (call.argument().isEmpty()) {
      return PragmaProgram.connection(run -> Answer.of(settings.foreignKeys()), call.name());
    }
    return PragmaProgram.silent(() -> {
      // Inside a transaction it does nothing, as in SQLite.
      if (call.control().autocommit()) {
        settings.setForeignKeys(call.flag());
        call.control().recompileAll();
      }
    });
  }

  /** Answers the level in force: at least the one asked for, one that the journal mode has. */
  private static Program isolation(PragmaCall call) {
    ConnectionControl control = call.control();
    int database = call.database().database();
    return PragmaProgram.connection(
        run -> {
          call.argument()
              .ifPresent(text -> control.setIsolation(database, level(control, database, text)));
          return Answer.of(control.isolation(database).name().toLowerCase(Locale.ROOT));
        },
        call.name());
  }

  private static IsolationLevel level(ConnectionControl control, int database, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "snapshot" -> IsolationLevel.SNAPSHOT;
      case "serializable" -> IsolationLevel.SERIALIZABLE;
      default ->
          throw new StatementException(
              "unknown isolation level: "
                  + text
                  + " (journal mode "
                  + control.journalMode(database)
                  + " has: "
                  + control.isolationLevels(database)
                  + ")");
    };
  }

  /** Whether conflicts are counted for {@code braid_conflicts}; "clear" forgets the counts. */
  private static Program conflictDiary(PragmaCall call) {
    ConnectionControl control = call.control();
    int database = call.database().database();
    return PragmaProgram.connection(
        run -> {
          ConflictDiary diary = control.conflictDiary(database);
          if (call.argument().map(text -> text.equalsIgnoreCase("clear")).orElse(false)) {
            diary.clear();
          } else if (call.argument().isPresent()) {
            diary.setEnabled(call.flag());
          }
          return Answer.of(diary.enabled());
        },
        call.name());
  }

  private static Program lockingMode(PragmaCall call) {
    // A store holds what the mode "exclusive" holds, but connections of the process share it.
    return PragmaProgram.answering(Answer.of("normal"), call.name());
  }
}
