package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.ForeignKeyClause.Action;
import org.braiddb.sql.catalog.ForeignKeyDefinition;
import org.braiddb.sql.catalog.MissingCollation;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps foreign keys while rows change: counts references that lead nowhere, counts them down where
 * they are mended, and runs the actions of parents that go away.
 *
 * <p>As in SQLite, a violation is only counted when it happens; the statement (immediate keys) or
 * the transaction (deferred ones) fails at its end if the count is not zero. RESTRICT fails as soon
 * as the row is gone and the keys before it have done what they say.
 *
 * <p>Source: SQLite, "SQLite Foreign Key Support".
 */
final class ForeignKeys {
  /** A foreign key with both its ends. */
  record Link(TableDefinition child, ForeignKeyDefinition foreignKey, ParentKey parentKey) {}

  /** The keys that rows of a table are concerned in; none where they are not enforced. */
  record Keys(TableProgram table, List<Link> asChild, List<Link> asParent) {}

  private final ChangeRun run;
  private final ChangeCompiler programs;
  private final boolean enabled;

  // Most statements change no key: both are made when something first goes in.
  private Map<Link, KeyFinder> finders = Map.of();
  private Map<TableDefinition, Integer> databases = Map.of();

  ForeignKeys(ChangeRun run, ChangeCompiler programs) {
    this.run = run;
    this.programs = programs;
    this.enabled = run.context().settings().foreignKeys();
  }

  /** Whether deleting rows of a table needs this class to look at each. */
  static boolean concerns(SchemaCatalog catalog, TableDefinition table) {
    return !table.foreignKeys().isEmpty() || !catalog.referencesTo(table.name()).isEmpty();
  }

  /** Whether setting columns of a table changes a key that refers or is referred to. */
  static boolean concernsUpdate(
      SchemaCatalog catalog, TableDefinition table, List<Integer> columns) {
    for (ForeignKeyDefinition foreignKey : table.foreignKeys()) {
      if (foreignKey.columns().stream().anyMatch(columns::contains)) {
        return true;
      }
    }
    for (SchemaCatalog.ForeignKeyReference reference : catalog.referencesTo(table.name())) {
      if (parentKeyIn(reference, table, columns)) {
        return true;
      }
    }
    return false;
  }

  /** Whether columns that are set are part of the parent's key. */
  static boolean parentKeyIn(
      SchemaCatalog.ForeignKeyReference reference, TableDefinition parent, List<Integer> columns) {
    Set<String> names =
        reference.foreignKey().parentColumns().stream()
            .map(NameKey::of)
            .collect(Collectors.toSet());
    return columns.stream()
        .filter(column -> column != UpsertClause.ROWID_COLUMN) // which no key can name
        .map(parent.columns()::get)
        .anyMatch(column ->
            names.isEmpty()
                ? column.primaryKeyPosition() > 0
                : names.contains(NameKey.of(column.name())));
  }

  /**
   * Checks, before rows are inserted, that the keys that this concerns lead somewhere.
   *
   * @param isSingleRow whether nothing else is changed: then those that refer to the row are not
   *     looked at, unless they are deferred
   * @throws StatementException "foreign key mismatch" or "no such table"
   */
  static void validateInsert(
      SchemaScopes.Scope scope, TableDefinition table, boolean isSingleRow, boolean deferAll) {
    for (ForeignKeyDefinition foreignKey : table.foreignKeys().reversed()) {
      ParentKey.of(table, foreignKey, parentTable(scope, table, foreignKey));
    }
    for (SchemaCatalog.ForeignKeyReference reference : scope.catalog().referencesTo(table.name())) {
      if (!isSingleRow || deferAll || reference.foreignKey().deferred()) {
        ParentKey.of(reference.child(), reference.foreignKey(), table);
      }
    }
  }

  /**
   * Checks that a key leads somewhere, unless there is no table of that name.
   *
   * @throws StatementException "foreign key mismatch"
   */
  static void requireKey(
      SchemaScopes.Scope scope, TableDefinition child, ForeignKeyDefinition foreignKey) {
    if (scope.catalog().relation(foreignKey.parentTable()).isPresent()) {
      ParentKey.of(child, foreignKey, parentTable(scope, child, foreignKey));
    }
  }

  /** The same for rows that are deleted: all keys from and to the table lead somewhere. */
  static void validateDelete(SchemaScopes.Scope scope, TableDefinition table) {
    validateInsert(scope, table, false, false);
  }

  /**
   * The same for rows that are updated.
   *
   * @param columns those that are set
   */
  static void validateUpdate(
      SchemaScopes.Scope scope, TableDefinition table, List<Integer> columns) {
    if (!concernsUpdate(scope.catalog(), table, columns)) {
      return;
    }
    for (ForeignKeyDefinition foreignKey : table.foreignKeys().reversed()) {
      if (NameKey.of(foreignKey.parentTable()).equals(NameKey.of(table.name()))
          || foreignKey.columns().stream().anyMatch(columns::contains)) {
        ParentKey.of(table, foreignKey, parentTable(scope, table, foreignKey));
      }
    }
    // Where any key is concerned, those that refer to other columns must lead somewhere as well.
    for (SchemaCatalog.ForeignKeyReference reference : scope.catalog().referencesTo(table.name())) {
      ParentKey.of(reference.child(), reference.foreignKey(), table);
    }
  }

  // ---- what happens to rows

  /** The keys that rows of a table are concerned in. */
  Keys of(TableProgram table) {
    return enabled
        ? new Keys(table, asChild(table), asParent(table))
        : new Keys(table, List.of(), List.of());
  }

  /** A row is about to be inserted. */
  void inserting(Keys keys, RowImage row) {
    List<Link> asChild = keys.asChild();
    for (int i = 0; i < asChild.size(); i++) {
      childAdded(asChild.get(i), row);
    }
    List<Link> asParent = keys.asParent();
    for (int i = 0; i < asParent.size(); i++) {
      parentAdded(asParent.get(i), row);
    }
  }

  /** A row is about to be deleted. */
  void deleting(Keys keys, RowImage row) {
    for (Link link : keys.asChild()) {
      childRemoved(link, row);
    }
    for (Link link : keys.asParent()) {
      parentRemoved(link, row);
    }
  }

  /** A row was deleted. */
  void deleted(Keys keys, RowImage row) {
    for (Link link : keys.asParent()) {
      act(link, link.foreignKey().onDelete(), row, null);
    }
  }

  /**
   * A row is about to be replaced by another. As in SQLite a reference is looked at when one of its
   * columns is set, even to the value it has, and in a table that refers to itself whenever any is.
   *
   * @param assigned the columns that are set
   */
  void updating(Keys keys, RowImage old, RowImage row, List<Integer> assigned) {
    TableProgram table = keys.table();
    for (Link link : keys.asChild()) {
      if (names(link, assigned)
          || (link.child() == link.parentKey().parent()
              && concernsUpdate(catalog(table), table.table(), assigned))) {
        childRemoved(link, old);
        childAdded(link, row);
      }
    }
    for (Link link : keys.asParent()) {
      if (parentKeyChanges(link, old, row)) {
        parentRemoved(link, old);
        parentAdded(link, row);
      }
    }
  }

  /** A row was replaced by another. */
  void updated(Keys keys, RowImage old, RowImage row) {
    for (Link link : keys.asParent()) {
      if (parentKeyChanges(link, old, row)) {
        act(link, link.foreignKey().onUpdate(), old, row);
      }
    }
  }

  private static boolean names(Link link, List<Integer> assigned) {
    for (int column : link.foreignKey().columns()) {
      if (assigned.contains(column)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the key becomes another one; spelled in another way it is the same. */
  private boolean parentKeyChanges(Link link, RowImage old, RowImage row) {
    for (TableColumn column : link.parentKey().columns()) {
      Cell before = old.value(column.index());
      Cell now = row.value(column.index());
      if (!ValueComparator.equal(before, now, collation(column))) {
        return true;
      }
    }
    return false;
  }

  private Collation collation(TableColumn column) {
    String name = column.collation();
    return run.collations().find(name).orElseThrow(() -> new MissingCollation(name).missing());
  }

  // ---- the child's side

  private void childAdded(Link link, RowImage row) {
    if (hasNull(link, row) || refersToItself(link, row)) {
      return;
    }
    KeyFinder finder = finder(link);
    if (finder.parentExists(row)) {
      finder.claimParent();
    } else if (run.isSingleRow() && !isDeferred(link)) {
      throw Violations.foreignKey();
    } else {
      count(link, 1);
    }
  }

  private void childRemoved(Link link, RowImage row) {
    if (isAnyCounted(link) && !hasNull(link, row) && !finder(link).parentExists(row)) {
      count(link, -1);
    }
  }

  private static boolean hasNull(Link link, RowImage row) {
    List<Integer> columns = link.foreignKey().columns();
    for (int i = 0; i < columns.size(); i++) {
      if (row.value(columns.get(i)).isNull()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a new row is its own parent. */
  private boolean refersToItself(Link link, RowImage row) {
    if (link.child() != link.parentKey().parent()) {
      return false;
    }
    return finder(link).refersToItself(row);
  }

  // ---- the parent's side

  private void parentAdded(Link link, RowImage row) {
    if (isAnyCounted(link) && !parentHasNull(link, row)) {
      long mended = finder(link).countChildren(row, null);
      count(link, -mended);
    }
  }

  private void parentRemoved(Link link, RowImage row) {
    if (parentHasNull(link, row)) {
      return;
    }
    // A row that refers to itself goes away together with its reference.
    RowImage self = link.child() == link.parentKey().parent() ? row : null;
    count(link, finder(link).countChildren(row, self));
  }

  private static boolean parentHasNull(Link link, RowImage row) {
    for (TableColumn column : link.parentKey().columns()) {
      if (row.value(column.index()).isNull()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Does to the children of a parent that has gone, or has become {@code now}, what the key says.
   */
  private void act(Link link, Action action, RowImage parent, @Nullable RowImage now) {
    if (action == Action.NO_ACTION || (action == Action.RESTRICT && defersAll())) {
      return;
    }
    run.enter(link);
    try {
      if (!parentHasNull(link, parent)) {
        if (action == Action.RESTRICT) {
          restrict(link, parent);
        } else {
          run.proceed(() -> actOnChildren(link, action, parent, now));
        }
      }
      run.endStep();
    } finally {
      run.leave();
    }
  }

  /** Looks when it is its turn: what keys before it did has taken children along, and counts. */
  private void restrict(Link link, RowImage parent) {
    if (!finder(link).childrenToChange(parent).isEmpty()) {
      throw new StatementException(ResultCode.CONSTRAINT_TRIGGER, "FOREIGN KEY constraint failed");
    }
  }

  private void actOnChildren(Link link, Action action, RowImage parent, @Nullable RowImage now) {
    int database = databaseOf(link.child());
    boolean deletes = action == Action.CASCADE && now == null;
    RowPlan plan =
        programs.action(
            database, link, deletes ? CreateTrigger.Event.DELETE : CreateTrigger.Event.UPDATE);
    TableChanger changer = run.changer(plan.program());
    RowImage child = new RowImage(link.child());
    if (deletes && plan.events().isEmpty() && goWithoutMore(link, changer.foreignKeys())) {
      deleteTogether(link, changer, parent, child);
      return;
    }
    for (RowImage name : finder(link).childrenToChange(parent)) {
      if (!changer.store().read(name, child)) {
        continue;
      }
      if (deletes) {
        changer.delete(plan.events(), child);
      } else {
        RowImage changed = new RowImage(link.child());
        changed.copyFrom(child);
        setChild(link, action, plan.program(), changed, now);
        changer.update(plan, child, changed, link.foreignKey().columns());
      }
    }
  }

  /**
   * How rows are deleted that nothing but keys looks at, where all rows that refer to them go too,
   * and nothing else happens; empty where more may.
   */
  Optional<CascadingDelete> cascade(TableChanger parents) {
    Keys keys = parents.foreignKeys();
    for (Link link : keys.asChild()) {
      if (isAnyCounted(link)) {
        return Optional.empty(); // rows that go may mend references
      }
    }
    List<CascadingDelete.Branch> branches = new ArrayList<>();
    for (Link link : keys.asParent()) {
      if (link.foreignKey().onDelete() != Action.CASCADE || isAnyCounted(link)) {
        return Optional.empty();
      }
      RowPlan plan = programs.action(databaseOf(link.child()), link, CreateTrigger.Event.DELETE);
      TableChanger children = run.changer(plan.program());
      if (!plan.events().isEmpty() || !goWithoutMore(link, children.foreignKeys())) {
        return Optional.empty();
      }
      branches.add(new CascadingDelete.Branch(link, finder(link), children));
    }
    return Optional.of(new CascadingDelete(run, parents, branches));
  }

  /** Whether children that are deleted concern no key but one, whose parents have rowids. */
  private static boolean goWithoutMore(Link link, Keys keys) {
    return keys.asParent().isEmpty()
        && keys.asChild().size() == 1
        && link.parentKey().isRowid()
        && link.child().hasRowid();
  }

  /**
   * Deletes the children of a parent, all of which refer to the same rowid.
   *
   * @param child an image to be used for them
   */
  private void deleteTogether(Link link, TableChanger changer, RowImage parent, RowImage child) {
    KeyFinder finder = finder(link);
    long[] rowids = finder.rowidsToDelete(parent);
    if (isAnyCounted(link) && !finder.parentExists(parent.rowid())) {
      count(link, -rowids.length);
    }
    changer.deleteEach(rowids, child);
  }

  private static void setChild(
      Link link, Action action, TableProgram program, RowImage child, @Nullable RowImage now) {
    List<Integer> columns = link.foreignKey().columns();
    for (int i = 0; i < columns.size(); i++) {
      Cell target = child.value(columns.get(i));
      if (action == Action.CASCADE && now != null) {
        target.copyFrom(now.value(link.parentKey().columns().get(i).index()));
      } else if (action == Action.SET_DEFAULT
          && program.defaults()[columns.get(i)] instanceof RowExpression value) {
        value.eval(target);
        target.own();
      } else {
        target.setNull();
      }
      if (columns.get(i) == link.child().rowidAlias()) {
        child.rowidCell().copyFrom(target);
      }
    }
  }

  // ---- counting

  private boolean isDeferred(Link link) {
    return link.foreignKey().deferred() || defersAll();
  }

  private boolean defersAll() {
    return run.context().settings().deferForeignKeys();
  }

  private void count(Link link, long violations) {
    run.context().foreignKeys().add(link.foreignKey().deferred(), defersAll(), violations);
  }

  /** Whether violations are counted of which some may be of a key. */
  private boolean isAnyCounted(Link link) {
    return !run.context().foreignKeys().hasNone(link.foreignKey().deferred());
  }

  // ---- links

  private List<Link> asChild(TableProgram table) {
    List<Link> links = new ArrayList<>();
    noteDatabase(table.table(), table.database());
    for (ForeignKeyDefinition foreignKey : table.table().foreignKeys().reversed()) {
      if (catalog(table).relation(foreignKey.parentTable()).orElse(null)
          instanceof TableDefinition parent) {
        link(table.table(), foreignKey, parent, table.database()).ifPresent(links::add);
      }
    }
    return links;
  }

  private static TableDefinition parentTable(
      SchemaScopes.Scope scope, TableDefinition child, ForeignKeyDefinition foreignKey) {
    Relation parent = scope.catalog().relation(foreignKey.parentTable()).orElse(null);
    if (parent instanceof TableDefinition definition) {
      return definition;
    }
    if (parent == null) {
      throw new StatementException(
          "no such table: " + scope.name() + "." + foreignKey.parentTable());
    }
    throw new StatementException(
        "foreign key mismatch - \""
            + child.name()
            + "\" referencing \""
            + foreignKey.parentTable()
            + "\"");
  }

  private List<Link> asParent(TableProgram table) {
    List<Link> links = new ArrayList<>();
    for (SchemaCatalog.ForeignKeyReference reference :
        catalog(table).referencesTo(table.table().name()).reversed()) {
      // As in SQLite, what was defined last acts first.
      link(reference.child(), reference.foreignKey(), table.table(), table.database())
          .ifPresent(links::add);
    }
    return links;
  }

  private SchemaCatalog catalog(TableProgram table) {
    return programs.schemas().scope(table.database()).catalog();
  }

  /** A key with both its ends; none where it leads nowhere, and what is done is not about it. */
  private Optional<Link> link(
      TableDefinition child,
      ForeignKeyDefinition foreignKey,
      TableDefinition parent,
      int database) {
    noteDatabase(child, database);
    noteDatabase(parent, database);
    return ParentKey.find(foreignKey, parent).map(key -> new Link(child, foreignKey, key));
  }

  private void noteDatabase(TableDefinition table, int database) {
    if (databases.isEmpty()) {
      databases = new HashMap<>();
    }
    databases.put(table, database);
  }

  private int databaseOf(TableDefinition table) {
    Integer database = databases.get(table);
    if (database == null) {
      throw new IllegalStateException("table " + table.name() + " is in no link");
    }
    return database;
  }

  private KeyFinder finder(Link link) {
    if (finders.isEmpty()) {
      finders = new IdentityHashMap<>(2);
    }
    return finders.computeIfAbsent(
        link,
        l -> {
          int database = databaseOf(l.child());
          return new KeyFinder(
                  run.context().transaction(database), l, programs.program(database, l.child()))
              .forClaims();
        });
  }

  /** Closes the cursors. */
  void close() {
    if (!finders.isEmpty()) {
      finders.values().forEach(KeyFinder::close);
      finders.clear();
    }
  }
}
