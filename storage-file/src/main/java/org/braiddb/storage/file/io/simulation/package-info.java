/**
 * A file system for tests that can lose power, fail and fill up, repeatably from a seed.
 *
 * <p>It keeps for each file what a reader sees now and what a disk would hold: writes reach the
 * disk only when the file is forced. {@link
 * org.braiddb.storage.file.io.simulation.SimulatedFileSystem#afterPowerCut} decides, sector by
 * sector, which of the unforced writes made it; creations, removals and new names made it for
 * certain only if the directory was synced. Every call can be made to fail, locks and closes
 * included, once or from then on; which files are open is known; the disk can have any size; forces
 * can take as long as a test likes; and the system can give any part of what a read asks for, so
 * that {@link org.braiddb.storage.file.io.FileHandle#read} has to ask again.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.io.simulation.SimulatedFileSystem}.
 */
@NullMarked
package org.braiddb.storage.file.io.simulation;

import org.jspecify.annotations.NullMarked;
