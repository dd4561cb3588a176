package org.braiddb.storage.tck;

import java.nio.file.Path;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/** What the topics need to know of the engine they test. */
interface EngineUnderTest {
  /** The engine. */
  StorageEngine engine();

  /** Where a test's database is; nothing is there yet. */
  StoreLocation location(Path directory);

  /** How it is opened. */
  StoreOptions options();
}
