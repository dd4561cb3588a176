package org.braiddb.storage.file.store;

import org.braiddb.storage.Handover;
import org.braiddb.storage.StoreLocation;

/** An open database file between two strategies. */
record FileHandover(StoreLocation location, OpenDatabase database) implements Handover {
  @Override
  public String family() {
    return FileStorageEngine.FAMILY;
  }
}
