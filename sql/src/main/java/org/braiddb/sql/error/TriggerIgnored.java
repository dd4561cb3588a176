package org.braiddb.sql.error;

/**
 * RAISE(IGNORE): ends the trigger that it is in and the change of the row that fired it. Thrown and
 * caught inside one statement; nothing is wrong.
 */
public final class TriggerIgnored extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The one there is: it carries nothing, so that throwing it costs little. */
  public static final TriggerIgnored SIGNAL = new TriggerIgnored();

  private TriggerIgnored() {
    super("RAISE(IGNORE)", null, false, false);
  }
}
