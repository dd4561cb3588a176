package org.braiddb.storage.file.btree;

import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.record.Varint;

/** A cursor of a table tree. */
final class TableCursor extends TreeCursor {
  private long savedRowid;

  TableCursor(TableTree tree, boolean writable) {
    super(tree, writable);
  }

  @Override
  public boolean seek(long key, Seek seek) {
    reset();
    return switch (seek) {
      case EQUAL -> {
        if (locate(key)) {
          yield arrive();
        }
        savedRowid = key;
        placeValid = true;
        yield false;
      }
      case AT_LEAST -> {
        locate(key);
        yield cell < count ? arrive() : ascendToNext();
      }
      case AFTER -> {
        if (locate(key)) {
          cell++;
        }
        yield cell < count ? arrive() : ascendToNext();
      }
      case AT_MOST -> locate(key) ? arrive() : retreat();
      case BEFORE -> {
        locate(key);
        yield retreat();
      }
    };
  }

  /** Goes to the leaf and the first cell at or after the key; true where it equals the key. */
  private boolean locate(long key) {
    enterRoot();
    while (!leaf) {
      cell = lowerBound(key);
      enterChild();
    }
    cell = lowerBound(key);
    return cell < count && rowidAt(cell) == key;
  }

  private long rowidAt(int index) {
    int offset = cellOffset(index);
    if (!headerFits(offset)) {
      format.exactSize(pages[depth], image, offset, leaf); // refuses what runs over the end
    }
    return Varint.read(
        image, leaf ? offset + Varint.length(image, offset) : offset + CellFormat.POINTER_SIZE);
  }

  /**
   * The first cell of the current page whose rowid is at or after the key, or the count.
   *
   * <p>Rowids are mostly dense, so the first guess is by proportion; from there the bound is
   * galloped to, then bisected. On a damaged page without order it still ends, somewhere.
   */
  private int lowerBound(long key) {
    int high = count - 1;
    if (high < 0) {
      return 0;
    }
    long last = rowidAt(high);
    if (key >= last) {
      return key == last ? high : count;
    }
    long first = rowidAt(0);
    if (key <= first) {
      return 0;
    }
    int low = 0; // rowidAt(low) < key <= rowidAt(high)
    double share = ((double) key - (double) first) / ((double) last - (double) first);
    int guess = Math.clamp((long) (share * high), 1, Math.max(1, high - 1));
    int step = 1;
    while (high - low > 1) {
      int probe = Math.clamp(guess, low + 1, high - 1);
      long found = rowidAt(probe);
      if (found == key) {
        return probe;
      }
      if (found < key) {
        low = probe;
        guess = probe + step;
      } else {
        high = probe;
        guess = probe - step;
      }
      step *= 2;
      if (step > high - low) {
        return bisect(key, low, high);
      }
    }
    return high;
  }

  private int bisect(long key, int below, int atOrAbove) {
    int low = below;
    int high = atOrAbove;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (rowidAt(middle) < key) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public long rowid() {
    if (state != ON_ENTRY) {
      require();
    }
    return rowid;
  }

  @Override
  boolean seekSaved() {
    return locate(savedRowid);
  }

  @Override
  void saveKey() {
    savedRowid = rowid;
  }

  @Override
  void announceDeletion(RowListener rows) {
    rows.deleting(savedRowid);
  }

  @Override
  public void insert(long key, byte[] record, int offset, int length) {
    checkWritable();
    boolean found = place(key);
    if (found) {
      arrive();
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      rows.inserting(key, found);
    }
    tree.beforeChange(this);
    lose();
    TreeEditor editor = tree.editor();
    editor.encodeTableCell(key, record, offset, length);
    boolean pathKept = found ? editor.replace(this) : editor.insert(this);
    savedRowid = key;
    if (pathKept) {
      arrive();
    } else {
      state = SAVED;
    }
  }

  /**
   * Brings the path to the key's place, from where the cursor is if that is near; true if found.
   */
  private boolean place(long key) {
    if (placeValid && savedRowid == key) {
      return false;
    }
    if ((state == ON_ENTRY || state == BETWEEN) && atRightEdge() && rowidAt(0) <= key) {
      cell = lowerBound(key);
      return cell < count && rowidAt(cell) == key;
    }
    reset();
    return locate(key);
  }
}
