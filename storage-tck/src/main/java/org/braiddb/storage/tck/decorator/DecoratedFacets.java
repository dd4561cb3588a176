package org.braiddb.storage.tck.decorator;

import java.util.Optional;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;

/** The facets of a decorated store, which know only their engine's own transactions. */
final class DecoratedFacets {
  private DecoratedFacets() {}

  private static Transaction undecorated(Transaction transaction) {
    return DecoratedTransaction.undecorated(transaction);
  }

  /** A facet of the store that takes the decorator's transactions. */
  static <F> Optional<F> of(Class<F> facet, Store store) {
    if (facet == Facets.IntegrityCheck.class) {
      return store
          .facet(Facets.IntegrityCheck.class)
          .map(check ->
              facet.cast(
                  (Facets.IntegrityCheck)
                      (transaction, trees, maximumErrors, finding) ->
                          check.check(undecorated(transaction), trees, maximumErrors, finding)));
    }
    if (facet == Facets.PageInspection.class) {
      return store
          .facet(Facets.PageInspection.class)
          .map(pages -> facet.cast(new DecoratedPageInspection(pages)));
    }
    if (facet == Facets.Compaction.class) {
      return store
          .facet(Facets.Compaction.class)
          .map(compaction ->
              facet.cast(
                  (Facets.Compaction)
                      transaction -> compaction.releaseFreeSpace(undecorated(transaction))));
    }
    if (facet == Facets.Backup.class) {
      return store
          .facet(Facets.Backup.class)
          .map(backup ->
              facet.cast(
                  (Facets.Backup)
                      (snapshot, target) -> backup.begin(undecorated(snapshot), target)));
    }
    if (facet == Facets.AutoVacuum.class) {
      return store
          .facet(Facets.AutoVacuum.class)
          .map(vacuum -> facet.cast(new DecoratedAutoVacuum(vacuum)));
    }
    return store.facet(facet);
  }

  private record DecoratedAutoVacuum(Facets.AutoVacuum vacuum) implements Facets.AutoVacuum {
    @Override
    public Mode mode(Transaction transaction) {
      return vacuum.mode(undecorated(transaction));
    }

    @Override
    public boolean setMode(Transaction transaction, Mode mode) {
      return vacuum.setMode(undecorated(transaction), mode);
    }

    @Override
    public void vacuum(Transaction transaction, int mostPages) {
      vacuum.vacuum(undecorated(transaction), mostPages);
    }
  }

  private record DecoratedPageInspection(Facets.PageInspection pages)
      implements Facets.PageInspection {
    @Override
    public int pageSize() {
      return pages.pageSize();
    }

    @Override
    public long pageCount(Transaction transaction) {
      return pages.pageCount(undecorated(transaction));
    }

    @Override
    public long freePageCount(Transaction transaction) {
      return pages.freePageCount(undecorated(transaction));
    }

    @Override
    public long maximumPageCount() {
      return pages.maximumPageCount();
    }

    @Override
    public void setMaximumPageCount(long maximum) {
      pages.setMaximumPageCount(maximum);
    }
  }
}
