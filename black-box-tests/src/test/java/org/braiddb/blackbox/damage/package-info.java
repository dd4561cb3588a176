/**
 * Files that a failing disk, a careless tool or an attacker left: every use of them ends in an
 * answer or in an error that says what is wrong, never in a hang or a crash.
 *
 * <p>Start reading at {@link org.braiddb.blackbox.damage.DamagedFileTest}.
 */
@NullMarked
package org.braiddb.blackbox.damage;

import org.jspecify.annotations.NullMarked;
