package org.braiddb.sql.program;

import java.time.Duration;
import java.util.List;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.TextEncoding;

/** What statements about the connection itself, pragmas above all, may do to it. */
public interface ConnectionControl {
  /**
   * A database of the connection.
   *
   * @param number 0 is main, 1 temp
   * @param file the absolute path; empty in memory
   */
  record AttachedDatabase(int number, String name, String file) {}

  /** The databases in the order of their numbers; temp is there once something was put into it. */
  List<AttachedDatabase> attachedDatabases();

  /** The open store of a database. */
  Store store(int database);

  /** Whether the connection may only read a database. */
  boolean readOnly(int database);

  /** The journal mode of a database's store. */
  String journalMode(int database);

  /**
   * Switches a database to another journal mode, waiting for open transactions under the busy
   * timeout. Nothing happens where it has that mode.
   */
  void switchJournalMode(int database, String mode);

  /**
   * Gives the main database, and the temporary one with it, another text encoding. Nothing happens
   * where anything was put into one of them, or another database is attached.
   */
  void switchEncoding(TextEncoding encoding);

  /**
   * Gives a database another page size. Nothing happens where anything was put into it, or it is in
   * a file already.
   *
   * @param bytes a power of two from 512 to 65536
   */
  void switchPageSize(int database, int bytes);

  /** What commits to a database wait for. */
  Durability durability(int database);

  /** Sets what commits to a database wait for. */
  void setDurability(int database, Durability durability);

  /** How long calls wait for others. */
  void setBusyTimeout(Duration timeout);

  /** Whether no explicit transaction is open. */
  boolean autocommit();

  /** Whether an open transaction or a running statement of the connection uses a database. */
  boolean inUse(int database);

  /** What concurrent transactions of this connection on a database may see of each other. */
  IsolationLevel isolation(int database);

  /**
   * Asks for an isolation level.
   *
   * @throws StatementException inside a transaction, or where the database's journal mode has no
   *     level as strong
   */
  void setIsolation(int database, IsolationLevel level);

  /** The isolation levels of a database's journal mode, in words. */
  String isolationLevels(int database);

  /** The conflicts of a database. */
  ConflictDiary conflictDiary(int database);

  /** A number that changes whenever another connection's commit to the database becomes visible. */
  int dataVersion(int database, Transaction transaction);

  /** The names of the collations. */
  List<String> collationNames();

  /** The limits of calls into storage. */
  CallLimits limits();

  /** Forgets all that is known of the schemas: the next statement reads them anew. */
  void forgetSchemas();

  /** Compiled statements are no longer valid: a setting that compiling looks at has changed. */
  void recompileAll();
}
