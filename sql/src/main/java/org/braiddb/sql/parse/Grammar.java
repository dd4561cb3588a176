package org.braiddb.sql.parse;

/**
 * The parsers for one text and what they share. Each is the only one that knows its family of
 * clauses; they reach each other through here.
 *
 * @param lenient accept what only old schema entries hold
 * @param freshStack whether it is used on a {@link org.braiddb.sql.stack.FreshStack}
 */
final class Grammar {
  final TokenStream tokens;
  final TreeLimits limits;
  final boolean lenient;
  final NameParser names;
  final ExpressionParser expressions;
  final OperandParser operands;
  final FunctionCallParser functionCalls;
  final SelectParser selects;
  final FromParser froms;
  final DataStatementParser dataStatements;
  final ConstraintParser constraints;
  final CreateTableParser createTables;
  final SchemaStatementParser schemaStatements;
  final TriggerParser triggers;
  final AlterTableParser alterTables;
  final ParameterTable parameters = new ParameterTable();

  Grammar(String text, int from, boolean lenient, boolean freshStack) {
    this.tokens = new TokenStream(text, from);
    this.limits = new TreeLimits(tokens, freshStack);
    this.lenient = lenient;
    this.names = new NameParser(tokens, lenient);
    this.expressions = new ExpressionParser(this);
    this.operands = new OperandParser(this);
    this.functionCalls = new FunctionCallParser(this);
    this.selects = new SelectParser(this);
    this.froms = new FromParser(this);
    this.dataStatements = new DataStatementParser(this);
    this.constraints = new ConstraintParser(this);
    this.createTables = new CreateTableParser(this);
    this.schemaStatements = new SchemaStatementParser(this);
    this.triggers = new TriggerParser(this);
    this.alterTables = new AlterTableParser(this);
  }
}
