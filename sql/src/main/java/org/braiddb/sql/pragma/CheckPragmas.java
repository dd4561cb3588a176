package org.braiddb.sql.pragma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.change.TableAudit;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Tree;

/** integrity_check, quick_check and foreign_key_check. */
final class CheckPragmas {
  private static final int DEFAULT_MAXIMUM = 100;

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
    private final int maximum;

    Findings(int maximum) {
      this.maximum = maximum;
    }

    boolean add(String finding) {
      if (answer.size() < maximum) {
        answer.add(finding);
      }
      return answer.size() < maximum;
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
          scopes.forEach(scope -> check(call, scope, quick, run, findings, maximum));
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
      PragmaCall call,
      SchemaScopes.Scope scope,
      boolean quick,
      RunContext run,
      Findings findings,
      int maximum) {
    List<TableDefinition> tables = tables(call, scope);
    if (call.argument().isEmpty() || call.isInteger()) {
      call.control()
          .store(scope.database())
          .facet(Facets.IntegrityCheck.class)
          .ifPresent(check ->
              check.check(run.transaction(scope.database()), trees(scope), maximum, findings::add));
    }
    for (TableDefinition table : tables) {
      if (!table.unsupported().isEmpty()) {
        findings.add(table.unsupported().getFirst());
        continue;
      }
      try (TableAudit audit = new TableAudit(table, scope, call.context(), run)) {
        audit.integrity(quick, findings::add);
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
        for (IndexDefinition index : table.indexes()) {
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
