/**
 * Readers of bytes that others wrote, fed with bytes that a fuzzer makes: a target is a class with
 * a method {@code fuzzerTestOneInput}, which ends normally or throws what is a finding.
 *
 * <p>Every build runs each target over its seeds and some thousand seeded changes of them; {@code
 * ./mvnw verify -Pfuzz -pl fault-tests -am} lets Jazzer guide it by coverage for a minute each
 * ({@code -Dfuzz.seconds=N} for longer).
 *
 * <p>Start reading at {@link org.braiddb.fuzz.FileFuzz}.
 */
@NullMarked
package org.braiddb.fuzz;

import org.jspecify.annotations.NullMarked;
