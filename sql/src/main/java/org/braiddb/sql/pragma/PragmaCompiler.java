package org.braiddb.sql.pragma;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.braiddb.sql.ast.Pragma;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Settings;

/** Makes programs of PRAGMA statements; holds the table of all that are known. */
public final class PragmaCompiler {
  private static final Map<String, Function<PragmaCall, Program>> KNOWN = new TreeMap<>();
  private static final Set<String> FOR_CONNECTION =
      Set.of("busy_timeout", "foreign_keys", "isolation", "query_only");

  static {
    ConnectionPragmas.register(KNOWN);
    DatabasePragmas.register(KNOWN);
    SchemaPragmas.register(KNOWN);
    CheckPragmas.register(KNOWN);
    KNOWN.put("pragma_list", PragmaCompiler::list);
    KNOWN.put("optimize", OptimizePragma::compile);
    KNOWN.put("writable_schema", PragmaCompiler::writableSchema);
  }

  private PragmaCompiler() {}

  /** Whether it only sets or tells something of the connection. */
  public static boolean isForConnection(Pragma statement) {
    return FOR_CONNECTION.contains(statement.name().name().text().toLowerCase(Locale.ROOT));
  }

  /** Compiles a statement; an unknown name gives a program that does nothing. */
  public static Program compile(Pragma statement, CompileContext context) {
    return compile(PragmaCall.of(statement, context));
  }

  static Program compile(PragmaCall call) {
    Function<PragmaCall, Program> known = KNOWN.get(call.name());
    return known == null ? PragmaProgram.silent(() -> {}) : known.apply(call);
  }

  private static Program list(PragmaCall call) {
    Answer answer = new Answer();
    KNOWN.keySet().forEach(answer::add);
    return PragmaProgram.answering(answer, "name");
  }

  /** Off as RESET switches it, the schemas are read anew, whatever the cookie says. */
  private static Program writableSchema(PragmaCall call) {
    Settings settings = call.settings();
    if (call.argument().isEmpty()) {
      return PragmaProgram.connection(run -> Answer.of(settings.writableSchema()), call.name());
    }
    boolean reset = call.argument().get().equalsIgnoreCase("reset");
    boolean on = !reset && call.flag();
    return PragmaProgram.silent(() -> {
      settings.setWritableSchema(on);
      if (reset) {
        call.control().forgetSchemas();
      }
      call.control().recompileAll();
    });
  }
}
