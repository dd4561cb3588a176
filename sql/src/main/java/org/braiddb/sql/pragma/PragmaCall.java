package org.braiddb.sql.pragma;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Pragma;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.ConnectionControl;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Settings;

/**
 * A PRAGMA as it was written.
 *
 * @param scope the database it is about, where it says
 * @param argument what stands after the equals sign or in parentheses
 */
record PragmaCall(
    String name,
    Optional<SchemaScopes.Scope> scope,
    Optional<String> argument,
    CompileContext context) {
  private static final Pattern INTEGER = Pattern.compile("0[xX](?<hex>[0-9a-fA-F]+)|[+-]?\\d+");

  static PragmaCall of(Pragma statement, CompileContext context) {
    Optional<SchemaScopes.Scope> scope =
        statement.name().schema().map(schema -> scope(schema, context));
    return new PragmaCall(
        NameKey.of(statement.name().name().text()),
        scope,
        statement.argument().map(Pragma.Argument::text),
        context);
  }

  private static SchemaScopes.Scope scope(Name schema, CompileContext context) {
    return context
        .schemas()
        .scope(schema.text())
        .orElseThrow(() -> new StatementException("unknown database " + schema.text()));
  }

  /** The database it is about: main where it does not say. */
  SchemaScopes.Scope database() {
    return scope.orElseGet(() -> context.schemas().scope(SchemaScopes.MAIN));
  }

  ConnectionControl control() {
    return context.control();
  }

  Settings settings() {
    return context.settings();
  }

  /** The argument as a switch: on, yes, true or a number other than 0. */
  boolean flag() {
    return switch (argument.orElse("").toLowerCase(Locale.ROOT)) {
      case "on", "yes", "true" -> true;
      case "off", "no", "false" -> false;
      default -> integer(0) != 0;
    };
  }

  /** The integer that the argument begins with; the fallback where it does not. */
  int integer(int fallback) {
    Matcher number = INTEGER.matcher(argument.orElse("").strip());
    if (!number.lookingAt()) {
      return fallback;
    }
    boolean hexadecimal = number.group("hex") != null;
    String digits = hexadecimal ? number.group("hex") : number.group();
    try {
      return Integer.parseInt(digits, hexadecimal ? 16 : 10);
    } catch (NumberFormatException e) {
      return fallback; // too large
    }
  }

  /** The same for a 64-bit integer. */
  long longInteger(long fallback) {
    try {
      return Long.decode(argument.orElse("").strip());
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  /** Whether the argument is a number. */
  boolean isInteger() {
    return argument.map(text -> text.strip().matches("[+-]?\\d+")).orElse(false);
  }

  /** A flag that can be asked for and set. */
  Program flag(BooleanSupplier value, Consumer<Boolean> setter) {
    return argument.isEmpty()
        ? PragmaProgram.connection(run -> Answer.of(value.getAsBoolean()), name)
        : PragmaProgram.silent(() -> setter.accept(flag()));
  }

  /** A number that never changes here; another is accepted where it changes nothing. */
  Program fixed(long value) {
    return argument.isEmpty()
        ? PragmaProgram.answering(Answer.of(value), name)
        : PragmaProgram.silent(() -> {});
  }

  /** A number that never changes here; asking for another answers it. */
  Program answered(long value) {
    return PragmaProgram.answering(Answer.of(value), name);
  }

  /** A switch that only permits something: it is kept and has no effect. */
  Program permission() {
    Settings settings = settings();
    return flag(() -> settings.bound(name) != 0, on -> settings.setBound(name, on ? 1 : 0));
  }

  /** A number that only permits something, kept between 0 and a maximum; setting answers it. */
  Program bound(int maximum) {
    Settings settings = settings();
    return PragmaProgram.connection(
        run -> {
          int wanted = integer(-1);
          if (wanted >= 0) {
            settings.setBound(name, Math.min(wanted, maximum));
          }
          return Answer.of(settings.bound(name));
        },
        name);
  }
}
