package org.braiddb.storage.file.wal;

import org.jspecify.annotations.Nullable;

/**
 * What a log held when it was opened, up to its last commit.
 *
 * @param header null where there is no valid header and the log counts as empty
 * @param pages the page number of each frame, in order
 * @param frameCount frames up to and with the last commit frame
 * @param pageCount pages in the database after the last commit; 0 where there is no commit
 * @param checksum that of the last of these frames, which the next one continues
 */
record RecoveredLog(
    @Nullable WalHeader header, int[] pages, int frameCount, int pageCount, long checksum) {}
