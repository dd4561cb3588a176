package org.braiddb.blackbox.install;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Lambdas, switches, texts and records of every kind that the build of the driver's jar links. */
@SuppressWarnings("SystemOut") // its output is what is looked at
final class LinkedShapes {
  private static final StringBuilder OUT = new StringBuilder();

  private final String name;

  private LinkedShapes(String name) {
    this.name = name;
  }

  /** A functional interface whose argument and result are of type variables with bounds. */
  interface Reduction<N extends Number, R extends Comparable<R>> {
    R of(N number, long factor, double share);

    default Reduction<N, R> twice() {
      return (number, factor, share) -> of(number, factor * 2, share);
    }
  }

  sealed interface Shape permits Circle, Square, Named {}

  record Circle(double radius) implements Shape {}

  @SuppressWarnings("ArrayRecordComponent") // how it is compared is what is looked at
  record Square(int side, long[] tags) implements Shape {}

  record Named(String text, boolean big, byte b, char c, short s, float f, Object rest)
      implements Shape {}

  private static String kind(Object any) {
    return switch (any) {
      case Circle(double radius) when radius > 10 -> "large circle";
      case Circle circle -> "circle " + circle.radius();
      case Square square -> "square " + square.side();
      case long[] numbers -> "numbers " + numbers.length;
      case Named named -> "named";
      case String text -> "text";
      default -> "something";
    };
  }

  private String greet(String greeting, int times) {
    return greeting + name + times;
  }

  private Supplier<String> ownName(char mark, long number, double real, boolean yes) {
    return () -> name + mark + number + real + yes;
  }

  static long widened(long value) {
    return value + 1;
  }

  static <T> T same(T value) {
    return value;
  }

  private static void say(Object value) {
    OUT.append(value).append('\n');
  }

  private static void functions() {
    IntFunction<Object> boxed = Integer::valueOf;
    Function<Integer, Long> widening = value -> widened(value);
    ToLongFunction<Integer> unboxing = LinkedShapes::widened;
    IntToLongFunction primitive = LinkedShapes::widened;
    IntBinaryOperator largest = Math::max;
    IntUnaryOperator adding = value -> value + 1;
    ToDoubleFunction<Long> real = Long::doubleValue;
    Function<Object, Object> identity = LinkedShapes::same;
    ToLongFunction<Long> generic = LinkedShapes::same;
    Function<String, LinkedShapes> constructor = LinkedShapes::new;
    BiFunction<LinkedShapes, String, String> unbound = (shapes, text) -> shapes.greet(text, 2);
    IntFunction<long[]> array = long[]::new;
    Reduction<Integer, String> reduction = (number, factor, share) -> number * factor * share + "";
    say(boxed.apply(3));
    say(widening.apply(4));
    say(unboxing.applyAsLong(5));
    say(primitive.applyAsLong(6) + largest.applyAsInt(1, 2) + adding.applyAsInt(5));
    say(real.applyAsDouble(7L));
    say("is " + identity.apply("same") + generic.applyAsLong(8L));
    say(unbound.apply(constructor.apply("Ann"), "hello "));
    say(array.apply(9).length);
    say(reduction.twice().of(2, 3, 0.5));
    say(new LinkedShapes("Bob").ownName('!', 1L << 40, 1.5, true).get());
    List<String> texts = new ArrayList<>(List.of("b", "c", "a"));
    texts.sort(Comparator.<String>naturalOrder().reversed());
    texts.forEach(LinkedShapes::say);
    Runnable dropping = () -> texts.add("d");
    dropping.run();
    Supplier<Supplier<String>> nested = () -> () -> texts.getLast() + texts.size();
    say(nested.get().get());
  }

  private static void records() {
    Object list = List.of(1, 2);
    Named one = new Named("x", true, (byte) 1, 'c', (short) 2, 0.0f, list);
    say(one.equals(new Named("x", true, (byte) 1, 'c', (short) 2, 0.0f, List.of(1, 2))));
    say(one.equals(new Named("x", true, (byte) 1, 'c', (short) 2, -0.0f, list)));
    say(one.equals(new Named("x", true, (byte) 1, 'd', (short) 2, 0.0f, list)));
    say(one.equals(list));
    say(new Circle(Double.NaN).equals(new Circle(Double.NaN)));
    say(new Square(1, new long[1]).equals(new Square(1, new long[1])));
    Named alike = new Named("x", true, (byte) 1, 'c', (short) 2, 0.0f, List.of(1, 2));
    say(one.hashCode() == alike.hashCode());
    say(one);
  }

  public static void main(String[] arguments) {
    functions();
    records();
    for (Object any :
        new Object[] {new Circle(11), new Circle(2), new Square(3, null), new long[4], "t", 5}) {
      say(kind(any));
    }
    byte small = 1;
    short medium = 2;
    Object nothing = null;
    char[] letters = {'a'};
    say("\1" + small + medium + '\2' + nothing + 1.5f + (letters.length > 1) + "" + 3L);
    System.out.print(OUT);
  }
}
