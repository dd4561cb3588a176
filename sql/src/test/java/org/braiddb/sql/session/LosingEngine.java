package org.braiddb.sql.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;

/**
 * An engine whose plain writers, too, lose at COMMIT, as often as the number says that it finds
 * among the system properties. To be loaded by a {@link LosingEngineLoader}.
 */
public final class LosingEngine implements StorageEngine {
  static final String MODE = "losing";

  /** For the service loader. */
  public LosingEngine() {}

  /** Looked up when it is needed: looking up makes all installed engines, this one too. */
  private static StorageEngine engine() {
    return StorageEngines.installed().forMode("wal");
  }

  @Override
  public String journalMode() {
    return MODE;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String family() {
    return MODE;
  }

  @Override
  public Capabilities capabilities() {
    return engine().capabilities();
  }

  @Override
  public Object identify(StoreLocation location, StoreOptions options) {
    return engine().identify(location, options);
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    Store store = engine().open(location, options);
    return proxy(
        Store.class,
        store,
        (name, result) ->
            switch (name) {
              case "engine" -> this;
              case "begin" -> losing((Transaction) result.get());
              default -> result.get();
            });
  }

  private static Transaction losing(Transaction transaction) {
    return proxy(
        Transaction.class,
        transaction,
        (name, result) -> {
          AtomicInteger losses = (AtomicInteger) System.getProperties().get(MODE);
          if (name.equals("commit") && transaction.writable() && losses.getAndDecrement() > 0) {
            throw new ConflictException(
                ConflictException.Kind.ROW,
                "t",
                "rowid 1",
                transaction.snapshot(),
                "so it is told");
          }
          return result.get();
        });
  }

  private interface Call {
    Object get() throws Throwable;
  }

  private interface Interception {
    Object call(String name, Call result) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, T target, Interception interception) {
    return type.cast(
        Proxy.newProxyInstance(
            LosingEngine.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                interception.call(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }
}
