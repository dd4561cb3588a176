package org.braiddb.shell.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.braiddb.storage.Durability;

/**
 * What a workload file says.
 *
 * @param threads how many clients there are
 * @param warmUp how long they run at most in each mode before anything is measured
 * @param seconds how long they run then in each mode
 * @param transactions how many transactions each client runs instead, without warm-up
 * @param modes the journal modes asked for; all that are installed where it is empty
 * @param synchronous what a commit waits for
 * @param directory where databases are made; beside the file where it is empty
 * @param parameters values that are chosen anew for each transaction
 * @param setup a script that is run once in each mode
 * @param transaction the statements of a transaction
 * @param check queries that are true afterwards
 */
record WorkloadFile(
    int threads,
    Duration warmUp,
    Duration seconds,
    OptionalLong transactions,
    List<String> modes,
    Durability synchronous,
    Optional<Path> directory,
    List<Parameter> parameters,
    String setup,
    String transaction,
    String check) {}
