/**
 * From text to syntax tree: the whole grammar of the dialect, whether or not the engine can run it.
 *
 * <p>{@link org.braiddb.sql.parse.Parser} is the way in. Below it a {@code Lexer} cuts the text
 * into {@code Token}s one at a time, {@code TokenStream} holds the current one, and one parser per
 * family of statements reads from there by recursive descent; expressions climb precedences.
 *
 * <p>Invariants: whatever the text, the parser answers with a tree or a {@link
 * org.braiddb.sql.parse.SyntaxException}, and recursion is bounded by {@code TreeLimits}, so
 * neither it nor a pass over its tree can run out of stack. A keyword is read as an identifier
 * exactly where it cannot be read as itself.
 */
@NullMarked
package org.braiddb.sql.parse;

import org.jspecify.annotations.NullMarked;
