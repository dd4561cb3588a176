package org.braiddb.storage.pagelock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.concurrency.ConflictReport;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;

/** Follows a concurrent transaction: the pages it has read, tree by tree, and those it changed. */
final class ConcurrentTransactionControl implements TransactionControl {
  /** Where the header, at the beginning of page 1, has its big-endian numbers. */
  private static final int SCHEMA_COOKIE_OFFSET = 40;

  private static final int USER_VERSION_OFFSET = 60;
  private static final int APPLICATION_ID_OFFSET = 68;

  /** How much of a page the log shows. */
  private static final int SHOWN_BYTES = 8;

  private final StoreView store;
  private final PageHistory history;
  private final List<ReadSet> readSets = new ArrayList<>();
  private final PageBitmap changed = new PageBitmap();
  private long snapshot;
  private boolean alone;
  private boolean changesSchema;
  private boolean readsUserVersion;
  private boolean readsApplicationId;

  /** What the log is told beside the conflict's message. */
  private String detail = "";

  ConcurrentTransactionControl(StoreView store, PageHistory history) {
    this.store = store;
    this.history = history;
  }

  @Override
  public void opened(long newSnapshot) {
    snapshot = newSnapshot;
  }

  @Override
  public void writesAlone() {
    alone = true;
  }

  @Override
  public TreeControl tree(Tree tree) {
    if (tree.id() >= FIRST_PRIVATE_TREE) {
      return TreeControl.NONE;
    }
    for (ReadSet known : readSets) {
      if (known.tree.id() == tree.id()) {
        return known;
      }
    }
    ReadSet made = new ReadSet(tree);
    readSets.add(made);
    return made;
  }

  /** The pages of one tree that were read. */
  private final class ReadSet implements TreeControl {
    final Tree tree;
    final PageBitmap pages = new PageBitmap();

    ReadSet(Tree tree) {
      this.tree = tree;
    }

    @Override
    public boolean followsReads() {
      return true;
    }

    @Override
    public void pageRead(int page) {
      if (page != 1) {
        pages.add(page);
      }
    }

    @Override
    public void pageTouched(int page) {
      changed.add(page);
      pageRead(page);
      if (tree.id() == Tree.CATALOG_ID) {
        changesSchema = true;
      }
    }
  }

  @Override
  public void settingMetadata(Metadata field, int value) {
    switch (field) {
      case SCHEMA_COOKIE -> changesSchema = true;
      case SCHEMA_FORMAT -> {}
      case USER_VERSION, APPLICATION_ID, DEFAULT_CACHE_SIZE -> {
        if (!alone) {
          String name = field.name().toLowerCase(Locale.ROOT);
          throw new UnsupportedException(
              "cannot modify " + name + " inside a concurrent transaction");
        }
      }
    }
  }

  @Override
  public void readingMetadata(Metadata field) {
    switch (field) {
      case SCHEMA_COOKIE, SCHEMA_FORMAT, DEFAULT_CACHE_SIZE -> {}
      case USER_VERSION -> readsUserVersion = true;
      case APPLICATION_ID -> readsApplicationId = true;
    }
  }

  /** L1. Nothing is ever replayed: what passes keeps all its pages. */
  @Override
  public List<Tree> validate(long head) {
    if (head == snapshot) {
      return List.of();
    }
    if (snapshot < history.floor()) {
      throw new ConflictException(
          ConflictException.Kind.HISTORY,
          "the database",
          "snapshot " + snapshot,
          head,
          "so much was committed since that changes before commit "
              + history.floor()
              + " are not known any more");
    }
    if (changesSchema) {
      throw lost(
          Tree.CATALOG.name(), 1, true, head, "the schema was changed here, something there", head);
    }
    validateNumber(SCHEMA_COOKIE_OFFSET, "the schema was read here, changed there", head);
    if (readsUserVersion) {
      validateNumber(USER_VERSION_OFFSET, "user_version was read here, changed there", head);
    }
    if (readsApplicationId) {
      validateNumber(APPLICATION_ID_OFFSET, "application_id was read here, changed there", head);
    }
    readSets.forEach(read -> validate(read, head));
    return List.of();
  }

  private void validateNumber(int offset, String reason, long head) {
    if (number(offset, head) != number(offset, snapshot)) {
      long winner = Math.max(history.lastChange(1), snapshot + 1);
      throw lost(Tree.CATALOG.name(), 1, false, winner, reason, head);
    }
  }

  private int number(int offset, long commit) {
    byte[] page1 = store.page(1, commit);
    return (page1[offset] & 0xff) << 24
        | (page1[offset + 1] & 0xff) << 16
        | (page1[offset + 2] & 0xff) << 8
        | page1[offset + 3] & 0xff;
  }

  private void validate(ReadSet read, long head) {
    int page = history.changedAfter(snapshot, read.pages);
    if (page != 0) {
      boolean written = changed.contains(page);
      throw lost(
          read.tree.name(),
          page,
          written,
          history.lastChange(page),
          written ? "both changed it" : "read here, changed there",
          head);
    }
  }

  private ConflictException lost(
      String object, int page, boolean written, long winner, String reason, long head) {
    byte[] content = Arrays.copyOf(store.page(page, head), SHOWN_BYTES);
    detail =
        (written ? "read and written" : "read only")
            + "; it begins with "
            + HexFormat.of().formatHex(content);
    return new ConflictException(
        page == 1 ? ConflictException.Kind.DEFINITION : ConflictException.Kind.PAGE,
        object,
        "page " + page,
        winner,
        reason);
  }

  @Override
  public void lost(ConflictException conflict) {
    ConflictReport.send(store.description(), snapshot, conflict, detail);
  }

  @Override
  public void staged(long commit, int[] pages) {
    history.record(commit, pages, changed);
  }
}
