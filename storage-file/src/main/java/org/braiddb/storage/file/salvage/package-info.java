/**
 * Reads what is left of a damaged file.
 *
 * <p>Invariant V1: nothing that is read decides how long something takes or how much memory it
 * needs, except the number of pages in the file: each page is taken by at most one tree, each chain
 * is as long as its payload asks for at most, and no payload is longer than the file. V2: a cell
 * that makes no sense is left out; no other cell is lost by that.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.salvage.FileSalvage}.
 */
@NullMarked
package org.braiddb.storage.file.salvage;

import org.jspecify.annotations.NullMarked;
