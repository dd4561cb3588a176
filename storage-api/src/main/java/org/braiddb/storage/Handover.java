package org.braiddb.storage;

/**
 * An open database between two stores: detached from one engine, not yet adopted by another. Opaque
 * to SQL. Engines of one family agree on its class.
 */
public interface Handover {
  /** The {@link StorageEngine#family()} whose engines can adopt it. */
  String family();
}
