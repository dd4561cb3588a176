package org.braiddb.sql.catalog;

import org.braiddb.sql.ast.CreateTrigger;

/**
 * A trigger.
 *
 * @param table the table or view it belongs to
 * @param definition its syntax tree; spans count in {@code sql}
 * @param sql the stored text
 */
public record TriggerDefinition(String name, String table, CreateTrigger definition, String sql) {}
