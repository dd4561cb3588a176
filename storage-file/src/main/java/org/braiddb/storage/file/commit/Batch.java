package org.braiddb.storage.file.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.cache.SpilledImage;
import org.braiddb.storage.file.wal.PageImages;

/**
 * The commits that one leader writes together. A page changed by several of them is written once,
 * with its last image. Reused from batch to batch by whoever leads.
 */
final class Batch implements PageImages {
  private final List<PendingCommit> members = new ArrayList<>();
  private final List<PageVersion> versions = new ArrayList<>();
  private int[] seen = new int[64];

  List<PendingCommit> members() {
    return members;
  }

  /** The last version of each page; once they are collected. */
  List<PageVersion> versions() {
    return versions;
  }

  void clear() {
    members.clear();
    versions.clear();
  }

  void add(PendingCommit commit) {
    members.add(commit);
  }

  boolean mustForce() {
    for (PendingCommit member : members) {
      if (member.mustForce()) {
        return true;
      }
    }
    return false;
  }

  PendingCommit last() {
    return members.getLast();
  }

  /** Picks the last version of each page; to be called when all members are in. */
  void collect() {
    if (members.size() == 1) {
      versions.addAll(members.getFirst().versions);
    } else {
      collectNewest();
    }
  }

  private void collectNewest() {
    int total = 0;
    for (PendingCommit member : members) {
      total += member.versions.size();
    }
    int capacity = Math.max(64, Integer.highestOneBit(total) << 2);
    if (seen.length < capacity) {
      seen = new int[capacity];
    } else {
      Arrays.fill(seen, 0);
    }
    for (int i = members.size() - 1; i >= 0; i--) {
      for (PageVersion version : members.get(i).versions) {
        if (markSeen(version.page())) {
          versions.add(version);
        }
      }
    }
  }

  private boolean markSeen(int page) {
    int mask = seen.length - 1;
    int index = (page * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(mask);
    while (seen[index] != 0) {
      if (seen[index] == page) {
        return false;
      }
      index = (index + 1) & mask;
    }
    seen[index] = page;
    return true;
  }

  /** Records where the log put the versions. */
  void placeAt(long firstPosition) {
    for (int i = 0; i < versions.size(); i++) {
      versions.get(i).moveTo(firstPosition + i);
    }
  }

  @Override
  public int count() {
    return versions.size();
  }

  @Override
  public int page(int index) {
    return versions.get(index).page();
  }

  @Override
  public byte[] image(int index) throws IOException {
    PageVersion version = versions.get(index);
    byte[] image = version.image();
    if (image != null) {
      return image;
    }
    SpilledImage spilled = version.spilled();
    if (spilled == null) {
      throw new IllegalStateException("no image of " + version);
    }
    return spilled.read();
  }

  @Override
  public int pageCountAfter() {
    return last().pageCount;
  }
}
