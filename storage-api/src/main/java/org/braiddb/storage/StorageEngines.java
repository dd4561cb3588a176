package org.braiddb.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines that are installed: on the module path or the class path, found by {@link
 * ServiceLoader} and nothing else. Immutable.
 */
public final class StorageEngines {
  private static final Logger LOGGER = LoggerFactory.getLogger(StorageEngines.class);

  private final Map<String, StorageEngine> engines;
  private final Map<String, String> failures;

  private StorageEngines(Map<String, StorageEngine> engines, Map<String, String> failures) {
    this.engines = engines;
    this.failures = failures;
  }

  /** Looks up what is installed for this library's own class loader and the thread's. */
  public static StorageEngines installed() {
    Map<String, StorageEngine> engines = new TreeMap<>();
    Map<String, String> failures = new TreeMap<>();
    Map<Class<?>, Boolean> seen = new HashMap<>();
    collect(
        ServiceLoader.load(StorageEngine.class, StorageEngine.class.getClassLoader()),
        seen,
        engines,
        failures);
    collect(ServiceLoader.load(StorageEngine.class), seen, engines, failures);
    return new StorageEngines(engines, failures);
  }

  private static void collect(
      ServiceLoader<StorageEngine> loader,
      Map<Class<?>, Boolean> seen,
      Map<String, StorageEngine> engines,
      Map<String, String> failures) {
    List<ServiceLoader.Provider<StorageEngine>> providers = new ArrayList<>();
    var iterator = loader.stream().iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        providers.add(iterator.next());
      } catch (ServiceConfigurationError e) {
        report(failures, "a provider", e);
      }
    }
    for (ServiceLoader.Provider<StorageEngine> provider : providers) {
      if (seen.putIfAbsent(provider.type(), true) == null) {
        add(provider, engines, failures);
      }
    }
  }

  private static void add(
      ServiceLoader.Provider<StorageEngine> provider,
      Map<String, StorageEngine> engines,
      Map<String, String> failures) {
    String name = provider.type().getName();
    try {
      StorageEngine engine = provider.get();
      if (engine.spiVersion() != StorageEngine.SPI_VERSION) {
        failures.put(
            name,
            "was built for storage SPI "
                + engine.spiVersion()
                + ", this is "
                + StorageEngine.SPI_VERSION);
        return;
      }
      StorageEngine other = engines.putIfAbsent(engine.journalMode(), engine);
      if (other != null) {
        failures.put(
            name,
            "journal mode "
                + engine.journalMode()
                + " is already provided by "
                + other.getClass().getName());
      }
    } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
      report(failures, name, e);
    }
  }

  private static void report(Map<String, String> failures, String name, Throwable failure) {
    LOGGER.warn("storage engine {} failed to load", name, failure);
    failures.put(name, "failed to load: " + failure);
  }

  /** The installed journal modes, in alphabetical order. */
  public List<String> journalModes() {
    return List.copyOf(engines.keySet());
  }

  /** All installed engines, in the order of their journal modes. */
  public List<StorageEngine> all() {
    return List.copyOf(engines.values());
  }

  /**
   * The engine of a journal mode.
   *
   * @throws UnsupportedException where none is installed; the text names those that are, and the
   *     providers that failed to load
   */
  public StorageEngine forMode(String journalMode) {
    StorageEngine engine = engines.get(journalMode);
    if (engine == null) {
      StringBuilder message = new StringBuilder("unknown journal mode: ").append(journalMode);
      message.append(" (installed: ");
      message.append(engines.isEmpty() ? "none" : String.join(", ", engines.keySet())).append(')');
      failures.forEach((name, why) -> message.append("; ").append(name).append(' ').append(why));
      throw new UnsupportedException(message.toString());
    }
    return engine;
  }
}
