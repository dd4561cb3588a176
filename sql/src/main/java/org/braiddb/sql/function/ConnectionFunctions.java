package org.braiddb.sql.function;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.BraidVersion;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection tells of itself: counters, versions, how the engine was built. */
final class ConnectionFunctions {
  private static final List<String> COMPILE_OPTIONS =
      List.of(
          "DEFAULT_FOREIGN_KEYS=0",
          "DEFAULT_JOURNAL_MODE=wal",
          "ENABLE_MATH_FUNCTIONS",
          "ENABLE_PERCENTILE",
          "MAX_LIKE_PATTERN_LENGTH=50000",
          "OMIT_LOAD_EXTENSION",
          "THREADSAFE=1");

  private static final Logger LOG = LoggerFactory.getLogger("org.braiddb.sql.log");

  private static final String PREFIX = "sqlite_";

  private ConnectionFunctions() {}

  static List<FunctionDefinition> definitions() {
    Set<FunctionTrait> perStatement = Set.of(FunctionTrait.INNOCUOUS);
    Set<FunctionTrait> constant = Set.of(FunctionTrait.STATEMENT_CONSTANT, FunctionTrait.INNOCUOUS);
    Arity none = Arity.exactly(0);
    Arity one = Arity.exactly(1);
    return new Definitions()
        .scalar(
            "changes",
            none,
            perStatement,
            (context, cells, n, result) -> result.setInteger(context.changes()))
        .scalar(
            "total_changes",
            none,
            perStatement,
            (context, cells, n, result) -> result.setInteger(context.totalChanges()))
        .scalar(
            "last_insert_rowid",
            none,
            perStatement,
            (context, cells, n, result) -> result.setInteger(context.lastInsertRowid()))
        .scalar(
            "sqlite_version",
            none,
            constant,
            (context, cells, n, result) -> result.setText(BraidVersion.DIALECT))
        .scalar(
            "braid_version",
            none,
            constant,
            (context, cells, n, result) -> result.setText(BraidVersion.BRAID))
        .scalar(
            "sqlite_source_id",
            none,
            constant,
            (context, cells, n, result) -> result.setText("Braid " + BraidVersion.BRAID))
        .scalar(
            "sqlite_log",
            Arity.exactly(2),
            Set.of(FunctionTrait.DIRECT_ONLY),
            ConnectionFunctions::log)
        .scalar("sqlite_compileoption_get", one, constant, ConnectionFunctions::compileOption)
        .scalar("sqlite_compileoption_used", one, constant, ConnectionFunctions::hasCompileOption)
        .scalar(
            "load_extension",
            one,
            Set.of(FunctionTrait.DIRECT_ONLY),
            ConnectionFunctions::refuseExtension)
        .scalar(
            "load_extension",
            Arity.exactly(2),
            Set.of(FunctionTrait.DIRECT_ONLY),
            ConnectionFunctions::refuseExtension)
        .list();
  }

  /** Writes its second argument to the log; the first is a result code. */
  private static void log(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell text = arguments[1];
    text.convertToText();
    LOG.info("({}) {}", arguments[0].toInteger(), text.isNull() ? "NULL" : text.decodeText());
    result.setNull();
  }

  private static void compileOption(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    long place = arguments[0].toInteger();
    if (place >= 0 && place < COMPILE_OPTIONS.size()) {
      result.setText(COMPILE_OPTIONS.get((int) place));
    } else {
      result.setNull();
    }
  }

  private static void hasCompileOption(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    if (arguments[0].type == Cell.NULL) {
      result.setNull();
      return;
    }
    arguments[0].convertToText();
    String name = AsciiCase.lower(arguments[0].decodeText());
    String wanted = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    result.setBoolean(
        COMPILE_OPTIONS.stream()
            .map(AsciiCase::lower)
            .anyMatch(option -> option.equals(wanted) || option.startsWith(wanted + "=")));
  }

  private static void refuseExtension(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    throw new StatementException(ResultCode.ERROR, "not authorized");
  }
}
