package org.braiddb.sql.function.datetime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.braiddb.sql.function.Arity;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.TextBuilder;

/** The date and time functions. */
public final class DateTimeFunctions {
  private static final int FIXED_FORM_BYTES = 32;

  private static final Set<FunctionTrait> TRAITS =
      Set.of(FunctionTrait.STATEMENT_CONSTANT, FunctionTrait.INNOCUOUS);

  private DateTimeFunctions() {}

  /** Their definitions. */
  public static List<FunctionDefinition> definitions() {
    List<FunctionDefinition> list = new ArrayList<>();
    ScalarFunction date = fixed(MomentFormat::date);
    ScalarFunction time = fixed(MomentFormat::time);
    ScalarFunction dateTime = fixed(DateTimeFunctions::dateAndTime);
    add(list, "date", Arity.any(), date);
    add(list, "time", Arity.any(), time);
    add(list, "datetime", Arity.any(), dateTime);
    add(list, "julianday", Arity.any(), DateTimeFunctions::julianDay);
    add(list, "unixepoch", Arity.any(), DateTimeFunctions::unixEpoch);
    add(list, "strftime", Arity.any(), DateTimeFunctions::format);
    add(list, "timediff", Arity.exactly(2), DateTimeFunctions::difference);
    add(list, "current_date", Arity.exactly(0), date);
    add(list, "current_time", Arity.exactly(0), time);
    add(list, "current_timestamp", Arity.exactly(0), dateTime);
    return list;
  }

  private static void add(
      List<FunctionDefinition> list, String name, Arity arity, ScalarFunction body) {
    list.add(new FunctionDefinition.Scalar(name, arity, TRAITS, body));
  }

  /** A function that shows a moment in one form. */
  private static ScalarFunction fixed(BiConsumer<Moment, TextBuilder> form) {
    return (context, arguments, count, result) -> {
      Moment moment = MomentReader.read(context, arguments, 0, count);
      if (moment == null) {
        result.setNull();
        return;
      }
      TextBuilder output = new TextBuilder(FIXED_FORM_BYTES, FIXED_FORM_BYTES);
      form.accept(moment, output);
      output.finishText(result);
    };
  }

  private static void dateAndTime(Moment moment, TextBuilder output) {
    MomentFormat.date(moment, output);
    MomentFormat.time(moment, output.append(' '));
  }

  private static void julianDay(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Moment moment = MomentReader.read(context, arguments, 0, count);
    if (moment == null) {
      result.setNull();
    } else {
      result.setReal(moment.julian / 86_400_000.0);
    }
  }

  private static void unixEpoch(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Moment moment = MomentReader.read(context, arguments, 0, count);
    if (moment == null) {
      result.setNull();
    } else if (moment.showFraction) {
      result.setReal((moment.julian - Moment.UNIX_EPOCH) / 1000.0);
    } else {
      result.setInteger(moment.julian / 1000 - Moment.UNIX_EPOCH / 1000);
    }
  }

  private static void format(FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setNull();
    if (count == 0 || arguments[0].type == Cell.NULL) {
      return;
    }
    arguments[0].convertToText();
    Moment moment = MomentReader.read(context, arguments, 1, count);
    if (moment == null) {
      return;
    }
    TextBuilder output = new TextBuilder(FIXED_FORM_BYTES, context.maximumLength());
    if (MomentFormat.format(arguments[0], moment, output)) {
      output.finishText(result);
    }
  }

  private static void difference(
      FunctionContext context, Cell[] arguments, int count, Cell result) {
    Moment to = MomentReader.read(context, arguments, 0, 1);
    Moment from = MomentReader.read(context, arguments, 1, 2);
    if (to == null || from == null) {
      result.setNull();
      return;
    }
    TextBuilder output = new TextBuilder(FIXED_FORM_BYTES, FIXED_FORM_BYTES);
    TimeDifference.append(to, from, output);
    output.finishText(result);
  }
}
