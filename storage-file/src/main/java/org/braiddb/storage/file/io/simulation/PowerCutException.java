package org.braiddb.storage.file.io.simulation;

import java.io.IOException;

/** The simulated machine is off: nothing reaches the disk any more. */
public final class PowerCutException extends IOException {
  private static final long serialVersionUID = 1L;

  PowerCutException(long operation) {
    super("simulated power cut at operation " + operation);
  }
}
