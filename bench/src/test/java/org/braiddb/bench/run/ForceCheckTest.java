package org.braiddb.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForceCheckTest {
  @Test
  void callsAreCountedOnceAndWritesOfSynchronousFilesOnly() {
    assertThat(
            ForceCheck.count(
                List.of(
                    "11 openat(AT_FDCWD</w>, \"/d/log1.dat\", O_RDWR|O_CREAT|O_DSYNC, 0666) ="
                        + " 7</d/log1.dat>",
                    "11 openat(AT_FDCWD</w>, \"/d/a.db\", O_RDWR|O_CREAT, 0644) = 8</d/a.db>",
                    "11 pwrite64(7</d/log1.dat>, \"x\"..., 4096, 0) = 4096",
                    "11 pwrite64(8</d/a.db>, \"fsync\"..., 4096, 0) = 4096",
                    "12 fdatasync(8</d/a.db> <unfinished ...>",
                    "12 <... fdatasync resumed>) = 0",
                    "12 fsync(8</d/a.db>) = 0")))
        .isEqualTo(3);
  }
}
