package org.braiddb.shell.output;

import java.io.IOException;
import java.io.Writer;

/** A text stream that the shell prints to. Its failure ends the shell: nobody listens any more. */
public final class Output {
  private final Writer writer;

  /** That a stream could not be written, such as a pipe whose reader has ended. */
  public static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException(IOException cause) {
      super(cause);
    }
  }

  /** An output over a writer, which should have a buffer. */
  public Output(Writer writer) {
    this.writer = writer;
  }

  /** Writes text as it is. */
  public void print(String text) {
    try {
      writer.write(text);
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  /** Writes text and a line feed. */
  public void line(String text) {
    print(text);
    print("\n");
  }

  /** Hands what was written to the reader. */
  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }

  /** Closes the stream. */
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new ClosedException(e);
    }
  }
}
