package org.braiddb.storage.tck.naive;

import java.util.HashMap;
import java.util.Map;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.jspecify.annotations.Nullable;

/** Gives the trees that a transaction made their final ids, in the catalogue's records too. */
final class CatalogIds {
  /** The catalogue's column that holds the id. */
  private static final int ID_COLUMN = 3;

  private CatalogIds() {}

  static Version makeFinal(Version version, NaiveDatabase database) {
    Map<Long, Long> finalIds = new HashMap<>();
    Version result = version;
    StoredTree first = firstProvisional(result);
    while (first != null) {
      long id = database.newTreeId();
      finalIds.put(first.id(), id);
      result = result.without(first.id()).with(first.withId(id));
      first = firstProvisional(result);
    }
    return finalIds.isEmpty() ? result : patchCatalogue(result, finalIds);
  }

  private static @Nullable StoredTree firstProvisional(Version version) {
    return SortedTree.firstAfter(
        version.trees(), tree -> Long.compare(Version.FIRST_PROVISIONAL_ID, tree.id()), true);
  }

  private static Version patchCatalogue(Version version, Map<Long, Long> finalIds) {
    StoredTree catalogue = version.tree(Tree.CATALOG_ID);
    if (catalogue == null) {
      throw new IllegalStateException("no catalogue");
    }
    var patched =
        new Object() {
          @Nullable SortedTree<Entry> entries = catalogue.entries();
        };
    EntryOrder order = EntryOrder.of(Tree.CATALOG);
    SortedTree.forEach(
        catalogue.entries(),
        entry -> {
          byte[] record = patch(entry.record(), finalIds);
          if (record != entry.record()) {
            patched.entries =
                SortedTree.with(patched.entries, new Entry(entry.rowid(), record), order);
          }
        });
    return version.with(catalogue.withEntries(patched.entries));
  }

  private static byte[] patch(byte[] record, Map<Long, Long> finalIds) {
    RecordReader reader = new RecordReader();
    reader.read(record, 0, record.length);
    if (!SerialType.isInteger(reader.type(ID_COLUMN))) {
      return record;
    }
    Long id = finalIds.get(reader.integer(ID_COLUMN));
    if (id == null) {
      return record;
    }
    RecordWriter writer = new RecordWriter();
    for (int column = 0; column < reader.columnCount(); column++) {
      if (column == ID_COLUMN) {
        writer.addInteger(id);
      } else {
        writer.addEncoded(reader.type(column), record, reader.offset(column));
      }
    }
    return writer.toByteArray();
  }
}
