package org.braiddb.storage.file.salvage;

import java.io.IOException;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.PageBytes;

/**
 * Guesses the page size of a file whose header does not say it: the one at which most of what is
 * looked at consists of pages of B-trees.
 */
final class PageSizeGuess {
  private static final int LARGEST = 65536;
  private static final int SMALLEST = 512;
  private static final int USUAL = 4096;
  private static final long LOOKED_AT = 4 << 20;

  private PageSizeGuess() {}

  static int of(FileHandle file) throws IOException {
    int best = USUAL;
    long most = 0;
    for (int size = LARGEST; size >= SMALLEST; size /= 2) {
      long found = bytesInTrees(file, size);
      if (found > most) {
        most = found;
        best = size;
      }
    }
    return best;
  }

  private static long bytesInTrees(FileHandle file, int size) throws IOException {
    byte[] image = new byte[size];
    long end = Math.min(file.size(), LOOKED_AT);
    long found = 0;
    // The first page is what cannot be read, and its place is the same at every size.
    for (long position = size; position + size <= end; position += size) {
      file.read(image, 0, size, position);
      if (isPlausible(image)) {
        found += size;
      }
    }
    return found;
  }

  /** Whether all cells lie where the header says that cells are. */
  private static boolean isPlausible(byte[] image) {
    Node node = Node.of(2, image);
    int start = PageBytes.u16(image, 5);
    int content = start == 0 ? LARGEST : start;
    if (node.type() == Node.NONE || node.cells() == 0 || content > image.length) {
      return false;
    }
    int lowest = image.length;
    for (int i = 0; i < node.cells(); i++) {
      int offset = node.cell(i);
      if (offset < content) {
        return false;
      }
      lowest = Math.min(lowest, offset);
    }
    return lowest < image.length;
  }
}
