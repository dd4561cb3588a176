/**
 * {@code --compare} and {@code .compare}: a user's own workload in every installed journal mode,
 * and which of them suits it.
 *
 * <p>Invariant: nothing but a directory of its own, removed afterwards, is touched; the modes get
 * the same statements on equal databases; a workload that fails in one mode is told so for that
 * mode and is measured in the others.
 *
 * <p>A file becomes a {@link org.braiddb.shell.compare.WorkloadFile}; {@link
 * org.braiddb.shell.compare.ModeRun} runs it in one mode; {@link org.braiddb.shell.compare.Verdict}
 * says in words what came out. Start reading at {@link org.braiddb.shell.compare.Comparison}.
 */
@NullMarked
package org.braiddb.shell.compare;

import org.jspecify.annotations.NullMarked;
