import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What reading costs at least: the leaves of a table of a million rows in memory, as SQLite lays
 * them out, read by loops written by hand, without tree, transaction, SQL or driver.
 *
 * <pre>java -Xmx2g bench/floors/ReadFloor.java</pre>
 *
 * <p>Prints nanoseconds of CPU time for each row, the best and the median of 31 turns: the walk
 * from cell to cell; the query of the benchmark's full scan; rows looked up at random, one by one
 * and some at a time, each of the three reads (header, pointer, cell) for all before the next for
 * any; rows looked up by an index on their text of nine bytes; and TPC-H's query 6 over rows like
 * its line items, whose date comes after ten other columns.
 */
final class ReadFloor {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final int ROWS = 1_000_000;
  private static final int PAGE = 4096;
  private static final int TABLE_LEAF = 13;
  private static final int INDEX_LEAF = 10;
  private static final int ROWS_IN_LEAF = 40;
  private static final int LOOKUPS = 100_000;
  private static final int TURNS = 31;
  private static final byte[] SIZES = new byte[128];

  private static long sink;

  private final byte[][] leaves = new byte[ROWS / ROWS_IN_LEAF][];
  private final int[] wanted = new int[LOOKUPS];

  public static void main(String[] args) {
    for (int type = 0; type < SIZES.length; type++) {
      int[] fixed = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
      SIZES[type] = (byte) (type < 12 ? fixed[type] : (type - 12) / 2);
    }
    ReadFloor floor = new ReadFloor();
    floor.fill();
    time("walk from cell to cell", ROWS, floor::walk);
    time("count, sum, sum in a range", ROWS, floor::scan);
    time("lookup, one by one", LOOKUPS, floor::oneByOne);
    for (int together : new int[] {4, 8, 16, 32, 64}) {
      time("lookup, " + together + " together", LOOKUPS, () -> floor.together(together));
    }
    CodeIndex codes = new CodeIndex(floor);
    time("lookup by a text", LOOKUPS, codes::lookups);
    LineItems items = new LineItems();
    time("TPC-H Q6, walk and dates", ROWS, items::dates);
    time("TPC-H Q6", ROWS, items::revenue);
    System.out.println("(" + sink + ")");
  }

  private static void time(String what, int rows, LongSupplier work) {
    long[] nanos = new long[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      long begun = THREADS.getCurrentThreadCpuTime();
      sink += work.getAsLong();
      nanos[turn] = THREADS.getCurrentThreadCpuTime() - begun;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%-28s best %6.1f  median %6.1f ns%n",
        what, (double) nanos[0] / rows, (double) nanos[TURNS / 2] / rows);
  }

  /** Rows (NULL, TEXT of 9 bytes, INTEGER, REAL, TEXT of 50 bytes). */
  private void fill() {
    Random random = new Random(1);
    int row = 0;
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      byte[] page = emptyLeaf(TABLE_LEAF, ROWS_IN_LEAF);
      int end = PAGE;
      for (int cell = 0; cell < ROWS_IN_LEAF; cell++) {
        end -= 80;
        SHORT.set(page, 8 + 2 * cell, (short) end);
        row++;
        byte[] head = {
          75,
          (byte) (row >> 14 | 0x80),
          (byte) (row >> 7 | 0x80),
          (byte) (row & 0x7f),
          6,
          0,
          31,
          2,
          7,
          112
        };
        System.arraycopy(head, 0, page, end, head.length);
        SHORT.set(page, end + 19, (short) random.nextInt(1000));
        LONG.set(page, end + 21, Double.doubleToRawLongBits(random.nextInt(100_000) / 7.0));
      }
      leaves[leaf] = page;
    }
    SplittableRandom choice = new SplittableRandom(2);
    Arrays.setAll(wanted, i -> choice.nextInt(ROWS));
  }

  private static byte[] emptyLeaf(int kind, int cells) {
    byte[] page = new byte[PAGE];
    page[0] = (byte) kind;
    SHORT.set(page, 3, (short) cells);
    return page;
  }

  private static int u16(byte[] page, int at) {
    return (short) SHORT.get(page, at) & 0xffff;
  }

  private long walk() {
    long sum = 0;
    for (byte[] page : leaves) {
      int count = u16(page, 3);
      for (int cell = 0; cell < count; cell++) {
        sum += page[u16(page, 8 + 2 * cell)];
      }
    }
    return sum;
  }

  private static int record(byte[] page, int cell) {
    int at = u16(page, 8 + 2 * cell);
    at += page[at] < 0 ? 2 : 1;
    while (page[at++] < 0) {
      // the rowid
    }
    return at;
  }

  private long scan() {
    long count = 0;
    long amounts = 0;
    double prices = 0;
    for (byte[] page : leaves) {
      int cells = u16(page, 3);
      for (int cell = 0; cell < cells; cell++) {
        int at = record(page, cell);
        int value = at + page[at] + SIZES[page[at + 1]] + SIZES[page[at + 2]];
        int type = page[at + 3];
        long amount = type == 2 ? (short) SHORT.get(page, value) : page[value];
        if (amount >= 100 && amount <= 900) {
          count++;
          amounts += amount * 2 + 1;
          prices += Double.longBitsToDouble((long) LONG.get(page, value + SIZES[type]));
        }
      }
    }
    return count + amounts + (long) prices;
  }

  private long oneByOne() {
    long sum = 0;
    for (int row : wanted) {
      // Which row is next depends on the one before, as it does for one caller after the other.
      byte[] page = leaves[row / ROWS_IN_LEAF];
      int cell = (int) ((row + (sum & 1)) % u16(page, 3));
      sum += page[record(page, cell) + 4];
    }
    return sum;
  }

  private long together(int most) {
    byte[][] pages = new byte[most][];
    int[] places = new int[most];
    long sum = 0;
    for (int from = 0; from + most <= LOOKUPS; from += most) {
      for (int i = 0; i < most; i++) {
        pages[i] = leaves[wanted[from + i] / ROWS_IN_LEAF];
        places[i] = wanted[from + i] % u16(pages[i], 3);
      }
      for (int i = 0; i < most; i++) {
        places[i] = u16(pages[i], 8 + 2 * places[i]);
      }
      for (int i = 0; i < most; i++) {
        sum += pages[i][places[i] + 8];
      }
    }
    return sum;
  }

  /** The leaves of an index on a text of nine digits, which come in no order of the rows. */
  private static final class CodeIndex {
    private static final int ENTRIES_IN_LEAF = 200;
    private static final int DIGITS = 9;
    private static final int ENTRY = 4 + DIGITS + 3;

    private final ReadFloor table;
    private final byte[][] leaves = new byte[ROWS / ENTRIES_IN_LEAF][];

    /** The beginning of the last key of each leaf: what is left of the pages above. */
    private final long[] lasts = new long[leaves.length];

    private final byte[] sought = new byte[DIGITS];

    CodeIndex(ReadFloor table) {
      this.table = table;
      int[] rows = new int[ROWS];
      Arrays.setAll(rows, i -> i);
      SplittableRandom choice = new SplittableRandom(3);
      for (int i = ROWS - 1; i > 0; i--) {
        int other = choice.nextInt(i + 1);
        int row = rows[i];
        rows[i] = rows[other];
        rows[other] = row;
      }
      byte[] code = new byte[DIGITS];
      for (int leaf = 0; leaf < leaves.length; leaf++) {
        byte[] page = emptyLeaf(INDEX_LEAF, ENTRIES_IN_LEAF);
        int end = PAGE;
        for (int cell = 0; cell < ENTRIES_IN_LEAF; cell++) {
          end -= ENTRY;
          SHORT.set(page, 8 + 2 * cell, (short) end);
          int number = leaf * ENTRIES_IN_LEAF + cell;
          write(number, code);
          int row = rows[number];
          byte[] head = {ENTRY - 1, 3, 13 + 2 * DIGITS, 3};
          System.arraycopy(head, 0, page, end, head.length);
          System.arraycopy(code, 0, page, end + 4, DIGITS);
          page[end + 4 + DIGITS] = (byte) (row >> 16);
          SHORT.set(page, end + 5 + DIGITS, (short) row);
        }
        leaves[leaf] = page;
        lasts[leaf] = (long) LONG.get(code, 0);
      }
    }

    /** Numbers apart from each other, so that the first eight digits tell them apart. */
    private static void write(int number, byte[] code) {
      int rest = 10 * number;
      for (int i = DIGITS - 1; i >= 0; i--) {
        code[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }

    private long lookups() {
      long sum = 0;
      for (int number : table.wanted) {
        // Which is next depends on the one before, as it does for one caller after the other.
        write((int) (number ^ (sum & 1)), sought);
        int row = find(sought);
        byte[] page = table.leaves[row / ROWS_IN_LEAF];
        sum += page[record(page, row % u16(page, 3)) + 4];
      }
      return sum;
    }

    private int find(byte[] code) {
      long beginning = (long) LONG.get(code, 0);
      int low = 0;
      int high = lasts.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (lasts[middle] < beginning) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      byte[] page = leaves[low];
      int from = 0;
      int to = u16(page, 3) - 1;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if ((long) LONG.get(page, u16(page, 8 + 2 * middle) + 4) < beginning) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      int at = u16(page, 8 + 2 * from);
      int body = at + 1 + page[at + 1];
      if ((long) LONG.get(page, body) != beginning || page[body + 8] != code[8]) {
        throw new IllegalStateException("not found");
      }
      int rowid = body + DIGITS;
      return (page[rowid] & 0xff) << 16 | u16(page, rowid + 1);
    }
  }

  /** Leaves of rows of sixteen columns; the date of shipping is the eleventh. */
  private static final class LineItems {
    private static final int DATE = 10;
    private static final int QUANTITY = 4;
    private static final int PRICE = 5;
    private static final int DISCOUNT = 6;
    private static final long FROM = beginning("1994-01-");
    private static final long TO = beginning("1995-01-");

    private final byte[][] leaves = new byte[ROWS / ROWS_IN_LEAF * 2][];

    LineItems() {
      Random random = new Random(3);
      int row = 0;
      for (int leaf = 0; leaf < leaves.length; leaf++) {
        byte[] page = emptyLeaf(TABLE_LEAF, ROWS_IN_LEAF / 2);
        int end = PAGE;
        for (int cell = 0; cell < ROWS_IN_LEAF / 2; cell++) {
          byte[] record = record(random);
          row++;
          end -= record.length + 5;
          SHORT.set(page, 8 + 2 * cell, (short) end);
          byte[] head = {
            (byte) (record.length >> 7 | 0x80),
            (byte) (record.length & 0x7f),
            (byte) (row >> 14 | 0x80),
            (byte) (row >> 7 | 0x80),
            (byte) (row & 0x7f)
          };
          System.arraycopy(head, 0, page, end, head.length);
          System.arraycopy(record, 0, page, end + head.length, record.length);
        }
        leaves[leaf] = page;
      }
    }

    private static long beginning(String text) {
      return (long) LONG.get(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0);
    }

    private static byte[] record(Random random) {
      byte discount = (byte) (random.nextInt(11) == 0 ? 8 : 7);
      byte comment = (byte) (13 + 2 * (10 + random.nextInt(30)));
      byte[] types = {17, 3, 3, 2, 9, 1, 7, discount, 7, 15, 15, 33, 33, 33, 37, 21, comment};
      int size = types.length;
      for (int i = 1; i < types.length; i++) {
        size += SIZES[types[i]];
      }
      byte[] record = new byte[size];
      System.arraycopy(types, 0, record, 0, types.length);
      int at = types.length;
      for (int column = 0; column < types.length - 1; column++) {
        switch (column) {
          case QUANTITY -> record[at] = (byte) (1 + random.nextInt(50));
          case PRICE ->
              LONG.set(record, at, Double.doubleToRawLongBits(900 + random.nextInt(9999) / 7.0));
          case DISCOUNT -> {
            if (discount == 7) {
              LONG.set(record, at, Double.doubleToRawLongBits((1 + random.nextInt(10)) / 100.0));
            }
          }
          case DATE -> {
            String date =
                "%d-%02d-%02d"
                    .formatted(
                        1992 + random.nextInt(7), 1 + random.nextInt(12), 1 + random.nextInt(28));
            System.arraycopy(
                date.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, record, at, 10);
          }
          default -> {
            // What the query does not read.
          }
        }
        at += SIZES[types[column + 1]];
      }
      return record;
    }

    private static int value(byte[] page, int record, int column) {
      int at = record + page[record];
      for (int i = 1; i <= column; i++) {
        at += SIZES[page[record + i]];
      }
      return at;
    }

    private static double real(byte[] page, int record, int column) {
      int at = value(page, record, column);
      return switch (page[record + 1 + column]) {
        case 1 -> page[at];
        case 7 -> Double.longBitsToDouble((long) LONG.get(page, at));
        default -> 0;
      };
    }

    /** How many rows are of the year: what is read of every row. */
    long dates() {
      long count = 0;
      for (byte[] page : leaves) {
        int cells = u16(page, 3);
        for (int cell = 0; cell < cells; cell++) {
          int record = ReadFloor.record(page, cell);
          long date = (long) LONG.get(page, value(page, record, DATE));
          if (date >= FROM && date < TO) {
            count++;
          }
        }
      }
      return count;
    }

    long revenue() {
      double revenue = 0;
      for (byte[] page : leaves) {
        int cells = u16(page, 3);
        for (int cell = 0; cell < cells; cell++) {
          int record = ReadFloor.record(page, cell);
          long date = (long) LONG.get(page, value(page, record, DATE));
          if (date >= FROM && date < TO) {
            double discount = real(page, record, DISCOUNT);
            if (discount >= 0.05 && discount <= 0.07 && real(page, record, QUANTITY) < 24) {
              revenue += real(page, record, PRICE) * discount;
            }
          }
        }
      }
      return (long) revenue;
    }
  }
}
