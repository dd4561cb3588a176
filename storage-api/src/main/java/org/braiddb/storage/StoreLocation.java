package org.braiddb.storage;

import java.nio.file.Path;

/** Where a database is. */
public sealed interface StoreLocation {
  /** A file, by any spelling of its path. */
  record File(Path path) implements StoreLocation {
    @Override
    public String display() {
      return path.toString();
    }
  }

  /** A named in-memory database, shared by all of the process that open the same name. */
  record SharedMemory(String name) implements StoreLocation {
    @Override
    public String display() {
      return "file:" + name + "?mode=memory&cache=shared";
    }
  }

  /** An in-memory database of one connection; every opening makes another. */
  record PrivateMemory() implements StoreLocation {
    @Override
    public String display() {
      return ":memory:";
    }
  }

  /** What error messages call it. */
  String display();
}
