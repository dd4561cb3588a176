package org.braiddb.storage.mvcc;

/** What is known of one tree's commits when nothing more exact is any more. */
final class TreeSummary {
  /** The last commit that changed a row. */
  long lastChanged;

  /** The last commit that required a row or key to stay. */
  long lastRequired;

  /** The last commit that changed a row and is forgotten key by key. */
  long forgottenChanged;

  /** The last commit that required a row or key and is forgotten. */
  long forgottenRequired;

  /** Commits were taken back. */
  void takeBack(VoidCommits gone) {
    lastChanged = gone.map(lastChanged);
    lastRequired = gone.map(lastRequired);
    forgottenChanged = gone.map(forgottenChanged);
    forgottenRequired = gone.map(forgottenRequired);
  }
}
