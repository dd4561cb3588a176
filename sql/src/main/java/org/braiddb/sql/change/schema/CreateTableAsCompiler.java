package org.braiddb.sql.change.schema;

import java.util.List;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.bind.OutputColumn;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.change.TableLoader;
import org.braiddb.sql.execute.SelectProgram;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;

/** CREATE TABLE ... AS SELECT. */
final class CreateTableAsCompiler {
  /** Above this many characters SQLite puts every column on a line of its own. */
  private static final int ONE_LINE = 50;

  private final CompileContext context;

  CreateTableAsCompiler(CompileContext context) {
    this.context = context;
  }

  Program compile(String name, Select query, SchemaScopes.Scope scope) {
    SelectProgram program = SelectProgram.ofDefinition(query, context);
    List<String> names = program.outputs().stream().map(OutputColumn::name).toList();
    List<Affinity> affinities =
        program.outputs().stream().map(o -> o.affinity().orElse(Affinity.BLOB)).toList();
    String sql = definition(name, names, affinities);
    return new SchemaProgram(
        scope.database(),
        program.reads(),
        run -> create(run, scope, name, sql, program, affinities));
  }

  private static void create(
      RunContext run,
      SchemaScopes.Scope scope,
      String name,
      String sql,
      SelectProgram query,
      List<Affinity> affinities) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    long root = writer.transaction().createTree(TreeKind.TABLE);
    writer.add("table", name, name, root, sql);
    try (Run rows = query.start(run)) {
      TableLoader.load(rows, affinities, new Tree.Table(root, name), scope.database(), run);
    }
    writer.finish();
  }

  private static String definition(String table, List<String> names, List<Affinity> affinities) {
    int length = quotedLength(table);
    for (String name : names) {
      length += quotedLength(name) + 5;
    }
    boolean oneLine = length < ONE_LINE;
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(SqlNames.quoted(table));
    sql.append('(');
    for (int i = 0; i < names.size(); i++) {
      sql.append(i == 0 ? (oneLine ? "" : "\n  ") : (oneLine ? "," : ",\n  "));
      sql.append(SqlNames.quoted(names.get(i))).append(type(affinities.get(i)));
    }
    return sql.append(oneLine ? ")" : "\n)").toString();
  }

  private static int quotedLength(String name) {
    return name.length() + 2 + (int) name.chars().filter(c -> c == '"').count();
  }

  private static String type(Affinity affinity) {
    return switch (affinity) {
      case BLOB -> "";
      case TEXT -> " TEXT";
      case NUMERIC -> " NUM";
      case INTEGER -> " INT";
      case REAL -> " REAL";
    };
  }
}
