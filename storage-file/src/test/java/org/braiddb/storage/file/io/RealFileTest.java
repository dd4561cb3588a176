package org.braiddb.storage.file.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.storage.file.io.FileSystem.Access;
import org.braiddb.storage.file.io.FileSystem.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealFileTest {
  private static final FileSystem FILES = RealFileSystem.INSTANCE;

  @TempDir Path directory;

  private String path() {
    return directory.resolve("f").toString();
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"DATABASE", "LOG"})
  void writesWhatRemainsOfABufferOfAnyKind(Purpose purpose) throws Exception {
    byte[] bytes = {9, 9, 9, 1, 2, 3, 9};
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).position(3).limit(6);
    ByteBuffer onHeap = ByteBuffer.wrap(bytes, 2, 5).slice().position(1).limit(4);
    ByteBuffer readOnly = onHeap.asReadOnlyBuffer();
    try (FileHandle file = FILES.open(path(), Access.CREATE, purpose)) {
      for (ByteBuffer buffer : List.of(direct, onHeap, readOnly)) {
        file.write(buffer, file.size());
        assertThat(buffer.hasRemaining()).isFalse();
      }
      byte[] read = new byte[9];
      assertThat(file.read(read, 0, 9, 0)).isEqualTo(9);
      assertThat(read).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"DATABASE", "LOG"})
  void interruptsNeitherFailNorCloseAnything(Purpose purpose) throws Exception {
    try (FileHandle file = FILES.open(path(), Access.CREATE, purpose)) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      AtomicReference<Boolean> stillInterrupted = new AtomicReference<>(false);
      Thread worker =
          new Thread(() -> {
            try {
              Thread.currentThread().interrupt();
              for (int i = 0; i < 300; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(100);
                while (buffer.hasRemaining()) {
                  buffer.put((byte) i);
                }
                file.write(buffer.flip(), i * 100L);
                file.force(false);
              }
              stillInterrupted.set(Thread.currentThread().isInterrupted());
            } catch (Throwable e) {
              failure.set(e);
            }
          });
      worker.start();
      byte[] bytes = new byte[100];
      while (worker.isAlive()) {
        worker.interrupt();
        assertThat(file.read(bytes, 0, 100, 0)).isBetween(0, 100);
      }
      worker.join();
      assertThat(failure.get()).isNull();
      assertThat(stillInterrupted.get()).isTrue();
      for (int i = 0; i < 300; i++) {
        assertThat(file.read(bytes, 0, 100, i * 100L)).isEqualTo(100);
        assertThat(bytes).containsOnly((byte) i);
      }
    }
  }

  @Test
  void whoForcesThroughTheChannelMayBeInterrupted() throws Exception {
    try (RealFile file = (RealFile) FILES.open(path(), Access.CREATE, Purpose.DATABASE)) {
      assertThat(file.tryLock(0, 10, false)).isTrue();
      file.write(new byte[] {1, 2, 3}, 0, 3, 0);
      Thread.currentThread().interrupt();
      file.forceOnThreadOfItsOwn();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file.size()).isEqualTo(3);
      file.unlock(0, 10);
    }
  }

  @Test
  void readsEndAtTheEndOfTheFile() throws Exception {
    try (FileHandle file = FILES.open(path(), Access.CREATE, Purpose.DATABASE)) {
      file.write(new byte[] {1, 2, 3}, 0, 3, 10);
      byte[] bytes = new byte[8];
      assertThat(file.read(bytes, 0, 8, 9)).isEqualTo(4);
      assertThat(bytes).startsWith(0, 1, 2, 3);
      assertThat(file.read(bytes, 0, 8, 13)).isZero();
      file.truncate(11);
      assertThat(file.size()).isEqualTo(11);
    }
  }

  @Test
  void aMissingFileIsReportedUnlessItIsToBeCreated() {
    assertThatThrownBy(() -> FILES.open(path(), Access.READ_WRITE, Purpose.DATABASE))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(directory.resolve("f")).doesNotExist();
  }

  @Test
  void overlappingLocksOfOneProcessAreRefused() throws Exception {
    try (FileHandle first = FILES.open(path(), Access.CREATE, Purpose.DATABASE)) {
      assertThat(first.tryLock(100, 10, false)).isTrue();
      assertThat(first.tryLock(105, 1, true)).isFalse();
      first.unlock(100, 10);
      assertThat(first.tryLock(105, 1, true)).isTrue();
    }
  }

  @Test
  void temporaryFilesVanish() throws Exception {
    FileHandle file = FILES.openTemporary();
    Path place = Path.of(file.path());
    if (place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(place).as("what a killed process would leave").doesNotExist();
    }
    file.write(new byte[] {1, 2, 3}, 0, 3, 5);
    byte[] read = new byte[3];
    assertThat(file.readSome(read, 0, 3, 5)).isEqualTo(3);
    assertThat(read).containsExactly(1, 2, 3);
    file.close();
    assertThat(place).doesNotExist();
  }

  @Test
  void aReadFindsItsPlaceWhileTheLengthChanges() throws Exception {
    try (FileHandle file = FILES.open(path(), Access.CREATE, Purpose.DATABASE)) {
      int blocks = 64;
      byte[] block = new byte[512];
      for (int i = 0; i < blocks; i++) {
        Arrays.fill(block, (byte) i);
        file.write(block, 0, block.length, i * 512L);
      }
      AtomicInteger misplaced = new AtomicInteger();
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> readers = new ArrayList<>();
      for (int r = 0; r < 4; r++) {
        readers.add(Thread.ofPlatform().start(() -> readUntil(stop, file, blocks, misplaced)));
      }
      for (int i = 0; i < 30_000; i++) {
        file.truncate((blocks + i % 3) * 512L);
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(misplaced.get()).isZero();
    }
  }

  private static void readUntil(
      AtomicBoolean stop, FileHandle file, int blocks, AtomicInteger misplaced) {
    byte[] target = new byte[512];
    try {
      for (int i = 0; !stop.get(); i = (i + 7) % blocks) {
        file.read(target, 0, target.length, i * 512L);
        if (target[0] != i || target[511] != i) {
          misplaced.incrementAndGet();
        }
      }
    } catch (IOException e) {
      misplaced.incrementAndGet();
    }
  }
}
