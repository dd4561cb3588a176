package org.braiddb.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines that are installed: on the module path or the class path, found by {@link
 * ServiceLoader} and nothing else. Immutable.
 *
 * <p>A provider that cannot be used takes nothing from the others. It was built for another SPI
 * version, or it throws while it is loaded, or it claims a journal mode that is not a name or that
 * another provider claims too (then none of them is used: which came first would be chance). Why is
 * in {@link #failures()}, in the error of a lookup that fails, and once in the log.
 */
public final class StorageEngines {
  private static final Logger LOGGER = LoggerFactory.getLogger(StorageEngines.class);

  private static final Set<String> ROLLBACK_MODES =
      Set.of("delete", "truncate", "persist", "memory", "off");

  /** What was logged already: lookups are frequent, and find the same every time. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /**
   * What is installed for this library's own class loader, which also was the thread's; null where
   * nobody has asked yet, or a provider has failed that may not fail the next time.
   */
  private static volatile @Nullable StorageEngines installedHere;

  private final Map<String, StorageEngine> engines = new TreeMap<>();

  /** Why the engines of a journal mode cannot be used. */
  private final Map<String, String> refusals = new TreeMap<>();

  private final Map<String, String> failures = new TreeMap<>();

  private StorageEngines() {}

  /**
   * What is installed for this library's own class loader and the thread's. Where these are one and
   * every provider could be used, it is looked up once.
   */
  public static StorageEngines installed() {
    ClassLoader own = StorageEngine.class.getClassLoader();
    if (Thread.currentThread().getContextClassLoader() != own) {
      return lookUp(own);
    }
    StorageEngines found = installedHere;
    if (found == null) {
      found = lookUp(own);
      installedHere = found.failures.isEmpty() ? found : null;
    }
    return found;
  }

  private static StorageEngines lookUp(ClassLoader own) {
    StorageEngines found = new StorageEngines();
    Set<Class<?>> seen = new HashSet<>();
    Map<String, StorageEngine> claimed = new HashMap<>();
    found.collect(ServiceLoader.load(StorageEngine.class, own), seen, claimed);
    found.collect(ServiceLoader.load(StorageEngine.class), seen, claimed);
    return found;
  }

  private void collect(
      ServiceLoader<StorageEngine> loader, Set<Class<?>> seen, Map<String, StorageEngine> claimed) {
    for (ServiceLoader.Provider<StorageEngine> provider : providers(loader)) {
      if (seen.add(provider.type())) {
        add(provider, claimed);
      }
    }
  }

  private List<ServiceLoader.Provider<StorageEngine>> providers(
      ServiceLoader<StorageEngine> loader) {
    List<ServiceLoader.Provider<StorageEngine>> providers = new ArrayList<>();
    Set<String> errors = new HashSet<>();
    var iterator = loader.stream().iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          return providers;
        }
        providers.add(iterator.next());
      } catch (ServiceConfigurationError e) {
        String error = String.valueOf(e.getMessage());
        if (!errors.add(error)) {
          return providers; // it does not get past this one
        }
        fail("a provider", "failed to load: " + error, e);
      }
    }
  }

  private void add(
      ServiceLoader.Provider<StorageEngine> provider, Map<String, StorageEngine> claimed) {
    String name = describe(provider.type());
    try {
      StorageEngine engine = provider.get();
      int version = engine.spiVersion();
      String mode = engine.journalMode();
      if (version != StorageEngine.SPI_VERSION) {
        String why =
            "was built for storage SPI " + version + ", this is " + StorageEngine.SPI_VERSION;
        fail(name, why);
        refusals.putIfAbsent(mode, name + " " + why);
      } else if (!isModeName(mode) || ROLLBACK_MODES.contains(mode)) {
        fail(name, "claims the journal mode '" + mode + "', which is not allowed");
      } else {
        claim(mode, engine, name, claimed);
      }
    } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
      fail(name, "failed to load: " + (e.getCause() == null ? e : e.getCause()), e);
    }
  }

  private static boolean isModeName(String mode) {
    for (int i = 0; i < mode.length(); i++) {
      char c = mode.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')) {
        return false;
      }
    }
    return !mode.isEmpty();
  }

  private void claim(
      String mode, StorageEngine engine, String name, Map<String, StorageEngine> claimed) {
    StorageEngine other = claimed.putIfAbsent(mode, engine);
    if (other == null) {
      engines.put(mode, engine);
      return;
    }
    engines.remove(mode);
    String first = describe(other.getClass());
    String both = refusals.getOrDefault(mode, "it is provided by " + first) + " and by " + name;
    refusals.put(mode, both);
    fail(first, "claims journal mode " + mode + ", and so does another: " + both);
    fail(name, "claims journal mode " + mode + ", and so does another: " + both);
  }

  /** The class and where it comes from: two jars may have a class of one name. */
  private static String describe(Class<?> provider) {
    Module module = provider.getModule();
    if (module.isNamed()) {
      return provider.getName() + " (module " + module.getName() + ")";
    }
    var source = provider.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? provider.getName()
        : provider.getName() + " (" + source.getLocation().getPath() + ")";
  }

  private void fail(String name, String why) {
    failures.merge(name, why, (before, now) -> before.equals(now) ? before : before + "; " + now);
    if (LOGGED.add(name + why)) {
      LOGGER.warn("storage engine {} is not used: it {}", name, why);
    }
  }

  private void fail(String name, String why, Throwable cause) {
    fail(name, why);
    LOGGER.debug("storage engine {}", name, cause);
  }

  /** The installed journal modes, in alphabetical order. */
  public List<String> journalModes() {
    return List.copyOf(engines.keySet());
  }

  /** All installed engines, in the order of their journal modes. */
  public List<StorageEngine> all() {
    return List.copyOf(engines.values());
  }

  /** The providers that were found and cannot be used, and why: by class and where it is from. */
  public Map<String, String> failures() {
    return Map.copyOf(failures);
  }

  /**
   * The engine of a journal mode.
   *
   * @throws UnsupportedException where none is installed; the text names those that are, and the
   *     providers that cannot be used
   */
  public StorageEngine forMode(String journalMode) {
    StorageEngine engine = engines.get(journalMode);
    if (engine != null) {
      return engine;
    }
    StringBuilder message = new StringBuilder();
    String refusal = refusals.get(journalMode);
    if (refusal == null) {
      message.append("unknown journal mode: ").append(journalMode);
    } else {
      message.append("journal mode ").append(journalMode).append(" cannot be used: ");
      message.append(refusal);
    }
    message.append(" (installed: ");
    message.append(engines.isEmpty() ? "none" : String.join(", ", engines.keySet())).append(')');
    if (refusal == null) {
      failures.forEach((name, why) -> message.append("; ").append(name).append(' ').append(why));
    }
    throw new UnsupportedException(message.toString());
  }
}
