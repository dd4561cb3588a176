package org.braiddb.blackbox.history;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntFunction;

/** The strongly connected parts of a graph, by Tarjan's algorithm without recursion. */
final class Components {
  private static final int NONE = -1;

  private final int[][] successors;
  private final int[] index;
  private final int[] low;
  private final int[] next;
  private final int[] component;
  private final Deque<Integer> path = new ArrayDeque<>();
  private final Deque<Integer> stack = new ArrayDeque<>();
  private int counter;

  private Components(int size, IntFunction<int[]> successors) {
    this.successors = new int[size][];
    Arrays.setAll(this.successors, successors);
    index = new int[size];
    low = new int[size];
    next = new int[size];
    component = new int[size];
    Arrays.fill(component, NONE);
  }

  /** For every node a number that it shares with exactly those that it is on a cycle with. */
  static int[] of(int size, IntFunction<int[]> successors) {
    Components components = new Components(size, successors);
    for (int root = 0; root < size; root++) {
      if (components.index[root] == 0) {
        components.visit(root);
      }
    }
    return components.component;
  }

  private void visit(int root) {
    enter(root);
    while (!path.isEmpty()) {
      int at = path.element();
      int child = unvisited(at);
      if (child == NONE) {
        leave(at);
      } else {
        enter(child);
      }
    }
  }

  private void enter(int node) {
    index[node] = ++counter;
    low[node] = counter;
    path.push(node);
    stack.push(node);
  }

  private int unvisited(int at) {
    while (next[at] < successors[at].length) {
      int child = successors[at][next[at]++];
      if (index[child] == 0) {
        return child;
      }
      if (component[child] == NONE) {
        low[at] = Math.min(low[at], index[child]);
      }
    }
    return NONE;
  }

  private void leave(int at) {
    path.pop();
    if (low[at] == index[at]) {
      int member;
      do {
        member = stack.pop();
        component[member] = at;
      } while (member != at);
    }
    if (!path.isEmpty()) {
      int parent = path.element();
      low[parent] = Math.min(low[parent], low[at]);
    }
  }
}
