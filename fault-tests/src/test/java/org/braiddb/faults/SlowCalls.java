package org.braiddb.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.random.RandomGenerator;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;

/**
 * Files whose calls, of every kind, take their time: before and after each another thread may take
 * over, and some are so slow that others get far meanwhile.
 */
final class SlowCalls {
  /** How many calls there are to a slow one, and how many turns of others that may wait. */
  private static final int SLOW_ONE_IN = 12;

  private static final int SLOWEST = 60;

  private SlowCalls() {}

  /** The same files, slowed down as chance says. */
  static FileSystem of(FileSystem files, RandomGenerator random) {
    return of(FileSystem.class, files, random);
  }

  private static <T> T of(Class<T> type, T files, RandomGenerator random) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          for (int turns = turns(random); turns > 0; turns--) {
            Thread.yield();
          }
          try {
            Object result = method.invoke(files, arguments);
            return result instanceof FileHandle handle
                ? of(FileHandle.class, handle, random)
                : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          } finally {
            Thread.yield();
          }
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static int turns(RandomGenerator random) {
    synchronized (random) {
      return random.nextInt(SLOW_ONE_IN) == 0 ? random.nextInt(1, SLOWEST) : 1;
    }
  }
}
