package org.braiddb.sql.parse;

/** The kinds of token. Keywords come last, each named as it is written unless said otherwise. */
enum Token {
  /** The end of the text. */
  END_OF_TEXT,
  /** Characters that begin no token. */
  ILLEGAL,
  /** An identifier, bare or in double quotes, brackets or backquotes. */
  IDENTIFIER(Role.IDENTIFIER),
  STRING,
  BLOB,
  INTEGER,
  FLOAT,
  /** A number with digit separators, which the grammar takes in expressions only. */
  SEPARATED_NUMBER,
  VARIABLE,
  SEMICOLON,
  LEFT_PARENTHESIS,
  RIGHT_PARENTHESIS,
  COMMA,
  DOT,
  STAR,
  PLUS,
  MINUS,
  SLASH,
  PERCENT,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  AMPERSAND,
  BAR,
  TILDE,
  CONCATENATE,
  ARROW,
  DOUBLE_ARROW,

  ABORT(Role.FALLBACK),
  ACTION(Role.FALLBACK),
  ADD,
  AFTER(Role.FALLBACK),
  ALL,
  ALTER,
  ALWAYS(Role.FALLBACK),
  ANALYZE(Role.FALLBACK),
  AND,
  AS,
  ASC(Role.FALLBACK),
  ATTACH(Role.FALLBACK),
  AUTOINCREMENT,
  BEFORE(Role.FALLBACK),
  BEGIN(Role.FALLBACK),
  BETWEEN,
  BY(Role.FALLBACK),
  CASCADE(Role.FALLBACK),
  CASE,
  CAST(Role.FALLBACK),
  CHECK,
  COLLATE,
  COLUMN(Role.FALLBACK),
  COMMIT,
  CONFLICT(Role.FALLBACK),
  CONSTRAINT,
  CREATE,
  CROSS(Role.JOIN),
  CURRENT(Role.FALLBACK),
  CURRENT_DATE(Role.FALLBACK),
  CURRENT_TIME(Role.FALLBACK),
  CURRENT_TIMESTAMP(Role.FALLBACK),
  DATABASE(Role.FALLBACK),
  DEFAULT,
  DEFERRABLE,
  DEFERRED(Role.FALLBACK),
  DELETE,
  DESC(Role.FALLBACK),
  DETACH(Role.FALLBACK),
  DISTINCT,
  DO(Role.FALLBACK),
  DROP,
  EACH(Role.FALLBACK),
  ELSE,
  END(Role.FALLBACK),
  ESCAPE,
  EXCEPT,
  EXCLUDE(Role.FALLBACK),
  EXCLUSIVE(Role.FALLBACK),
  EXISTS,
  EXPLAIN(Role.FALLBACK),
  FAIL(Role.FALLBACK),
  /** Only between a closing and an opening parenthesis; elsewhere an identifier. */
  FILTER,
  FIRST(Role.FALLBACK),
  FOLLOWING(Role.FALLBACK),
  FOR(Role.FALLBACK),
  FOREIGN,
  FROM,
  FULL(Role.JOIN),
  GENERATED(Role.FALLBACK),
  GLOB(Role.FALLBACK),
  GROUP,
  GROUPS(Role.FALLBACK),
  HAVING,
  IF(Role.FALLBACK),
  IGNORE(Role.FALLBACK),
  IMMEDIATE(Role.FALLBACK),
  IN,
  INDEX,
  INDEXED(Role.INDEXED),
  INITIALLY(Role.FALLBACK),
  INNER(Role.JOIN),
  INSERT,
  INSTEAD(Role.FALLBACK),
  INTERSECT,
  INTO,
  IS,
  ISNULL,
  JOIN,
  KEY(Role.FALLBACK),
  LAST(Role.FALLBACK),
  LEFT(Role.JOIN),
  LIKE(Role.FALLBACK),
  LIMIT,
  MATCH(Role.FALLBACK),
  MATERIALIZED(Role.FALLBACK),
  NATURAL(Role.JOIN),
  NO(Role.FALLBACK),
  NOT,
  NOTHING,
  NOTNULL,
  NULL,
  NULLS(Role.FALLBACK),
  OF(Role.FALLBACK),
  OFFSET(Role.FALLBACK),
  ON,
  OR,
  ORDER,
  OTHERS(Role.FALLBACK),
  OUTER(Role.JOIN),
  /** Only after a closing parenthesis and before a name or opening one; elsewhere an identifier. */
  OVER,
  PARTITION(Role.FALLBACK),
  PLAN(Role.FALLBACK),
  PRAGMA(Role.FALLBACK),
  PRECEDING(Role.FALLBACK),
  PRIMARY,
  QUERY(Role.FALLBACK),
  RAISE(Role.FALLBACK),
  RANGE(Role.FALLBACK),
  RECURSIVE(Role.FALLBACK),
  REFERENCES,
  REGEXP(Role.FALLBACK),
  REINDEX(Role.FALLBACK),
  RELEASE(Role.FALLBACK),
  RENAME(Role.FALLBACK),
  REPLACE(Role.FALLBACK),
  RESTRICT(Role.FALLBACK),
  RETURNING,
  RIGHT(Role.JOIN),
  ROLLBACK(Role.FALLBACK),
  ROW(Role.FALLBACK),
  ROWS(Role.FALLBACK),
  SAVEPOINT(Role.FALLBACK),
  SELECT,
  SET,
  TABLE,
  TEMP(Role.FALLBACK),
  /** The other spelling of TEMP. */
  TEMPORARY(Role.FALLBACK),
  THEN,
  TIES(Role.FALLBACK),
  TO,
  TRANSACTION,
  TRIGGER(Role.FALLBACK),
  UNBOUNDED(Role.FALLBACK),
  UNION,
  UNIQUE,
  UPDATE,
  USING,
  VACUUM(Role.FALLBACK),
  VALUES,
  VIEW(Role.FALLBACK),
  VIRTUAL(Role.FALLBACK),
  WHEN,
  WHERE,
  /** Only before a name and AS; elsewhere an identifier. */
  WINDOW,
  WITH(Role.FALLBACK),
  WITHOUT(Role.FALLBACK);

  private enum Role {
    /** Never an identifier. */
    RESERVED,
    IDENTIFIER,
    /** A keyword that is an identifier where the grammar cannot use it otherwise. */
    FALLBACK,
    /** INDEXED: an identifier but for aliases without AS. */
    INDEXED,
    /** A word of a join: a name, but not an alias without AS. */
    JOIN
  }

  private final Role role;

  Token() {
    this(Role.RESERVED);
  }

  Token(Role role) {
    this.role = role;
  }

  /** True for tokens that name things wherever a string would not do. */
  boolean isIdentifier() {
    return role == Role.IDENTIFIER || role == Role.FALLBACK;
  }

  /** True for tokens that can be an alias without AS, a type's word or a collation. */
  boolean isIdentifierOrString() {
    return isIdentifier() || this == STRING;
  }

  /** True for tokens that can be a column or function in an expression. */
  boolean isIdentifierOrJoinWord() {
    return role != Role.RESERVED;
  }

  /** True for tokens that can name a table, a column and so on. */
  boolean isName() {
    return role != Role.RESERVED || this == STRING;
  }

  /** True for CROSS, LEFT and so on. */
  boolean isJoinWord() {
    return role == Role.JOIN;
  }
}
