package com.example.ledger;

import java.util.List;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;

/**
 * What a transaction does, by key: the same change can be made once more on top of what others have
 * committed meanwhile.
 */
sealed interface Change {
  /** The steps that make it, in a state. */
  List<Step> steps(State state);

  /** Puts an entry, in place of one with its key. */
  record Put(Tree tree, Place place, Entry entry) implements Change {
    @Override
    public List<Step> steps(State state) {
      Entries entries = state.entries(tree.id());
      int position = entries.countBefore(place);
      boolean there = entries.countUpTo(place) > position;
      return List.of(
          there
              ? new Step.Replace(tree.id(), position, entry)
              : new Step.Insert(tree.id(), position, entry));
    }
  }

  record Delete(Tree tree, Place place, Entry entry) implements Change {
    @Override
    public List<Step> steps(State state) {
      return List.of(new Step.Remove(tree.id(), state.entries(tree.id()).countBefore(place)));
    }
  }

  record Clear(Tree tree) implements Change {
    @Override
    public List<Step> steps(State state) {
      return List.of(new Step.Clear(tree.id()));
    }
  }

  record Create(long tree, TreeKind kind) implements Change {
    @Override
    public List<Step> steps(State state) {
      return List.of(new Step.Create(tree, kind));
    }
  }

  record Drop(Tree tree) implements Change {
    @Override
    public List<Step> steps(State state) {
      return List.of(new Step.Drop(tree.id()));
    }
  }

  record Set(Metadata field, int value) implements Change {
    @Override
    public List<Step> steps(State state) {
      return List.of(new Step.Set(field, value));
    }
  }

  /** Raises the number that AUTOINCREMENT keeps: no conflict, the largest wins. */
  record Raise(AutoIncrement sequence, long rowid, Rowids rowids) implements Change {
    @Override
    public List<Step> steps(State state) {
      return rowids.raise(state, sequence, rowid);
    }
  }
}
