package org.braiddb.sql.listing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.sql.bind.BoundSource;

/** Collects the operations of one statement, each with its address, which is its place. */
public final class Listing {
  private final List<Operation> operations = new ArrayList<>();
  private final Map<Integer, String> sources = new HashMap<>();
  private int subqueries;

  /**
   * An operation.
   *
   * @param first a number: which source, database, column or constraint it is about; else 0
   * @param end the address behind the operations that it is made of
   * @param second another number: the id of a tree, how many; else 0
   * @param subject what it is about, as text; empty for nothing
   * @param flag 1 where it does its work in a special way, which the comment names
   * @param comment empty for none
   */
  public record Operation(
      String name, long first, int end, long second, String subject, int flag, String comment) {
    /** Of nothing but a subject. */
    public static Operation of(String name, String subject) {
      return new Operation(name, 0, 0, 0, subject, 0, "");
    }

    /** About something with a number. */
    public static Operation of(String name, long first, String subject) {
      return new Operation(name, first, 0, 0, subject, 0, "");
    }

    /** About something in a tree. */
    public static Operation of(String name, long first, long second, String subject) {
      return new Operation(name, first, 0, second, subject, 0, "");
    }

    /** The same with a comment. */
    public Operation because(String why) {
      return new Operation(name, first, end, second, subject, flag, why);
    }

    /** The same, done in a special way. */
    public Operation flagged(String how) {
      return new Operation(name, first, end, second, subject, 1, how);
    }

    private Operation endingAt(int address) {
      return new Operation(name, first, address, second, subject, flag, comment);
    }
  }

  /** What has been listed. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** Adds an operation that is made of no others; returns its address. */
  public int add(Operation operation) {
    return add(operation, () -> {});
  }

  /** Adds an operation and those that it is made of; returns its address. */
  public int add(Operation operation, Runnable parts) {
    int address = operations.size();
    operations.add(operation);
    parts.run();
    operations.set(address, operation.endingAt(operations.size()));
    return address;
  }

  /** Takes note of what a source is called, for the columns that are read from it. */
  public void name(BoundSource source) {
    sources.put(source.id(), source.name());
  }

  /** What a source is called; empty where that is not known. */
  String nameOf(int source) {
    return sources.getOrDefault(source, "");
  }

  /** The number of the next subquery in an expression. */
  int nextSubquery() {
    return ++subqueries;
  }
}
