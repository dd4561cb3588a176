package org.braiddb.storage.file.page;

/**
 * The pages of a database as one transaction sees them: all that the B-trees know of the file.
 *
 * <p>There is one source per transaction and tree, so that a transaction knows which tree touched
 * which page. A source is used by one thread at a time.
 *
 * <p>Pages are named by {@code int} numbers. A number that {@link #allocate} gave may be
 * provisional (negative) until commit, when every stored pointer to it is patched; zero is never a
 * page. Users of a source must not read an order or a place in the file out of a number.
 */
public interface PageSource {
  /** Names the database in error messages: the path of the file, usually. */
  String description();

  /** The size of a page in bytes: a power of two from 512 to 65536. */
  int pageSize();

  /** The page size without the reserved bytes at the end of each page: at least 480. */
  int usableSize();

  /**
   * How many pages the database has for this transaction, free pages and its own provisional ones
   * included. No positive page number is greater, and no chain of pages is longer.
   */
  int pageCount();

  /**
   * The current image of a page: a published, immutable one, or this transaction's private copy.
   * The caller never writes into it. A later {@link #write} of the same page may leave this array
   * behind with the old content, or change it in place: keep no array across a write of its page.
   *
   * @return an array of {@link #pageSize} bytes
   * @throws org.braiddb.storage.CorruptException when the number names no page of this
   *     transaction's view; I/O errors
   */
  byte[] read(int page);

  /**
   * Images of several pages for one quick look, as {@link #read} gives them one by one.
   *
   * @param pages their numbers
   * @param count how many
   * @param images where to put them; held until they have been looked at, and no longer
   */
  default void readTogether(int[] pages, int count, byte[][] images) {
    for (int i = 0; i < count; i++) {
      images[i] = read(pages[i]);
    }
  }

  /** Where keys of indexes were found before, in any transaction. */
  KeyPlaces keyPlaces();

  /**
   * This transaction's private, writable copy of a page, made at the first call (and again after a
   * savepoint). The array may be written until the next call of any method of a transaction that
   * could take a savepoint or commit; ask again in each operation.
   *
   * @return an array of {@link #pageSize} bytes, which {@link #read} returns too from now on
   */
  byte[] write(int page);

  /**
   * Says that bytes were to be written into a page that are there already: the page stays as it is,
   * but to others this transaction has changed what is there.
   */
  default void unchanged(int page) {}

  /**
   * Takes a page from the free list or beyond the end. Its content is undefined: the caller writes
   * all of it.
   *
   * @return its number, possibly provisional
   */
  int allocate();

  /** The same for an overflow page, whose pointers are in another place than those of a node. */
  default int allocateOverflow() {
    return allocate();
  }

  /** As {@link #write}, for an overflow page that is part of a chain already. */
  default byte[] writeOverflow(int page) {
    return write(page);
  }

  /**
   * Gives a page back. Its content must not be read or written afterwards.
   *
   * @throws org.braiddb.storage.CorruptException when the page is free already or no page of this
   *     transaction's view, which means that two pointers led to it
   */
  void free(int page);

  /**
   * Says that a change of a tree begins: no array of an earlier {@link #write} will be written into
   * any more, so that private pages may be moved out of memory.
   *
   * @param read whether somebody besides the one who changes the tree has a place in it, and may
   *     still read the bytes that were there
   */
  default void changeBegins(boolean read) {}

  /**
   * Reports that the range of keys a page is responsible for has changed although none of its bytes
   * did: balancing moved a boundary, or a sibling was added or emptied. Written and freed pages are
   * not reported here. Row-level validation counts such a page as touched: a concurrent insert into
   * it could be out of place.
   */
  void touched(int page);
}
