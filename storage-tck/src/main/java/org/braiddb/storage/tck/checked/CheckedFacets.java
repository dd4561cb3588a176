package org.braiddb.storage.tck.checked;

import java.util.Optional;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;

/** Facets that know only their engine's own transactions are given those. */
final class CheckedFacets {
  private CheckedFacets() {}

  static <F> Optional<F> of(Class<F> facet, Store store) {
    if (facet == Facets.IntegrityCheck.class) {
      return store
          .facet(Facets.IntegrityCheck.class)
          .map(check ->
              facet.cast(
                  (Facets.IntegrityCheck)
                      (transaction, trees, maximumErrors, finding) ->
                          check.check(own(transaction), trees, maximumErrors, finding)));
    }
    if (facet == Facets.PageInspection.class) {
      return store
          .facet(Facets.PageInspection.class)
          .map(pages -> facet.cast(new CheckedPageInspection(pages)));
    }
    return store.facet(facet);
  }

  private static Transaction own(Transaction transaction) {
    return transaction instanceof CheckedTransaction checked ? checked.unchecked() : transaction;
  }

  private record CheckedPageInspection(Facets.PageInspection pages)
      implements Facets.PageInspection {
    @Override
    public int pageSize() {
      return pages.pageSize();
    }

    @Override
    public long pageCount(Transaction transaction) {
      return pages.pageCount(own(transaction));
    }

    @Override
    public long freePageCount(Transaction transaction) {
      return pages.freePageCount(own(transaction));
    }
  }
}
