/**
 * The contract of {@link org.braiddb.storage} made executable.
 *
 * <p>An engine's test extends {@link org.braiddb.storage.tck.StorageEngineContract} and answers its
 * engine; every topic then runs against it. A behaviour is required unless the engine's {@link
 * org.braiddb.storage.Capabilities} opt out of it, and then the error that the contract names is
 * required instead. {@link org.braiddb.storage.tck.RandomOperationsContract} compares with the
 * naive engine whatever the topics forgot.
 *
 * <p>Start reading at {@link org.braiddb.storage.tck.StorageEngineContract}.
 */
@NullMarked
package org.braiddb.storage.tck;

import org.jspecify.annotations.NullMarked;
