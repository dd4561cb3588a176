package org.braiddb.sql.pragma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.change.TableAudit;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Facets;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.MalformedRecordException;

/** integrity_check, quick_check and foreign_key_check. */
final class CheckPragmas {
  private static final int DEFAULT_MAXIMUM = 100;
  private static final Set<String> TYPES = Set.of("table", "index", "view", "trigger");
  private static final String MALFORMED = "database disk image is malformed";

  private CheckPragmas() {}

  static void register(Map<String, Function<PragmaCall, Program>> known) {
    known.put("integrity_check", call -> integrity(call, false));
    known.put("quick_check", call -> integrity(call, true));
    known.put("foreign_key_check", CheckPragmas::foreignKeys);
  }

  private static Set<Integer> databases(List<SchemaScopes.Scope> scopes) {
    return scopes.stream().map(SchemaScopes.Scope::database).collect(Collectors.toSet());
  }

  // ---- integrity_check

  /** Collects findings up to a number. */
  private static final class Findings {
    private final Answer answer = new Answer();
    private int left;

    Findings(int maximum) {
      this.left = maximum;
    }

    int left() {
      return left;
    }

    boolean add(String finding) {
      if (left > 0) {
        answer.add(finding);
        left--;
      }
      return left > 0;
    }

    /** What was found below rows, which SQLite gives as one text. */
    void addAll(String database, List<String> lines) {
      if (!lines.isEmpty()) {
        answer.add("*** in database " + database + " ***\n" + String.join("\n", lines));
        left -= lines.size();
      }
    }

    Answer answer() {
      return answer.size() == 0 ? answer.add("ok") : answer;
    }
  }

  private static Program integrity(PragmaCall call, boolean quick) {
    List<SchemaScopes.Scope> scopes =
        call.scope().map(List::of).orElse(call.context().schemas().scopes()).stream()
            .filter(scope -> isThere(call, scope))
            .toList();
    if (call.argument().isPresent()
        && !call.isInteger()
        && scopes.stream().allMatch(scope -> tables(call, scope).isEmpty())) {
      throw new StatementException("no such table: " + call.argument().get());
    }
    return PragmaProgram.reading(
        databases(scopes),
        run -> {
          int maximum = call.isInteger() ? Math.max(1, call.integer(1)) : DEFAULT_MAXIMUM;
          Findings findings = new Findings(maximum);
          scopes.forEach(scope -> check(call, scope, quick, run, findings));
          return findings.answer();
        },
        call.name());
  }

  /** The temporary database is there once something was put into it. */
  private static boolean isThere(PragmaCall call, SchemaScopes.Scope scope) {
    return call.control().attachedDatabases().stream()
        .anyMatch(attached -> attached.number() == scope.database());
  }

  private static void check(
      PragmaCall call, SchemaScopes.Scope scope, boolean quick, RunContext run, Findings findings) {
    List<TableDefinition> tables = tables(call, scope);
    Optional<Facets.IntegrityCheck> trees =
        call.control().store(scope.database()).facet(Facets.IntegrityCheck.class);
    boolean counted = trees.isPresent() && (call.argument().isEmpty() || call.isInteger());
    if (counted && findings.left() > 0) {
      checkTrees(trees.get(), scope, run, findings);
    }
    for (TableDefinition table : tables) {
      if (findings.left() <= 0) {
        return;
      }
      if (!table.unsupported().isEmpty()) {
        findings.add(table.unsupported().getFirst());
        continue;
      }
      try (TableAudit audit = new TableAudit(table, scope, call.context(), run)) {
        audit.integrity(quick, counted, findings::add);
      } catch (CorruptException | MalformedRecordException e) {
        // What comes after it cannot be read either.
        String text = String.valueOf(e.getMessage());
        findings.add(text.startsWith(MALFORMED) ? text : MALFORMED + ": " + text);
        return;
      }
    }
  }

  private static void checkTrees(
      Facets.IntegrityCheck check, SchemaScopes.Scope scope, RunContext run, Findings findings) {
    requireSchema(scope);
    List<Tree> trees = trees(scope);
    List<String> lines = new ArrayList<>();
    long[] entries =
        check.check(run.transaction(scope.database()), trees, findings.left(), lines::add);
    findings.addAll(scope.name(), lines);
    long rows = 0;
    for (int i = 0; i < entries.length && findings.left() > 0; i++) {
      switch (trees.get(i)) {
        case Tree.Table table -> rows = entries[i];
        case Tree.Clustered table -> rows = entries[i];
        case Tree.Index index -> {
          boolean whole =
              scope
                  .catalog()
                  .index(index.name())
                  .map(definition -> definition.where().isEmpty())
                  .orElse(false);
          if (whole && rows >= 0 && entries[i] >= 0 && entries[i] != rows) {
            findings.add("wrong # of entries in index " + index.name());
          }
        }
      }
    }
  }

  /** Trees of definitions that cannot be understood would be reported as pages never used. */
  private static void requireSchema(SchemaScopes.Scope scope) {
    for (Relation relation : scope.catalog().relations()) {
      if (relation instanceof UnsupportedRelation unsupported && !unsupported.virtual()) {
        throw new StatementException(ResultCode.CORRUPT, unsupported.message());
      }
    }
    for (SchemaRow row : scope.catalog().rows()) {
      if (!TYPES.contains(row.type())) {
        throw new StatementException(
            ResultCode.CORRUPT, "malformed database schema (" + row.name() + ")");
      }
    }
  }

  private static List<TableDefinition> tables(PragmaCall call, SchemaScopes.Scope scope) {
    List<TableDefinition> tables = new ArrayList<>();
    for (Relation relation : scope.catalog().relations()) {
      boolean wanted =
          call.argument().isEmpty()
              || call.isInteger()
              || NameKey.of(call.argument().get()).equals(NameKey.of(relation.name()));
      if (wanted && relation instanceof TableDefinition table) {
        tables.add(table);
      }
    }
    return tables;
  }

  private static List<Tree> trees(SchemaScopes.Scope scope) {
    List<Tree> trees = new ArrayList<>();
    for (Relation relation : scope.catalog().relations()) {
      if (relation instanceof TableDefinition table) {
        trees.add(table.tree());
        // In SQLite's order: the newest first.
        for (IndexDefinition index : table.indexes().reversed()) {
          index.tree().ifPresent(trees::add);
        }
      }
    }
    return trees;
  }

  // ---- foreign_key_check

  private static Program foreignKeys(PragmaCall call) {
    List<SchemaScopes.Scope> scopes = call.scope().map(List::of).orElse(List.of(call.database()));
    return PragmaProgram.reading(
        databases(scopes),
        run -> {
          Answer answer = new Answer();
          for (SchemaScopes.Scope scope : scopes) {
            foreignKeys(call, scope, run, answer);
          }
          return answer;
        },
        "table",
        "rowid",
        "parent",
        "fkid");
  }

  private static void foreignKeys(
      PragmaCall call, SchemaScopes.Scope scope, RunContext run, Answer answer) {
    if (call.argument().isPresent() && scope.catalog().relation(call.argument().get()).isEmpty()) {
      throw new StatementException("no such table: " + call.argument().get());
    }
    for (TableDefinition table : tables(call, scope)) {
      if (!table.foreignKeys().isEmpty()) {
        try (TableAudit audit = new TableAudit(table, scope, call.context(), run)) {
          audit.orphans(scope, (rowid, parent, id) -> answer.add(table.name(), rowid, parent, id));
        }
      }
    }
  }
}
