package org.braiddb.bench;

import java.util.function.Function;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.workload.Workload;
import org.braiddb.bench.workload.Workloads;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words of the command line become values; what cannot be one is told with what there is. */
final class Arguments {
  private Arguments() {}

  /** A contender by its name. */
  static final class NamedContender implements ITypeConverter<Contender> {
    @Override
    public Contender convert(String name) {
      return known(Contenders::named, name);
    }
  }

  /** A workload by its name. */
  static final class NamedWorkload implements ITypeConverter<Workload> {
    @Override
    public Workload convert(String name) {
      return known(Workloads::named, name);
    }
  }

  private static <T> T known(Function<String, T> named, String name) {
    try {
      return named.apply(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** How many there are of something that cannot be missing. */
  static final class AtLeastOne implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String word) {
      long number = word.matches("[0-9]{1,10}") ? Long.parseLong(word) : 0;
      if (number < 1 || number > Integer.MAX_VALUE) {
        throw new TypeConversionException(
            "'" + word + "' is not a whole number from 1 to " + Integer.MAX_VALUE);
      }
      return (int) number;
    }
  }

  /** What the JVM takes after {@code -Xmx}. */
  static final class HeapSize implements ITypeConverter<String> {
    @Override
    public String convert(String word) {
      if (!word.matches("[0-9]{1,9}[kKmMgG]?")) {
        throw new TypeConversionException("'" + word + "' is not a size such as 4g or 512m");
      }
      return word;
    }
  }
}
