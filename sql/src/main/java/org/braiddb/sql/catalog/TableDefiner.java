package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.ColumnConstraint;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ForeignKeyClause;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.TableConstraint;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Affinity;

/**
 * Turns CREATE TABLE into a definition: column properties, which column is the rowid, which
 * automatic indexes exist and in what order they are numbered. Used for stored texts and for new
 * tables alike; every error is SQLite's.
 *
 * <p>Source: SQLite, "CREATE TABLE", "Rowid Tables", "The WITHOUT ROWID Optimization", "STRICT
 * Tables".
 */
final class TableDefiner {
  /** In {@link OrderingTerm} lists of constraints: a name or a name with COLLATE. */
  private record KeyTerm(int column, Optional<String> collation, boolean descending) {
    KeyTerm withoutCollation() {
      return new KeyTerm(column, Optional.empty(), descending);
    }
  }

  private static final Set<String> STANDARD_TYPES =
      Set.of("INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY");

  private final TableDraft draft;
  private final CreateTable.Body.Columns body;
  private final KeyBuilder keys;

  private final List<ColumnDraft> columns = new ArrayList<>();
  private boolean primaryKeySeen;
  private List<KeyTerm> primaryKey = List.of();
  private Optional<ConflictAction> primaryKeyConflict = Optional.empty();
  private boolean autoincrementAsked;

  /** A column while its constraints are read. */
  private static final class ColumnDraft {
    final String name;
    final String type;
    Affinity affinity;
    String collation = "BINARY";
    Optional<TableColumn.NotNull> notNull = Optional.empty();
    Optional<TableColumn.DefaultValue> defaultValue = Optional.empty();
    Optional<TableColumn.Generated> generated = Optional.empty();

    ColumnDraft(String name, String type, Affinity affinity) {
      this.name = name;
      this.type = type;
      this.affinity = affinity;
    }
  }

  private TableDefiner(TableDraft draft, CreateTable.Body.Columns body, KeyBuilder keys) {
    this.draft = draft;
    this.body = body;
    this.keys = keys;
  }

  /**
   * Defines a table.
   *
   * @throws StatementException where the definition contradicts itself
   */
  static TableDraft define(
      String name, String sql, long root, CreateTable.Body.Columns body, KeyBuilder keys) {
    TableDraft draft = new TableDraft(name, sql, root);
    new TableDefiner(draft, body, keys).run();
    return draft;
  }

  private void run() {
    draft.strict = body.strict();
    body.columns().forEach(this::addColumn);
    body.columns().forEach(this::addColumnConstraints);
    body.constraints().forEach(this::addTableConstraint);
    checkStrict();
    if (body.withoutRowid()) {
      clusterByPrimaryKey();
    }
    if (autoincrementAsked && !body.withoutRowid() && draft.rowidAlias < 0) {
      throw new StatementException("AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY");
    }
    draft.autoincrement = autoincrementAsked;
    finishColumns();
    draft.automaticIndexes.replaceAll(index -> keys.withSuffix(index, draft));
  }

  // ---- columns

  private void addColumn(ColumnDefinition definition) {
    String name = definition.name().text();
    if (columnIndex(name) >= 0) {
      throw new StatementException(
          "duplicate column name: " + name, definition.name().span().start());
    }
    String type = standardSpelling(definition.type());
    Affinity affinity = Affinity.ofDeclaredType(type);
    if (draft.strict && type.equalsIgnoreCase("ANY")) {
      affinity = Affinity.BLOB;
    }
    columns.add(new ColumnDraft(name, type, affinity));
    ColumnLimit.check(columns.size(), "too many columns on " + draft.name);
  }

  /** The usual type names are answered in capitals, however they were written. */
  private static String standardSpelling(String type) {
    String upper = type.toUpperCase(Locale.ROOT);
    return STANDARD_TYPES.contains(upper) ? upper : type;
  }

  private int columnIndex(String name) {
    String key = NameKey.of(name);
    for (int i = 0; i < columns.size(); i++) {
      if (NameKey.of(columns.get(i).name).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private void addColumnConstraints(ColumnDefinition definition) {
    int index = columnIndex(definition.name().text());
    // COLLATE may stand behind a UNIQUE whose index it orders, as in SQLite where the index takes
    // the collation when the table is complete.
    for (ColumnConstraint constraint : definition.constraints()) {
      if (constraint instanceof ColumnConstraint.Collate collate) {
        columns.get(index).collation = collate.collation().text();
      }
    }
    for (ColumnConstraint constraint : definition.constraints()) {
      addColumnConstraint(index, constraint);
    }
  }

  private void addColumnConstraint(int index, ColumnConstraint constraint) {
    ColumnDraft column = columns.get(index);
    switch (constraint) {
      case ColumnConstraint.PrimaryKey key ->
          addPrimaryKey(
              List.of(
                  new KeyTerm(
                      index,
                      Optional.empty(),
                      key.direction() == OrderingTerm.Direction.DESCENDING)),
              key.onConflict(),
              key.autoincrement(),
              key.direction() != OrderingTerm.Direction.DESCENDING);
      case ColumnConstraint.NotNull notNull ->
          column.notNull = Optional.of(new TableColumn.NotNull(notNull.onConflict()));
      case ColumnConstraint.Unique unique ->
          addUnique(
              List.of(new KeyTerm(index, Optional.empty(), false)),
              IndexDefinition.Origin.UNIQUE,
              unique.onConflict());
      case ColumnConstraint.Check check ->
          draft.checks.add(
              new CheckConstraint(check.name().map(Name::text), check.condition(), check.text()));
      case ColumnConstraint.Default value ->
          column.defaultValue =
              Optional.of(new TableColumn.DefaultValue(value.value(), value.text()));
      case ColumnConstraint.References references ->
          addForeignKey(List.of(index), references.clause(), true);
      case ColumnConstraint.Generated generated ->
          column.generated =
              Optional.of(new TableColumn.Generated(generated.value(), generated.stored()));
      case ColumnConstraint.Null _, ColumnConstraint.Collate _ -> {
        // NULL says nothing; COLLATE was taken before.
      }
    }
  }

  private void checkStrict() {
    for (ColumnDraft column : columns) {
      if (column.generated.isPresent() && column.defaultValue.isPresent()) {
        throw new StatementException("cannot use DEFAULT on a generated column");
      }
      if (!draft.strict) {
        continue;
      }
      if (column.type.isEmpty()) {
        throw new StatementException("missing datatype for " + draft.name + "." + column.name);
      }
      if (!STANDARD_TYPES.contains(column.type.toUpperCase(Locale.ROOT))) {
        throw new StatementException(
            "unknown datatype for " + draft.name + "." + column.name + ": \"" + column.type + "\"");
      }
    }
  }

  // ---- keys

  private void addTableConstraint(TableConstraint constraint) {
    switch (constraint) {
      case TableConstraint.PrimaryKey key ->
          addPrimaryKey(keyTerms(key.columns()), key.onConflict(), key.autoincrement(), true);
      case TableConstraint.Unique unique ->
          addUnique(keyTerms(unique.columns()), IndexDefinition.Origin.UNIQUE, unique.onConflict());
      case TableConstraint.Check check ->
          draft.checks.add(
              new CheckConstraint(check.name().map(Name::text), check.condition(), check.text()));
      case TableConstraint.ForeignKey foreignKey ->
          addForeignKey(
              foreignKey.columns().stream().map(this::childColumn).toList(),
              foreignKey.clause(),
              false);
    }
  }

  private List<KeyTerm> keyTerms(List<OrderingTerm> terms) {
    return terms.stream().map(this::keyTerm).toList();
  }

  private KeyTerm keyTerm(OrderingTerm term) {
    Optional<String> collation = Optional.empty();
    Expr value = term.value();
    while (value instanceof Expr.Collate collate) {
      if (collation.isEmpty()) {
        collation = Optional.of(collate.collation().text());
      }
      value = collate.operand();
    }
    String name =
        switch (value) {
          case Expr.Column(var schema, var table, Name column, var _)
              when schema.isEmpty() && table.isEmpty() ->
              column.text();
          case Expr.StringLiteral literal -> literal.value();
          default ->
              throw new StatementException(
                  "expressions prohibited in PRIMARY KEY and UNIQUE constraints",
                  value.span().start());
        };
    int column = columnIndex(name);
    if (column < 0
        && value instanceof Expr.Column named
        && named.name().quote() == Name.Quote.DOUBLE) {
      throw new StatementException(
          "expressions prohibited in PRIMARY KEY and UNIQUE constraints", value.span().start());
    }
    if (column < 0) {
      throw new StatementException("no such column: " + name, value.span().start());
    }
    return new KeyTerm(column, collation, term.direction() == OrderingTerm.Direction.DESCENDING);
  }

  private void addPrimaryKey(
      List<KeyTerm> terms,
      Optional<ConflictAction> onConflict,
      boolean autoincrement,
      boolean mayBeRowid) {
    if (primaryKeySeen) {
      throw new StatementException("table \"" + draft.name + "\" has more than one primary key");
    }
    primaryKeySeen = true;
    primaryKey = terms;
    primaryKeyConflict = onConflict;
    for (KeyTerm term : terms) {
      if (isGenerated(term.column())) {
        throw new StatementException("generated columns cannot be part of the PRIMARY KEY");
      }
    }
    boolean integer =
        terms.size() == 1
            && mayBeRowid
            && columns.get(terms.getFirst().column()).type.equalsIgnoreCase("INTEGER");
    if (integer) {
      draft.rowidAlias = terms.getFirst().column();
      draft.rowidConflict = onConflict;
    } else if (autoincrement) {
      throw new StatementException("AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY");
    } else {
      addUnique(terms, IndexDefinition.Origin.PRIMARY_KEY, onConflict);
    }
    autoincrementAsked = autoincrement;
  }

  private boolean isGenerated(int column) {
    return body.columns().get(column).constraints().stream()
        .anyMatch(ColumnConstraint.Generated.class::isInstance);
  }

  private void addUnique(
      List<KeyTerm> terms, IndexDefinition.Origin origin, Optional<ConflictAction> onConflict) {
    List<IndexColumn> key = terms.stream().map(this::indexColumn).toList();
    for (int i = 0; i < draft.automaticIndexes.size(); i++) {
      IndexDefinition present = draft.automaticIndexes.get(i);
      if (sameKey(present.keyColumns(), key)) {
        draft.automaticIndexes.set(i, merge(present, origin, onConflict));
        return;
      }
    }
    String name = "sqlite_autoindex_" + draft.name + "_" + (draft.automaticIndexes.size() + 1);
    draft.automaticIndexes.add(
        new IndexDefinition(
            name,
            draft.name,
            origin,
            key,
            List.of(),
            true,
            onConflict,
            Optional.empty(),
            "",
            Optional.empty()));
  }

  private IndexColumn indexColumn(KeyTerm term) {
    String collation = term.collation().orElse(columns.get(term.column()).collation);
    return new IndexColumn(
        term.column(), Optional.empty(), collation, keys.descends(term.descending()));
  }

  private static boolean sameKey(List<IndexColumn> left, List<IndexColumn> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i).column() != right.get(i).column()
          || !left.get(i).collation().equalsIgnoreCase(right.get(i).collation())) {
        return false;
      }
    }
    return true;
  }

  private static IndexDefinition merge(
      IndexDefinition present, IndexDefinition.Origin origin, Optional<ConflictAction> onConflict) {
    if (present.onConflict().isPresent()
        && onConflict.isPresent()
        && !present.onConflict().equals(onConflict)) {
      throw new StatementException("conflicting ON CONFLICT clauses specified");
    }
    return new IndexDefinition(
        present.name(),
        present.table(),
        origin == IndexDefinition.Origin.PRIMARY_KEY ? origin : present.origin(),
        present.keyColumns(),
        List.of(),
        true,
        present.onConflict().or(() -> onConflict),
        Optional.empty(),
        "",
        Optional.empty());
  }

  private void clusterByPrimaryKey() {
    if (autoincrementAsked) {
      throw new StatementException("AUTOINCREMENT not allowed on WITHOUT ROWID tables");
    }
    if (!primaryKeySeen) {
      throw new StatementException("PRIMARY KEY missing on table " + draft.name);
    }
    if (draft.rowidAlias >= 0) {
      // An INTEGER PRIMARY KEY is an ordinary key here; of its term only the direction is left.
      draft.rowidAlias = -1;
      draft.rowidConflict = Optional.empty();
      primaryKey = primaryKey.stream().map(KeyTerm::withoutCollation).toList();
      addUnique(primaryKey, IndexDefinition.Origin.PRIMARY_KEY, primaryKeyConflict);
    }
    for (int i = 0; i < draft.automaticIndexes.size(); i++) {
      IndexDefinition index = draft.automaticIndexes.get(i);
      if (index.origin() == IndexDefinition.Origin.PRIMARY_KEY) {
        draft.clusteredKey =
            new ClusteredKey(
                index.name(), distinctColumns(index.keyColumns()), index.onConflict(), i + 1);
        List<IndexColumn> key = draft.clusteredKey.columns();
        draft.clusteredOrder = keys.orderForReading(key);
        key.stream()
            .map(IndexColumn::collation)
            .filter(name -> !keys.knows(name))
            .findFirst()
            .ifPresent(name -> draft.unsupported.add("no such collation sequence: " + name));
        draft.automaticIndexes.remove(i);
        break;
      }
    }
    for (KeyTerm term : primaryKey) {
      ColumnDraft column = columns.get(term.column());
      if (column.notNull.isEmpty()) {
        column.notNull = Optional.of(new TableColumn.NotNull(Optional.empty()));
      }
    }
  }

  private static List<IndexColumn> distinctColumns(List<IndexColumn> key) {
    List<IndexColumn> distinct = new ArrayList<>();
    for (IndexColumn column : key) {
      boolean known =
          distinct.stream()
              .anyMatch(d ->
                  d.column() == column.column()
                      && d.collation().equalsIgnoreCase(column.collation()));
      if (!known) {
        distinct.add(column);
      }
    }
    return distinct;
  }

  // ---- foreign keys

  private int childColumn(Name name) {
    int column = columnIndex(name.text());
    if (column < 0) {
      throw new StatementException(
          "unknown column \"" + name.text() + "\" in foreign key definition", name.span().start());
    }
    return column;
  }

  /**
   * @param ofColumn whether it is a constraint of one column
   */
  private void addForeignKey(
      List<Integer> childColumns, ForeignKeyClause clause, boolean ofColumn) {
    int given = clause.columns().size();
    if (given > 0 && given != childColumns.size()) {
      throw new StatementException(
          ofColumn
              ? "foreign key on "
                  + columns.get(childColumns.getFirst()).name
                  + " should reference only one column of table "
                  + clause.table().text()
              : "number of columns in foreign key does not match the number of columns in the"
                  + " referenced table");
    }
    draft.foreignKeys.add(
        new ForeignKeyDefinition(
            childColumns,
            clause.table().text(),
            clause.columns().stream().map(Name::text).toList(),
            clause.onDelete(),
            clause.onUpdate(),
            clause.initiallyDeferred()));
  }

  // ---- the end

  private void finishColumns() {
    int[] recordColumns = recordColumns();
    List<Integer> keyColumns =
        draft.clusteredKey == null
            ? primaryKey.stream().map(KeyTerm::column).toList()
            : draft.clusteredKey.columns().stream().map(IndexColumn::column).toList();
    for (int i = 0; i < columns.size(); i++) {
      ColumnDraft column = columns.get(i);
      boolean strictKey = draft.strict && i != draft.rowidAlias && keyColumns.contains(i);
      draft.columns.add(
          new TableColumn(
              i,
              column.name,
              column.type,
              column.affinity,
              column.collation,
              strictKey && column.notNull.isEmpty()
                  ? Optional.of(new TableColumn.NotNull(Optional.empty()))
                  : column.notNull,
              column.defaultValue,
              column.generated,
              keyColumns.indexOf(i) + 1,
              recordColumns[i]));
    }
    if (columns.stream().allMatch(column -> column.generated.isPresent())) {
      throw new StatementException("must have at least one non-generated column");
    }
    draft.generatedOrder = GeneratedOrder.of(draft.columns);
  }

  /** A clustered record begins with the key; all others keep the order of the columns. */
  private int[] recordColumns() {
    int[] places = new int[columns.size()];
    Arrays.fill(places, -1);
    int next = 0;
    Set<Integer> placed = new HashSet<>();
    ClusteredKey key = draft.clusteredKey;
    if (key != null) {
      for (IndexColumn column : key.columns()) {
        if (placed.add(column.column())) {
          places[column.column()] = next;
        }
        next++; // a column that is in the key under two collations is stored twice
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      boolean virtual = columns.get(i).generated.map(g -> !g.stored()).orElse(false);
      if (!virtual && placed.add(i)) {
        places[i] = next++;
      }
    }
    return places;
  }
}
