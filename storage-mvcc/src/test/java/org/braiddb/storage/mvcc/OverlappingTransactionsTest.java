package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.mvcc.ShopModel.Item;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of overlapping random transactions on the smallest pages against a model: what commits
 * gives the state that the same changes give one after the other; what the rules allow commits, and
 * nothing else; the trees are whole after every commit.
 */
class OverlappingTransactionsTest {
  private static final int STEPS = 4000;
  private static final int MOST_OPEN = 6;

  /** Which collation the unique key has, and how much may be remembered. */
  enum Variant {
    ENCODED_KEYS(Collations.NOCASE, MvccControl.Budgets.ofHeap()),
    COMPARED_KEYS(Keys.CUSTOM, MvccControl.Budgets.ofHeap()),
    KEYS_KEPT_WHOLE(Collations.NOCASE, new MvccControl.Budgets(128 << 20, 64 << 20, 32 << 20, 1)),
    COMMITS_DURING_REPLAYS(new Keys.Interrupted(), MvccControl.Budgets.ofHeap()),
    SMALL_TRANSACTION_BUDGET(Collations.NOCASE, new MvccControl.Budgets(3000, 1 << 20, 1 << 20)),
    SMALL_HISTORY_BUDGET(Collations.NOCASE, new MvccControl.Budgets(1 << 20, 12_000, 1 << 20)),
    SMALLER_HISTORY_BUDGET(Collations.NOCASE, new MvccControl.Budgets(1 << 20, 3000, 1 << 20)),
    SMALL_PAGE_BUDGET(Collations.NOCASE, new MvccControl.Budgets(1 << 20, 12_000, 800));

    final Collation collation;
    final MvccControl.Budgets budgets;

    Variant(Collation collation, MvccControl.Budgets budgets) {
      this.collation = collation;
      this.budgets = budgets;
    }

    /** Whether every claim is kept exactly, so that no needless conflict is allowed. */
    boolean exact() {
      return ordinal() < SMALL_TRANSACTION_BUDGET.ordinal();
    }
  }

  private Variant variant = Variant.ENCODED_KEYS;
  private Random random = new Random();
  private Workshop workshop = new Workshop();
  private Tree.Table items = Keys.table(0);
  private Tree.Table parents = Keys.table(0);
  private Tree.Index codes = Keys.index(0, 1, Collations.NOCASE);
  private Tree.Index buckets = codes;
  private Tree.Clustered words = new Tree.Clustered(0, "words", codes.order());
  private String context = "";
  private final List<Running> open = new ArrayList<>();
  private final List<Committed> history = new ArrayList<>();
  private ShopModel state = new ShopModel();
  private int changes;
  private int commits;
  private int conflicts;
  private int needless;
  private int during;
  private @Nullable Running replaying;
  private boolean nested;

  private record Committed(long commit, Set<String> written, ShopModel after, Set<Long> required) {}

  private record Mark(int handle, ShopModel model) {}

  private static final class Running {
    final Transaction transaction;
    final boolean alone;
    final ShopModel base;
    final long snapshot;
    final List<Mark> marks = new ArrayList<>();
    ShopModel own;

    Running(Transaction transaction, boolean alone, ShopModel base) {
      this.transaction = transaction;
      this.alone = alone;
      this.base = base;
      this.own = base.copy();
      this.own.written.clear();
      this.own.required.clear();
      this.snapshot = transaction.snapshot();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCommitsIsWhatTheRulesAllow(Variant chosen) {
    variant = chosen;
    long seed = Long.getLong("braid.seed", 20);
    System.out.println("overlapping transactions: repeat with -Dbraid.seed=" + seed);
    random = new Random(seed);
    workshop = new Workshop(engine(chosen.budgets), Workshop.SMALL_PAGES);
    items = workshop.table("items");
    parents = workshop.table("parents");
    codes = workshop.index("codes", "items", 1, Keys.order(chosen.collation, Collations.BINARY));
    buckets = workshop.index("buckets", "items", 0, Keys.order(Collations.BINARY));
    words = workshop.clustered("words", Keys.order(Collations.BINARY));
    if (chosen.collation instanceof Keys.Interrupted collation) {
      collation.before = this::commitAnotherDuringReplay;
    }
    for (int step = 0; step < STEPS; step++) {
      context = "seed " + seed + ", step " + step;
      step();
    }
    open.forEach(each -> each.transaction.close());
    System.out.println(
        variant + ": " + commits + " commits, " + conflicts + " conflicts, needless " + needless);
    assertThat(commits).isGreaterThan(STEPS / 50);
    assertThat(conflicts).isGreaterThan(20);
    assertThat(during > 20).isEqualTo(chosen == Variant.COMMITS_DURING_REPLAYS);
    assertThat(variant.exact() ? needless : 0).isZero();
    workshop.close();
  }

  private static MvccEngine engine(MvccControl.Budgets budgets) {
    return new MvccEngine() {
      @Override
      MvccControl.Budgets budgets() {
        return budgets;
      }
    };
  }

  private void step() {
    if (open.isEmpty() || open.size() < MOST_OPEN && random.nextInt(6) == 0) {
      begin();
      return;
    }
    Running running = open.get(random.nextInt(open.size()));
    int kind = random.nextInt(100);
    if (kind < 14) {
      commit(running);
    } else if (kind < 16) {
      running.transaction.close();
      open.remove(running);
    } else if (kind < 24) {
      savepoints(running);
    } else {
      change(running);
    }
  }

  private void begin() {
    boolean alone = random.nextInt(8) == 0 && open.stream().noneMatch(each -> each.alone);
    Transaction transaction = alone ? workshop.beginAlone() : workshop.begin();
    open.add(new Running(transaction, alone, state.copy()));
  }

  private void savepoints(Running running) {
    if (running.marks.isEmpty() || random.nextInt(3) == 0) {
      running.marks.add(new Mark(running.transaction.savepoint(), running.own.copy()));
      return;
    }
    int at = random.nextInt(running.marks.size());
    Mark mark = running.marks.get(at);
    if (random.nextBoolean()) {
      running.transaction.rollbackTo(mark.handle);
      running.own = mark.model.copy();
      running.marks.subList(at + 1, running.marks.size()).clear();
    } else {
      running.transaction.release(mark.handle);
      running.marks.subList(at, running.marks.size()).clear();
    }
  }

  // ---- changes

  private void change(Running running) {
    int count = 1 + random.nextInt(random.nextInt(5) == 0 ? 20 : 3);
    try {
      for (int i = 0; i < count; i++) {
        changeOnce(running);
      }
      if (random.nextInt(10) == 0) {
        compare(running.transaction, running.own);
      }
    } catch (ConflictException e) {
      assertThat(running.alone).as(context).isFalse();
      assertThat(e.winner()).as(context).isGreaterThan(running.snapshot);
      conflicts++;
      assertThatThrownBy(running.transaction::commit).isSameAs(e);
      Workshop.rowids(running.transaction, items);
      running.transaction.close();
      open.remove(running);
    }
  }

  private void changeOnce(Running running) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> insertItem(running, running.transaction.allocateRowid(items));
      case 3 -> insertItem(running, 1 + random.nextInt(400));
      case 4, 5, 6 -> updateItem(running);
      case 7, 8 -> deleteItem(running);
      case 9 -> changeWord(running);
      default -> changeParent(running);
    }
  }

  private Item randomItem(Running running) {
    String code = random.nextInt(4) == 0 ? null : randomCode();
    Long parent =
        running.own.parents.isEmpty() || random.nextInt(3) > 0
            ? null
            : pick(new ArrayList<>(running.own.parents));
    return new Item(code, random.nextInt(8), parent, body());
  }

  private String randomCode() {
    String code = "code" + random.nextInt(600);
    return random.nextBoolean() ? code : code.toUpperCase(java.util.Locale.ROOT);
  }

  private String body() {
    int length = random.nextInt(20) == 0 ? random.nextInt(3000) : random.nextInt(60);
    return "b".repeat(length) + random.nextInt(1000);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void insertItem(Running running, long id) {
    ShopModel own = running.own;
    Item item = randomItem(running);
    if (own.items.containsKey(id) || item.code() != null && own.itemOf(folded(item)) != null) {
      return;
    }
    put(running, id, null, item);
  }

  private static String folded(Item item) {
    return Objects.requireNonNull(item.folded());
  }

  private void updateItem(Running running) {
    ShopModel own = running.own;
    if (own.items.isEmpty()) {
      return;
    }
    long id = pick(new ArrayList<>(own.items.keySet()));
    Item item = randomItem(running);
    Long holder = item.code() == null ? null : own.itemOf(folded(item));
    if (holder == null || holder == id) {
      put(running, id, own.items.get(id), item);
    }
  }

  private void deleteItem(Running running) {
    ShopModel own = running.own;
    if (!own.items.isEmpty()) {
      long id = pick(new ArrayList<>(own.items.keySet()));
      Item old = Objects.requireNonNull(own.items.get(id));
      Workshop.remove(running.transaction, items, id);
      removeEntries(running.transaction, id, old);
      own.items.remove(id);
      own.written.add("i " + id);
    }
  }

  private void put(Running running, long id, @Nullable Item old, Item item) {
    Transaction transaction = running.transaction;
    if (item.parent() != null) {
      transaction.requireRow(parents, item.parent());
    }
    if (old != null) {
      removeEntries(transaction, id, old);
    }
    if (item.code() != null) {
      Workshop.putKey(transaction, codes, item.code(), id);
    }
    Workshop.putKey(transaction, buckets, item.bucket(), id);
    Object code = item.code() == null ? Keys.NULL : item.code();
    Object parent = item.parent() == null ? Keys.NULL : item.parent();
    Workshop.put(transaction, items, id, code, item.bucket(), parent, item.body());
    if (item.parent() != null) {
      running.own.required.add(item.parent());
    }
    running.own.items.put(id, item);
    running.own.written.add("i " + id);
  }

  private void removeEntries(Transaction transaction, long id, Item old) {
    if (old.code() != null) {
      assertThat(Workshop.removeKey(transaction, codes, old.code(), id)).as(context).isTrue();
    }
    assertThat(Workshop.removeKey(transaction, buckets, old.bucket(), id)).as(context).isTrue();
  }

  private void changeWord(Running running) {
    String word = "word" + random.nextInt(100);
    if (random.nextInt(3) == 0) {
      if (running.own.words.remove(word) != null) {
        Workshop.removeKey(running.transaction, words, word);
        running.own.written.add("w " + word);
      }
    } else {
      String body = body();
      Workshop.putKey(running.transaction, words, word, body);
      running.own.words.put(word, body);
      running.own.written.add("w " + word);
    }
  }

  private void changeParent(Running running) {
    ShopModel own = running.own;
    long id = 1 + random.nextInt(40);
    if (!own.parents.contains(id)) {
      Workshop.put(running.transaction, parents, id, "parent");
      own.parents.add(id);
    } else if (own.hasChildren(id)) {
      // To what it was not before: a transaction that changes nothing is refused by no rule.
      Workshop.put(running.transaction, parents, id, "changed " + changes++);
    } else {
      Workshop.remove(running.transaction, parents, id);
      own.parents.remove(id);
    }
    own.written.add("p " + id);
  }

  // ---- the end

  private long commitUnderWatch(Running running) {
    replaying = nested ? null : running;
    try {
      return running.transaction.commit();
    } finally {
      replaying = null;
    }
  }

  /** While one is moved on top of a commit, without a lock, others go on to commit. */
  private void commitAnotherDuringReplay() {
    Running held = replaying;
    if (held == null || random.nextInt(30) > 0 || !isMovingAhead()) {
      return;
    }
    replaying = null;
    nested = true;
    List<Running> others = open.stream().filter(each -> each != held).toList();
    if (!others.isEmpty()) {
      int before = commits;
      commit(pick(others));
      during += commits - before;
    }
    nested = false;
    replaying = held;
  }

  private static boolean isMovingAhead() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(each -> each.getClassName().endsWith(".MovedChanges")));
  }

  private void commit(Running running) {
    try {
      long commit = commitUnderWatch(running);
      assertThat(running.alone ? "" : expectedConflict(running)).as(context).isEmpty();
      committed(running, commit);
    } catch (BusyException e) {
      assertThat(open.stream().anyMatch(each -> each.alone)).as(context).isTrue();
      return;
    } catch (ConflictException e) {
      String expected = expectedConflict(running);
      needless += expected.isEmpty() ? 1 : 0;
      if (variant.exact()) {
        assertThat(expected).as("%s: %s", context, e.getMessage()).isNotEmpty();
      }
      conflicts++;
      Workshop.rowids(running.transaction, items);
      running.transaction.close();
    }
    open.remove(running);
    assertThat(workshop.damage()).as(context).isEmpty();
    workshop.read(transaction -> {
      compare(transaction, state);
      return "";
    });
  }

  private void committed(Running running, long commit) {
    commits++;
    Set<String> net = running.own.netWritten(running.base);
    state.apply(running.base, running.own);
    assertThat(state.violations()).as(context).isEmpty();
    history.add(new Committed(commit, net, state.copy(), new TreeSet<>(running.own.required)));
    long oldest = open.stream().mapToLong(each -> each.snapshot).min().orElse(commit);
    history.removeIf(each -> each.commit < oldest);
  }

  /** Which rule forbids this commit; empty for none. */
  private String expectedConflict(Running running) {
    Set<String> net = running.own.netWritten(running.base);
    Set<String> codesAdded = running.own.addedCodes(running.base);
    for (Committed other : history) {
      if (other.commit <= running.snapshot) {
        continue;
      }
      for (String name : other.written) {
        if (net.contains(name)) {
          return name + " was written by commit " + other.commit;
        }
        if (name.startsWith("i ")) {
          Item now = state.items.get(Long.parseLong(name.substring(2)));
          if (now != null && now.code() != null && codesAdded.contains(folded(now))) {
            return "code " + now.code() + " was added";
          }
        }
        if (name.startsWith("p ")) {
          long parent = Long.parseLong(name.substring(2));
          if (running.own.required.contains(parent) && !state.parents.contains(parent)) {
            return "parent " + parent + " was removed";
          }
        }
      }
      for (long parent : other.required) {
        if (net.contains("p " + parent) && !running.own.parents.contains(parent)) {
          return "parent " + parent + " is required";
        }
      }
    }
    return "";
  }

  /** The transaction sees what the model says. */
  private void compare(Transaction transaction, ShopModel expected) {
    List<String> rows = new ArrayList<>();
    TreeSet<String> entries = new TreeSet<>();
    TreeSet<String> byBucket = new TreeSet<>();
    for (Map.Entry<Long, Item> each : expected.items.entrySet()) {
      Item item = each.getValue();
      String code = item.code() == null ? "NULL" : item.code();
      String parent = item.parent() == null ? "NULL" : item.parent().toString();
      rows.add(
          each.getKey() + ": " + code + "|" + item.bucket() + "|" + parent + "|" + item.body());
      if (item.code() != null) {
        entries.add(item.code() + "|" + each.getKey());
      }
      byBucket.add(item.bucket() + "|" + each.getKey());
    }
    assertThat(Workshop.contents(transaction, items)).as(context).isEqualTo(rows);
    assertThat(new TreeSet<>(Workshop.contents(transaction, codes))).as(context).isEqualTo(entries);
    assertThat(new TreeSet<>(Workshop.contents(transaction, buckets)))
        .as(context)
        .isEqualTo(byBucket);
    List<String> wordRows = new ArrayList<>();
    expected.words.forEach((word, body) -> wordRows.add(word + "|" + body));
    assertThat(Workshop.contents(transaction, words)).as(context).isEqualTo(wordRows);
    assertThat(Workshop.rowids(transaction, parents))
        .as(context)
        .isEqualTo(new ArrayList<>(expected.parents));
  }
}
