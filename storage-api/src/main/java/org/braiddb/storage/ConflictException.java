package org.braiddb.storage;

/**
 * The transaction clashes with one that committed since its snapshot. It can only be rolled back
 * and run again, which succeeds once {@link #winner()} is visible ({@link Store#awaitVisible}).
 */
public final class ConflictException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** What kind of thing two transactions clashed on. */
  public enum Kind {
    /** A row of a table. */
    ROW,
    /** A key of a unique index, a parent key, or a range of keys that was read. */
    KEY,
    /** A page. */
    PAGE,
    /** The definition of a table, index, view or trigger. */
    DEFINITION,
    /** Any row or key of a table: one side has changed so many that they are not told apart. */
    TABLE,
    /** The transaction is so old that what was committed since is no longer known exactly. */
    HISTORY,
    /** Anything else: a number kept with the database. */
    OTHER
  }

  private final Kind kind;
  private final String object;
  private final String place;
  private final long winner;

  /**
   * The text reads "conflict on OBJECT (PLACE) with commit N: REASON".
   *
   * @param kind what kind of thing the place is
   * @param object the table or index
   * @param place the row, key or page, in words
   * @param winner the commit that won
   * @param reason what both did, in words
   */
  public ConflictException(Kind kind, String object, String place, long winner, String reason) {
    super(
        ResultCode.BUSY_SNAPSHOT,
        "conflict on " + object + " (" + place + ") with commit " + winner + ": " + reason,
        null);
    this.kind = kind;
    this.object = object;
    this.place = place;
    this.winner = winner;
  }

  /** What kind of thing {@link #place()} is. */
  public Kind kind() {
    return kind;
  }

  /** The table or index. */
  public String object() {
    return object;
  }

  /** The row, key or page, in words. */
  public String place() {
    return place;
  }

  /** The commit that won; 0 where the winner has not committed yet. */
  public long winner() {
    return winner;
  }
}
