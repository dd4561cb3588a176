package com.example.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.record.TextEncoding;

/**
 * The log on disk: a header of 16 bytes, then one block for each commit.
 *
 * <pre>
 *   header   "LEDGER01" | encoding (1) | zeros (7)
 *   block    length of the steps (4) | commit number (8) | CRC-32C of these (4)
 *            the steps | CRC-32C of the steps (4)
 * </pre>
 *
 * <p>A commit counts when its block is whole. A crash can only leave the last block in pieces, and
 * the next opening cuts it off; pieces before a whole block are damage.
 */
final class LedgerFile implements AutoCloseable {
  private static final byte[] MAGIC = "LEDGER01".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 16;
  private static final int BLOCK_HEADER_BYTES = 16;

  private final Path path;
  private final FileChannel channel;
  private TextEncoding encoding;
  private long end;
  private boolean broken;

  /** A block's number and steps. */
  private record Block(long number, byte[] steps) {
    int bytes() {
      return BLOCK_HEADER_BYTES + steps.length + 4;
    }
  }

  private LedgerFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens or creates the file and reads what it holds.
   *
   * @param recover is given the number and the steps of each commit, in order
   */
  static LedgerFile open(Path path, StoreOptions options, BiConsumer<Long, List<Step>> recover) {
    FileChannel channel = null;
    try {
      channel = channel(path, options);
      LedgerFile file = new LedgerFile(path, channel);
      file.lock(options);
      file.readHeader(options);
      file.readBlocks(options.readOnly(), recover);
      return file;
    } catch (IOException e) {
      closeAfter(channel, e);
      throw new CannotOpenException("unable to open database file: " + path, e);
    } catch (RuntimeException e) {
      closeAfter(channel, e);
      throw e;
    }
  }

  private static FileChannel channel(Path path, StoreOptions options) throws IOException {
    if (options.readOnly()) {
      return FileChannel.open(path, StandardOpenOption.READ);
    }
    boolean missing = options.create() && Files.notExists(path);
    FileChannel channel =
        missing
            ? FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)
            : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (missing) {
      try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent())) {
        directory.force(true); // so that the name survives a power cut as the commits do
      }
    }
    return channel;
  }

  private static void closeAfter(FileChannel channel, Exception failure) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private void lock(StoreOptions options) throws IOException {
    long deadline = System.nanoTime() + options.openTimeout().toNanos();
    FileLock lock;
    while ((lock = channel.tryLock(0, Long.MAX_VALUE, options.readOnly())) == null) {
      if (System.nanoTime() - deadline >= 0) {
        throw new BusyException("database is locked: another process has " + path + " open");
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BusyException("database is locked: interrupted while waiting for " + path);
      }
    }
    assert lock.isValid();
  }

  private void readHeader(StoreOptions options) throws IOException {
    byte[] header = new byte[HEADER_BYTES];
    if (channel.size() < HEADER_BYTES) { // new, or a crash came before its header was there
      encoding = options.encoding();
      System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
      header[MAGIC.length] = (byte) encoding.ordinal();
      if (!options.readOnly()) {
        channel.write(ByteBuffer.wrap(header), 0);
        channel.force(true);
      }
      return;
    }
    channel.read(ByteBuffer.wrap(header), 0);
    int ordinal = header[MAGIC.length];
    if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || ordinal < 0
        || ordinal >= TextEncoding.values().length) {
      throw new CorruptException(
          ResultCode.NOTADB, "file is not a database: " + path + " does not begin as a ledger");
    }
    encoding = TextEncoding.values()[ordinal];
  }

  private void readBlocks(boolean readOnly, BiConsumer<Long, List<Step>> recover)
      throws IOException {
    long size = channel.size();
    end = Math.min(HEADER_BYTES, size);
    for (Block block = block(end); block != null; block = block(end)) {
      recover.accept(block.number, steps(block));
      end += block.bytes();
    }
    if (end < size) {
      checkNothingFollows(size);
      if (!readOnly) {
        channel.truncate(end);
        channel.force(true);
      }
    }
  }

  private List<Step> steps(Block block) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(block.steps));
    Step[] steps = new Step[in.readInt()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Step.read(in);
    }
    return List.of(steps);
  }

  /** The block that begins at this offset; null where no whole one does. */
  private Block block(long offset) throws IOException {
    ByteBuffer header = read(offset, BLOCK_HEADER_BYTES);
    if (header == null || header.getInt(12) != crc(header.array(), 12)) {
      return null;
    }
    int length = header.getInt(0);
    ByteBuffer body = read(offset + BLOCK_HEADER_BYTES, length + 4);
    return body == null || body.getInt(length) != crc(body.array(), length)
        ? null
        : new Block(header.getLong(4), Arrays.copyOf(body.array(), length));
  }

  /** So many bytes from there; null where the file ends before. */
  private ByteBuffer read(long offset, int bytes) throws IOException {
    if (offset + bytes > channel.size()) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        return null;
      }
    }
    return buffer;
  }

  /** Only the end of a log can be in pieces after a crash. */
  private void checkNothingFollows(long size) throws IOException {
    for (long offset = end + 1; offset < size - BLOCK_HEADER_BYTES; offset++) {
      if (block(offset) != null) {
        throw new CorruptException(
            "database disk image is malformed: "
                + path
                + ", offset "
                + end
                + ": expected a block, as there is one at "
                + offset
                + ", found none");
      }
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  TextEncoding encoding() {
    return encoding;
  }

  /**
   * Appends a commit.
   *
   * @param force whether it is to be on the disk when this returns
   */
  void append(long number, List<Step> steps, boolean force) {
    if (broken) {
      throw new StorageIOException(
          "disk I/O error: " + path + " could not be written before", null);
    }
    ByteBuffer block = encode(number, steps);
    try {
      long at = end;
      while (block.hasRemaining()) {
        at += channel.write(block, at);
      }
    } catch (IOException e) {
      forget(e);
      throw new StorageIOException("disk I/O error: " + path + " cannot be written", e);
    }
    end += block.capacity();
    if (force) {
      force();
    }
  }

  private static ByteBuffer encode(long number, List<Step> steps) {
    var bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(steps.size());
      for (Step step : steps) {
        step.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    byte[] body = bytes.toByteArray();
    ByteBuffer block = ByteBuffer.allocate(BLOCK_HEADER_BYTES + body.length + 4);
    block.putInt(body.length).putLong(number);
    block.putInt(crc(block.array(), 12)).put(body).putInt(crc(body, body.length));
    return block.flip();
  }

  /** Takes a half-written block away; where that fails too, nothing may be written behind it. */
  private void forget(IOException failure) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      broken = true;
      failure.addSuppressed(e);
    }
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      // What the system still holds of it is unknown now: a second attempt would prove nothing.
      broken = true;
      throw new CommitOutcomeUnknownException("disk I/O error: " + path + " was not forced", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageIOException("disk I/O error: " + path + " was not closed", e);
    }
  }
}
