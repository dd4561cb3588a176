package org.braiddb.shell.session;

/** That a dot command could not be done; the message is for the user. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure told by a message. */
  public CommandException(String message) {
    super(message);
  }

  /** A failure with a cause. */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
