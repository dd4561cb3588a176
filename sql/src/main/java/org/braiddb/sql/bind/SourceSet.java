package org.braiddb.sql.bind;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Numbers of sources. Immutable; made once per condition and asked for often. */
public final class SourceSet {
  /** No source. */
  public static final SourceSet EMPTY = new SourceSet(new long[0]);

  /** A bit for each number; the last word is not 0. */
  private final long[] words;

  private SourceSet(long[] words) {
    this.words = words;
  }

  private static SourceSet trimmed(long[] words) {
    int length = words.length;
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    if (length == 0) {
      return EMPTY;
    }
    return new SourceSet(length == words.length ? words : Arrays.copyOf(words, length));
  }

  /** One source. */
  public static SourceSet of(int source) {
    long[] words = new long[(source >> 6) + 1];
    words[source >> 6] = 1L << source;
    return new SourceSet(words);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return words.length == 0;
  }

  /** How many there are. */
  public int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** Whether a source is one of them. */
  public boolean contains(int source) {
    int word = source >> 6;
    return word < words.length && (words[word] >> source & 1) != 0;
  }

  /** Whether all of others are. */
  public boolean containsAll(SourceSet others) {
    return containsAll(others, EMPTY);
  }

  /** Whether all of others are, but for some that do not matter. */
  public boolean containsAll(SourceSet others, SourceSet except) {
    for (int i = 0; i < others.words.length; i++) {
      if ((others.words[i] & ~word(i) & ~except.word(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether one of others is. */
  public boolean intersects(SourceSet others) {
    for (int i = 0; i < Math.min(words.length, others.words.length); i++) {
      if ((words[i] & others.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** These and others. */
  public SourceSet with(SourceSet others) {
    if (containsAll(others)) {
      return this;
    }
    long[] all = Arrays.copyOf(words, Math.max(words.length, others.words.length));
    for (int i = 0; i < others.words.length; i++) {
      all[i] |= others.words[i];
    }
    return new SourceSet(all);
  }

  /** Those that are in both. */
  public SourceSet and(SourceSet others) {
    if (others.containsAll(this)) {
      return this;
    }
    long[] both = words.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] &= others.word(i);
    }
    return trimmed(both);
  }

  /** These but for others. */
  public SourceSet without(SourceSet others) {
    if (!intersects(others)) {
      return this;
    }
    long[] left = words.clone();
    for (int i = 0; i < left.length; i++) {
      left[i] &= ~others.word(i);
    }
    return trimmed(left);
  }

  private long word(int index) {
    return index < words.length ? words[index] : 0;
  }

  /** Calls back for each, ascending. */
  public void forEach(IntConsumer visitor) {
    for (int i = 0; i < words.length; i++) {
      for (long left = words[i]; left != 0; left &= left - 1) {
        visitor.accept((i << 6) + Long.numberOfTrailingZeros(left));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceSet set && Arrays.equals(words, set.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("sources");
    forEach(source -> text.append(' ').append(source));
    return text.toString();
  }

  /** Collects sources. */
  public static final class Collector {
    private long[] words = new long[1];

    /** Of nothing yet. */
    public Collector() {}

    /** Adds one. */
    public void add(int source) {
      int word = source >> 6;
      if (word >= words.length) {
        words = Arrays.copyOf(words, word + 1);
      }
      words[word] |= 1L << source;
    }

    /** What was added so far. */
    public SourceSet sources() {
      return trimmed(words.clone());
    }
  }
}
