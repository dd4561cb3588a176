/**
 * Copies of live databases: complete, of one moment, or not there at all.
 *
 * <p>Start reading at {@link org.braiddb.blackbox.backup.BackupTest}.
 */
@NullMarked
package org.braiddb.blackbox.backup;

import org.jspecify.annotations.NullMarked;
