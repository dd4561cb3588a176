package org.braiddb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found among real jars, on a class path and on a module path. */
class StorageEnginesTest {
  private static final String THROWS = "throw new IllegalStateException(\"no licence\");";

  @TempDir Path work;

  private ProviderJars jars;
  private ClassLoader before;

  @BeforeEach
  void rememberTheLoader() {
    jars = new ProviderJars(work);
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void restoreTheLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private static StorageEngines onClassPath(Path... paths) throws IOException {
    URL[] urls = new URL[paths.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = paths[i].toUri().toURL();
    }
    try (var loader = new URLClassLoader(urls, StorageEngines.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      return StorageEngines.installed();
    }
  }

  private static StorageEngines onModulePath(Path... paths) {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolveAndBind(ModuleFinder.of(paths), ModuleFinder.of(), Set.of());
    ModuleLayer layer =
        boot.defineModulesWithOneLoader(configuration, StorageEngines.class.getClassLoader());
    Thread.currentThread()
        .setContextClassLoader(layer.modules().iterator().next().getClassLoader());
    return StorageEngines.installed();
  }

  @Test
  void whatIsInstalledBesideTheLibraryIsLookedUpOnce() throws IOException {
    Thread.currentThread().setContextClassLoader(StorageEngines.class.getClassLoader());
    StorageEngines own = StorageEngines.installed();
    Path jar = jars.engine("org.acme.tree", "TreeEngine", "tree", "");
    assertThat(onClassPath(jar).journalModes()).contains("tree");
    Thread.currentThread().setContextClassLoader(StorageEngines.class.getClassLoader());
    assertThat(StorageEngines.installed()).isSameAs(own);
    assertThat(own.journalModes()).doesNotContain("tree");
  }

  @Test
  void anEngineIsFoundOnTheClassPathAndOnTheModulePath() throws IOException {
    Path jar = jars.engine("org.acme.tree", "TreeEngine", "tree", "");
    StorageEngines classPath = onClassPath(jar);
    assertThat(classPath.forMode("tree").getClass().getName())
        .isEqualTo("org.acme.tree.TreeEngine");
    assertThat(classPath.failures()).isEmpty();
    StorageEngines modulePath = onModulePath(jar);
    assertThat(modulePath.forMode("tree").getClass().getModule().getName())
        .isEqualTo("org.acme.tree");
    assertThat(modulePath.journalModes()).containsExactly("tree");
  }

  @Test
  void anEngineOfAnotherSpiVersionIsRefusedWithBothNumbersAndTheOthersWork() throws IOException {
    int here = StorageEngine.SPI_VERSION;
    Path good = jars.engine("org.acme.tree", "TreeEngine", "tree", "");
    Path other = jars.engineOfSpi(here + 41, "org.acme.next", "NextEngine", "next");
    for (StorageEngines found : List.of(onClassPath(good, other), onModulePath(good, other))) {
      assertThat(found.journalModes()).containsExactly("tree");
      assertThatThrownBy(() -> found.forMode("next"))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("org.acme.next.NextEngine")
          .hasMessageContaining("built for storage SPI " + (here + 41) + ", this is " + here)
          .hasMessageContaining("installed: tree");
    }
  }

  @Test
  void twoEnginesOfOneNameAreAnErrorThatNamesBothAndTheOthersWork() throws IOException {
    Path first = jars.engine("org.acme.tree", "TreeEngine", "tree", "");
    Path second = jars.engine("org.other.tree", "OtherEngine", "tree", "");
    Path third = jars.engine("org.third", "ThirdEngine", "third", "");
    for (StorageEngines found :
        List.of(onClassPath(first, second, third), onModulePath(first, second, third))) {
      assertThat(found.journalModes()).containsExactly("third");
      assertThatThrownBy(() -> found.forMode("tree"))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("org.acme.tree.TreeEngine")
          .hasMessageContaining("org.other.tree.OtherEngine")
          .hasMessageContaining("installed: third");
      assertThat(found.failures()).hasSize(2);
    }
  }

  @Test
  void anEngineThatThrowsWhileItIsLoadedIsReportedAndTheOthersWork() throws IOException {
    Path good = jars.engine("org.acme.tree", "TreeEngine", "tree", "");
    Path bad = jars.engine("org.broken", "BrokenEngine", "broken", THROWS);
    for (StorageEngines found : List.of(onClassPath(bad, good), onModulePath(bad, good))) {
      assertThat(found.journalModes()).containsExactly("tree");
      assertThatThrownBy(() -> found.forMode("broken"))
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("unknown journal mode: broken (installed: tree)")
          .hasMessageContaining("org.broken.BrokenEngine")
          .hasMessageContaining("no licence");
    }
  }

  @Test
  void aServicesFileThatNamesNoClassIsReportedAndTheOthersWork() throws IOException {
    Path folder = work.resolve("services");
    Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        folder.resolve("META-INF/services/" + StorageEngine.class.getName()),
        "org.missing.FirstEngine\norg.missing.SecondEngine\n");
    Path good = jars.engine("org.acme.tree", "TreeEngine", "tree", "");
    StorageEngines found = onClassPath(folder, good);
    assertThat(found.journalModes()).containsExactly("tree");
    assertThatThrownBy(() -> found.forMode("nothing"))
        .hasMessageContaining("org.missing.FirstEngine")
        .hasMessageContaining("org.missing.SecondEngine");
  }

  @Test
  void aJournalModeThatIsNoNameOrBelongsToSqliteIsRefused() throws IOException {
    Path upper = jars.engine("org.acme.upper", "UpperEngine", "TREE", "");
    Path delete = jars.engine("org.acme.rollback", "RollbackEngine", "delete", "");
    StorageEngines found = onClassPath(upper, delete);
    assertThat(found.journalModes()).isEmpty();
    assertThat(found.failures().values())
        .anyMatch(why -> why.contains("'TREE'"))
        .anyMatch(why -> why.contains("'delete'"));
  }
}
