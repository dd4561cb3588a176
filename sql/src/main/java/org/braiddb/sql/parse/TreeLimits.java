package org.braiddb.sql.parse;

/**
 * Keeps trees low enough for every recursive pass.
 *
 * <p>Two things are counted. <i>Nesting</i> counts what the parser itself is inside of, on the way
 * down, so that its own recursion is bounded. <i>Height</i> is that of the expression parsed last,
 * on the way up, which also catches long chains of operators that the parser reads in a loop.
 */
final class TreeLimits {
  /** The highest expression tree, as in SQLite. */
  static final int MAX_HEIGHT = 1000;

  /** A nested query takes the parser through as many calls as this many nested expressions. */
  static final int QUERY_WEIGHT = 3;

  /** The deepest nesting, about that of SQLite's parser. */
  private static final int MAX_NESTING = 2500;

  /**
   * Interpreted, a level takes up to 700 bytes of stack, compiled up to twice that; half of a small
   * thread's stack of 512 KiB must hold them all.
   */
  private static final int NESTING_ON_ANY_STACK = 150;

  private final TokenStream tokens;
  private final int mostNesting;
  private int nesting;
  private int height;
  private int deepest;
  private boolean stopped;

  /**
   * @param freshStack whether the thread has nothing else to do, and stack enough
   */
  TreeLimits(TokenStream tokens, boolean freshStack) {
    this.tokens = tokens;
    this.mostNesting = freshStack ? MAX_NESTING : NESTING_ON_ANY_STACK;
  }

  void enter(int weight) {
    nesting += weight;
    deepest = Math.max(deepest, nesting);
    if (nesting > mostNesting) {
      stopped = nesting <= MAX_NESTING;
      throw tokens.error("Recursion limit", "less deeply nested text");
    }
  }

  /** Whether it was a lack of stack that ended the parser's work. */
  boolean stoppedForStack() {
    return stopped;
  }

  /** How deep the text nests, or how high its highest expression is. */
  int deepest() {
    return deepest;
  }

  void leave(int weight) {
    nesting -= weight;
  }

  /** The height of the expression (or the highest of the list) that was parsed last. */
  int height() {
    return height;
  }

  /** Says how high the tree parsed last is when more than one part decides it. */
  void setHeight(int newHeight) {
    height = newHeight;
  }

  /** A node over children of which the highest has {@code childHeight}. */
  void node(int childHeight) {
    height = childHeight + 1;
    deepest = Math.max(deepest, height);
    if (height > MAX_HEIGHT) {
      throw tokens.error("Expression tree is too large (maximum depth " + MAX_HEIGHT + ")", "");
    }
  }
}
