package org.braiddb.shell.session;

/** What can be switched on and off. */
public final class Switches {
  private boolean echo;
  private boolean timer;
  private boolean changes;
  private boolean bail;

  /** Whether text is shown before it runs. */
  public boolean echo() {
    return echo;
  }

  /** Switches the showing of text. */
  public void setEcho(boolean value) {
    echo = value;
  }

  /** Whether the time of every statement is shown. */
  public boolean timer() {
    return timer;
  }

  /** Switches the showing of times. */
  public void setTimer(boolean value) {
    timer = value;
  }

  /** Whether the number of changed rows is shown. */
  public boolean changes() {
    return changes;
  }

  /** Switches the showing of changed rows. */
  public void setChanges(boolean value) {
    changes = value;
  }

  /** Whether a script ends at its first failure. */
  public boolean bail() {
    return bail;
  }

  /** Switches the ending of scripts at failures. */
  public void setBail(boolean value) {
    bail = value;
  }
}
