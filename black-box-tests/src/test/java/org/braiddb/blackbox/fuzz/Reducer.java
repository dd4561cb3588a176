package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a failing script short: leaves out statements, then words of the statements, as long as it
 * fails in the same way (delta debugging). Words are left out in runs of halving length and in
 * parentheses; what is no SQL any more fails on both engines alike and is not kept.
 */
final class Reducer {
  private static final Pattern WORD =
      Pattern.compile("'(?:[^']|'')*'|[xX]'[0-9a-fA-F]*'|[\\w.]+|<>|<=|>=|\\|\\||<<|>>|\\S");

  private final Predicate<List<String>> fails;

  Reducer(Predicate<List<String>> fails) {
    this.fails = fails;
  }

  List<String> reduce(List<String> script) {
    List<String> reduced = without(script, fails);
    boolean shorter = true;
    while (shorter) {
      int before = length(reduced);
      for (int i = reduced.size() - 1; i >= 0; i--) {
        reduced = withShorterStatement(reduced, i);
      }
      reduced = without(reduced, fails);
      shorter = length(reduced) < before;
    }
    return reduced;
  }

  private static int length(List<String> script) {
    return script.stream().mapToInt(String::length).sum();
  }

  private List<String> withShorterStatement(List<String> script, int index) {
    Predicate<List<String>> stillFails =
        words -> fails.test(withStatement(script, index, String.join(" ", words)));
    List<String> words = words(script.get(index));
    if (!stillFails.test(words)) {
      return script;
    }
    words = without(words, stillFails);
    words = withoutParentheses(words, stillFails);
    return withStatement(script, index, String.join(" ", without(words, stillFails)));
  }

  private static List<String> withStatement(List<String> script, int index, String sql) {
    List<String> changed = new ArrayList<>(script);
    changed.set(index, sql);
    return changed;
  }

  private static List<String> words(String sql) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(sql);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** Leaves out runs of items, long ones first. */
  private static List<String> without(List<String> items, Predicate<List<String>> fails) {
    List<String> left = items;
    for (int size = Math.max(1, items.size() / 2);
        size >= 1;
        size = size == 1 ? 0 : (size + 1) / 2) {
      for (int at = left.size() - size; at >= 0; at--) {
        List<String> shorter = new ArrayList<>(left);
        shorter.subList(at, at + size).clear();
        if (fails.test(shorter)) {
          left = shorter;
          at = Math.min(at, left.size() - size + 1);
        }
      }
    }
    return left;
  }

  /** Puts NULL or 1 in the place of what is in parentheses, or takes a pair of them away. */
  private static List<String> withoutParentheses(
      List<String> items, Predicate<List<String>> fails) {
    List<String> left = items;
    for (int at = 0; at < left.size(); at++) {
      int end = left.get(at).equals("(") ? closing(left, at) : -1;
      if (end < 0) {
        continue;
      }
      for (List<String> shorter : variants(left, at, end)) {
        if (fails.test(shorter)) {
          left = shorter;
          break;
        }
      }
    }
    return left;
  }

  private static List<List<String>> variants(List<String> items, int open, int close) {
    List<String> one = new ArrayList<>(items);
    one.subList(open, close + 1).clear();
    one.add(open, "1");
    List<String> bare = new ArrayList<>(items);
    bare.remove(close);
    bare.remove(open);
    List<String> gone = new ArrayList<>(items);
    gone.subList(open, close + 1).clear();
    List<String> called = new ArrayList<>(items);
    if (open > 0) {
      called.remove(close);
      called.subList(open - 1, open + 1).clear();
    }
    return List.of(gone, one, called, bare);
  }

  private static int closing(List<String> items, int open) {
    int depth = 0;
    for (int i = open; i < items.size(); i++) {
      depth += items.get(i).equals("(") ? 1 : items.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
