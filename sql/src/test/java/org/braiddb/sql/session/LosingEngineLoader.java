package org.braiddb.sql.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.braiddb.storage.StorageEngine;

/** Offers {@link LosingEngine} to the service loader, as a jar on a class path would. */
final class LosingEngineLoader extends ClassLoader {
  private static final String SERVICE = "META-INF/services/" + StorageEngine.class.getName();

  private final Path services;

  LosingEngineLoader(Path folder) throws IOException {
    super(LosingEngineLoader.class.getClassLoader());
    services = Files.writeString(folder.resolve("services"), LosingEngine.class.getName());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(LosingEngine.class.getName())) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      return loaded;
    }
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    // The loader's own name begins in the same way.
    if (file.startsWith(LosingEngineLoader.class.getSimpleName())) {
      return super.loadClass(name, resolve);
    }
    try (InputStream in = LosingEngine.class.getResourceAsStream(file)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SERVICE)
        ? Collections.enumeration(List.of(services.toUri().toURL()))
        : super.getResources(name);
  }
}
