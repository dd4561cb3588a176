package org.braiddb.blackbox.history;

import java.util.List;
import java.util.Set;

/** One step of a transaction, in its order, as far as isolation can be judged by it. */
public sealed interface Operation {

  /** An operation on an object; lists, registers and sets have keys of their own. */
  sealed interface OnObject extends Operation {
    /** Which object of its kind. */
    int key();
  }

  /** Appends a value to a list. */
  record Append(int key, int value) implements OnObject {}

  /** Reads a whole list; one that does not exist is empty. */
  record ReadList(int key, List<Integer> values) implements OnObject {
    /** Copies the values. */
    public ReadList {
      values = List.copyOf(values);
    }
  }

  /** Writes a register. */
  record Write(int key, int value) implements OnObject {}

  /** Reads a register; {@link #INITIAL} where nobody has written it. */
  record ReadRegister(int key, int value) implements OnObject {
    /** What an unwritten register holds. */
    public static final int INITIAL = 0;
  }

  /** Adds a value to a set. */
  record Add(int key, int value) implements OnObject {}

  /** Reads a whole set: all of its values, and that no other is in it. */
  record ReadSet(int key, Set<Integer> values) implements OnObject {
    /** Copies the values. */
    public ReadSet {
      values = Set.copyOf(values);
    }
  }

  /** Sets a savepoint. */
  record Savepoint(String name) implements Operation {}

  /** Undoes what came after the innermost savepoint of that name, which stays. */
  record RollbackTo(String name) implements Operation {}
}
