package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that are shown are deleted by an engine that does not know how, too. */
class DeletedAsShownTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "4", "3 4", "0 1 2 3 4", "1 3", "0 4", "2 3", "0 1"})
  void byDefaultAsByTheEngine(String places) {
    int[] chosen = Stream.of(places.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(deleted(chosen, true)).isEqualTo(deleted(chosen, false)).hasSize(10 - chosen.length);
  }

  /** The rowid that follows, and all that are left. */
  private static List<Long> deleted(int[] places, boolean byDefault) {
    try (Store store =
            new WalEngine().open(new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS);
        Transaction tx =
            store.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), new CallLimits())) {
      Tree.Table table = new Tree.Table(tx.createTree(TreeKind.TABLE), "t");
      List<Long> left = new ArrayList<>();
      try (Cursor own = tx.open(table, true)) {
        byte[] record = {2, 9};
        IntStream.rangeClosed(1, 9).forEach(i -> own.insert(i, record, 0, record.length));
        Cursor cursor = byDefault ? withDefault(own) : own;
        RowBlock block = new RowBlock();
        assertThat(cursor.seek(3, Cursor.Seek.EQUAL)).isTrue();
        assertThat(cursor.show(block, 7)).isEqualTo(5);
        cursor.deleteShown(block, places, places.length);
        assertThat(cursor.next()).isTrue();
        left.add(cursor.rowid());
        for (boolean more = cursor.first(); more; more = cursor.next()) {
          left.add(cursor.rowid());
        }
      }
      return left;
    }
  }

  private static Cursor withDefault(Cursor cursor) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("deleteShown")) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          try {
            return method.invoke(cursor, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Cursor)
        Proxy.newProxyInstance(
            Cursor.class.getClassLoader(), new Class<?>[] {Cursor.class}, handler);
  }
}
