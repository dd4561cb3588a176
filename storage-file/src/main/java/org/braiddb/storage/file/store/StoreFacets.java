package org.braiddb.storage.file.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Facets.AutoVacuum;
import org.braiddb.storage.Facets.Backup;
import org.braiddb.storage.Facets.BackupSteps;
import org.braiddb.storage.Facets.CacheControl;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.Facets.CheckpointResult;
import org.braiddb.storage.Facets.Checkpointing;
import org.braiddb.storage.Facets.Compaction;
import org.braiddb.storage.Facets.IntegrityCheck;
import org.braiddb.storage.Facets.OpenSnapshot;
import org.braiddb.storage.Facets.PageInspection;
import org.braiddb.storage.Facets.SnapshotInspection;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.transaction.FileTransaction;
import org.braiddb.storage.file.transaction.TransactionHost;

/** The optional abilities of a file store. */
record StoreFacets(FileStore store)
    implements Checkpointing,
        PageInspection,
        IntegrityCheck,
        Compaction,
        AutoVacuum,
        CacheControl,
        Backup,
        SnapshotInspection {

  static <F> Optional<F> find(FileStore store, Class<F> facet) {
    StoreFacets all = new StoreFacets(store);
    return facet.isInstance(all) ? Optional.of(facet.cast(all)) : store.concurrency().facet(facet);
  }

  private static FileTransaction own(Transaction transaction) {
    if (transaction instanceof FileTransaction file) {
      return file;
    }
    throw new MisuseException("not a transaction of this store");
  }

  @Override
  public CheckpointResult checkpoint(CheckpointMode mode, CallLimits limits) {
    store.checkOpen();
    if (store.readOnly()) {
      throw new ReadOnlyException("a checkpoint writes the database", null);
    }
    return store.database().checkpointer.run(mode, limits);
  }

  @Override
  public int autoCheckpointFrames() {
    return store.checkpoints().threshold();
  }

  @Override
  public void setAutoCheckpointFrames(int frames) {
    store.checkpoints().setThreshold(frames);
  }

  @Override
  public long logSizeLimit() {
    return store.database().logSizeLimit();
  }

  @Override
  public void setLogSizeLimit(long bytes) {
    store.database().setLogSizeLimit(bytes);
  }

  @Override
  public void closeWithoutLog() {
    store.database().closeWithoutLog();
  }

  @Override
  public long maximumPageCount() {
    return store.maximumPageCount();
  }

  @Override
  public void setMaximumPageCount(long pages) {
    store.setMaximumPageCount((int) Math.clamp(pages, 1, TransactionHost.MAXIMUM_PAGE_COUNT));
  }

  @Override
  public int pageSize() {
    return store.format().pageSize();
  }

  @Override
  public long pageCount(Transaction transaction) {
    int count = own(transaction).pageCount();
    return count == 1 && store.database().isEmpty() ? 0 : count;
  }

  @Override
  public long freePageCount(Transaction transaction) {
    return own(transaction).freePageCount();
  }

  @Override
  public long[] check(
      Transaction transaction, List<Tree> trees, int maximumErrors, Consumer<String> finding) {
    return own(transaction).check(trees, maximumErrors, finding);
  }

  @Override
  public void releaseFreeSpace(Transaction transaction) {
    own(transaction).releaseFreeSpace();
  }

  @Override
  public AutoVacuum.Mode mode(Transaction transaction) {
    return own(transaction).autoVacuum();
  }

  @Override
  public boolean setMode(Transaction transaction, AutoVacuum.Mode mode) {
    return own(transaction).setAutoVacuum(mode);
  }

  @Override
  public void vacuum(Transaction transaction, int most) {
    own(transaction).vacuum(most);
  }

  @Override
  public long cacheBytes() {
    return store.database().cache.budgetBytes();
  }

  @Override
  public void setCacheBytes(long bytes) {
    store.database().cache.setBudgetBytes(bytes);
  }

  @Override
  public BackupSteps begin(Transaction snapshot, Path target) {
    store.checkOpen();
    long commit = own(snapshot).snapshot();
    return new OnlineBackup(
        store.database(),
        commit,
        store.pageCountAt(commit),
        BackupTarget.open(store.engineFiles(), target));
  }

  @Override
  public List<OpenSnapshot> openSnapshots() {
    store.checkOpen();
    return store.database().snapshots.list();
  }
}
