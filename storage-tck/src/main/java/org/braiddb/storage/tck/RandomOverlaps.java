package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;

/**
 * One seeded run of overlapping serializable transactions, on one thread, against a serial model:
 * while it is open, a transaction must answer from its snapshot and its own changes; when it
 * commits, doing all it did once more in the newest state must give the same answers. After each
 * commit the store's contents and structure are checked.
 */
final class RandomOverlaps {
  private static final int OPEN = 5;
  private static final int KEYS = 300;
  private static final int TRACE_LENGTH = 60;

  private final long seed;
  private final Random random;
  private final Store store;
  private final int largestValue;
  private final OverlapView committed = new OverlapView(OverlapTransaction.TREES);
  private final List<Running> open = new ArrayList<>();
  private final Deque<String> trace = new ArrayDeque<>();
  private int begun;
  private int commits;
  private int conflicts;

  RandomOverlaps(long seed, Store store, int largestValue) {
    this.seed = seed;
    this.random = new Random(seed);
    this.store = store;
    this.largestValue = largestValue;
  }

  private record Step(OverlapOperation operation, String answer) {}

  private static final class Running {
    final int number;
    final OverlapTransaction subject;
    final OverlapView view;
    final List<Step> steps = new ArrayList<>();
    final long snapshot;
    boolean writes;

    Running(int number, OverlapTransaction subject, OverlapView view) {
      this.snapshot = subject.transaction.snapshot();
      this.number = number;
      this.subject = subject;
      this.view = view;
    }
  }

  int commits() {
    return commits;
  }

  int conflicts() {
    return conflicts;
  }

  String describe() {
    return "seed " + seed + ", last steps:\n" + String.join("\n", trace) + "\n";
  }

  private void note(String what) {
    trace.addLast(what);
    if (trace.size() > TRACE_LENGTH) {
      trace.removeFirst();
    }
  }

  void run(int steps) {
    try {
      prepare();
      for (int i = 0; i < steps; i++) {
        step();
      }
      while (!open.isEmpty()) {
        commit(open.removeLast());
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(describe(), e);
    }
  }

  private void prepare() {
    try (Transaction transaction = begin(TransactionMode.IMMEDIATE)) {
      transaction.makeWritable();
      OverlapTransaction subject = new OverlapTransaction(transaction);
      subject.makeTrees();
      for (int tree = 0; tree < OverlapTransaction.TREES; tree++) {
        for (int i = 0; i < KEYS / 2; i++) {
          OverlapOperation put = new OverlapOperation.Put(tree, random.nextInt(KEYS), value());
          subject.apply(put);
          committed.apply(put);
        }
      }
      transaction.commit();
    }
    check();
  }

  private Transaction begin(TransactionMode mode) {
    TransactionOptions options =
        new TransactionOptions(mode, IsolationLevel.SERIALIZABLE, Durability.OFF, 0);
    return store.begin(options, new CallLimits());
  }

  private void step() {
    int choice = random.nextInt(100);
    if (open.isEmpty() || choice < 12 && open.size() < OPEN) {
      beginConcurrent();
    } else if (choice < 16) {
      runPlain();
    } else if (choice < 30) {
      commit(open.remove(random.nextInt(open.size())));
    } else if (choice < 32) {
      Running given = open.remove(random.nextInt(open.size()));
      note("roll back " + given.number);
      given.subject.transaction.close();
    } else {
      operate(open.get(random.nextInt(open.size())));
    }
  }

  private Running beginConcurrent() {
    Transaction transaction = begin(TransactionMode.CONCURRENT);
    note("begin " + ++begun + " at " + transaction.snapshot());
    Running running = new Running(begun, new OverlapTransaction(transaction), committed.copy());
    open.add(running);
    return running;
  }

  /** A plain transaction from begin to end: it cannot lose. */
  private void runPlain() {
    Transaction transaction = begin(TransactionMode.IMMEDIATE);
    note("begin plain " + ++begun);
    Running running = new Running(begun, new OverlapTransaction(transaction), committed.copy());
    running.writes = true;
    for (int i = random.nextInt(4); i >= 0; i--) {
      operate(running);
    }
    long number = transaction.commit();
    note("committed plain " + running.number + " as " + number);
    applyToCommitted(running);
  }

  private void operate(Running running) {
    OverlapOperation operation = operation(running);
    note(running.number + ": " + operation);
    if (!running.writes && !isRead(operation)) {
      running.subject.transaction.makeWritable();
      running.writes = true;
    }
    String answer;
    try {
      answer = running.subject.apply(operation);
    } catch (ConflictException e) {
      // An engine may find it out at once; what the operation left half done stays that way.
      note(running.number + " failed: " + e.getMessage());
      assertThat(catchThrowable(running.subject.transaction::commit))
          .isInstanceOf(ConflictException.class);
      open.remove(running);
      conflicts++;
      running.subject.transaction.close();
      return;
    }
    assertThat(answer)
        .as("what %s answers to %s", running.number, operation)
        .isEqualTo(running.view.apply(operation));
    running.steps.add(new Step(operation, answer));
  }

  private static boolean isRead(OverlapOperation operation) {
    return switch (operation) {
      case OverlapOperation.Get get -> true;
      case OverlapOperation.Range range -> true;
      case OverlapOperation.Count count -> true;
      case OverlapOperation.Mark mark -> true;
      case OverlapOperation.RollbackTo back -> true;
      case OverlapOperation.Release release -> true;
      case OverlapOperation.Put put -> false;
      case OverlapOperation.Delete delete -> false;
      case OverlapOperation.Clear clear -> false;
      case OverlapOperation.Remake remake -> false;
    };
  }

  private OverlapOperation operation(Running running) {
    int tree = random.nextInt(OverlapTransaction.TREES);
    int key = random.nextInt(KEYS);
    int marks = running.view.openMarks();
    int choice = random.nextInt(200);
    if (choice < 12) {
      return new OverlapOperation.Mark();
    } else if (choice < 20 && marks > 0) {
      return new OverlapOperation.RollbackTo(random.nextInt(marks));
    } else if (choice < 26 && marks > 0) {
      return new OverlapOperation.Release(random.nextInt(marks));
    } else if (choice < 28) {
      return new OverlapOperation.Clear(tree);
    } else if (choice < 31) {
      return new OverlapOperation.Remake(tree);
    } else if (choice < 33) {
      return new OverlapOperation.Count(tree);
    } else if (choice < 45) {
      return new OverlapOperation.Range(tree, key, random.nextInt(20));
    } else if (choice < 70) {
      return new OverlapOperation.Get(tree, key);
    } else if (choice < 110) {
      return new OverlapOperation.Delete(tree, key);
    } else if (choice < 120 && running.writes && OverlapTransaction.isTable(tree)) {
      return new OverlapOperation.Put(tree, running.subject.allocate(tree), value());
    }
    return new OverlapOperation.Put(tree, key, value());
  }

  private String value() {
    int size = random.nextInt(12) == 0 ? random.nextInt(largestValue) : random.nextInt(60);
    return size + "." + random.nextInt(1000);
  }

  private void commit(Running running) {
    Transaction transaction = running.subject.transaction;
    try {
      long number = transaction.commit();
      note("committed " + running.number + " as " + number);
      // One that changed nothing has read one snapshot: it took place there, not now.
      if (number > running.snapshot) {
        applyToCommitted(running);
        commits++;
      }
    } catch (ConflictException e) {
      note("conflict of " + running.number + ": " + e.getMessage());
      conflicts++;
      checkFailed(running);
    }
  }

  /** Failed is not closed: reads go on, COMMIT fails for ever, ROLLBACK TO does not help. */
  private void checkFailed(Running running) {
    Transaction transaction = running.subject.transaction;
    OverlapOperation read = new OverlapOperation.Get(0, random.nextInt(KEYS));
    assertThat(running.subject.apply(read)).isEqualTo(running.view.apply(read));
    if (running.view.openMarks() > 0) {
      running.subject.apply(new OverlapOperation.RollbackTo(0));
    }
    assertThat(catchThrowable(transaction::commit)).isInstanceOf(ConflictException.class);
    transaction.close();
  }

  private void applyToCommitted(Running running) {
    for (Step step : running.steps) {
      assertThat(committed.apply(step.operation))
          .as("what %s would answer to %s now", running.number, step.operation)
          .isEqualTo(step.answer);
    }
    if (committed.openMarks() > 0) {
      committed.apply(new OverlapOperation.Release(0));
    }
    check();
  }

  /** Contents and structure of the newest state. */
  private void check() {
    try (Transaction transaction = begin(TransactionMode.READ_ONLY)) {
      OverlapTransaction subject = new OverlapTransaction(transaction);
      List<Tree> trees = new ArrayList<>();
      for (int tree = 0; tree < OverlapTransaction.TREES; tree++) {
        trees.add(subject.tree(tree));
        OverlapOperation all = new OverlapOperation.Range(tree, 0, Integer.MAX_VALUE);
        assertThat(subject.apply(all))
            .as("contents of tree %s", tree)
            .isEqualTo(committed.apply(all));
      }
      List<String> findings = new ArrayList<>();
      store
          .facet(Facets.IntegrityCheck.class)
          .ifPresent(facet -> facet.check(transaction, trees, 10, findings::add));
      assertThat(findings).isEmpty();
    }
  }

  /** Compares the contents of the store opened again. */
  void checkReopened(Store reopened) {
    try (Transaction transaction =
        reopened.begin(TransactionOptions.of(TransactionMode.READ_ONLY), new CallLimits())) {
      OverlapTransaction subject = new OverlapTransaction(transaction);
      for (int tree = 0; tree < OverlapTransaction.TREES; tree++) {
        OverlapOperation all = new OverlapOperation.Range(tree, 0, Integer.MAX_VALUE);
        assertThat(subject.apply(all)).as(this::describe).isEqualTo(committed.apply(all));
      }
    }
  }
}
