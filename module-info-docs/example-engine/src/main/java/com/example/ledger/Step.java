package com.example.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TreeKind;

/**
 * What the log consists of: a change of one state into the next. Entries are addressed by their
 * position, so that recovery needs to know of no order: a collation may be the application's own.
 */
sealed interface Step {
  State apply(State state);

  record Insert(long tree, int position, Entry entry) implements Step {
    @Override
    public State apply(State state) {
      return state.with(tree, state.entries(tree).insert(position, entry));
    }
  }

  record Replace(long tree, int position, Entry entry) implements Step {
    @Override
    public State apply(State state) {
      return state.with(tree, state.entries(tree).replace(position, entry));
    }
  }

  record Remove(long tree, int position) implements Step {
    @Override
    public State apply(State state) {
      return state.with(tree, state.entries(tree).remove(position));
    }
  }

  record Clear(long tree) implements Step {
    @Override
    public State apply(State state) {
      return state.with(tree, Entries.EMPTY);
    }
  }

  record Create(long tree, TreeKind kind) implements Step {
    @Override
    public State apply(State state) {
      return state.with(tree, new State.Stored(kind, Entries.EMPTY));
    }
  }

  record Drop(long tree) implements Step {
    @Override
    public State apply(State state) {
      return state.without(tree);
    }
  }

  record Set(Metadata field, int value) implements Step {
    @Override
    public State apply(State state) {
      return state.with(field, value);
    }
  }

  default void write(DataOutput out) throws IOException {
    switch (this) {
      case Insert(long tree, int position, Entry entry) -> write(out, 1, tree, position, entry);
      case Replace(long tree, int position, Entry entry) -> write(out, 2, tree, position, entry);
      case Remove(long tree, int position) -> {
        out.writeByte(3);
        out.writeLong(tree);
        out.writeInt(position);
      }
      case Clear(long tree) -> {
        out.writeByte(4);
        out.writeLong(tree);
      }
      case Create(long tree, TreeKind kind) -> {
        out.writeByte(5);
        out.writeLong(tree);
        out.writeByte(kind.ordinal());
      }
      case Drop(long tree) -> {
        out.writeByte(6);
        out.writeLong(tree);
      }
      case Set(Metadata field, int value) -> {
        out.writeByte(7);
        out.writeByte(field.ordinal());
        out.writeInt(value);
      }
    }
  }

  private static void write(DataOutput out, int code, long tree, int position, Entry entry)
      throws IOException {
    out.writeByte(code);
    out.writeLong(tree);
    out.writeInt(position);
    out.writeLong(entry.rowid());
    out.writeInt(entry.record().length);
    out.write(entry.record());
  }

  static Step read(DataInput in) throws IOException {
    int code = in.readByte();
    return switch (code) {
      case 1 -> new Insert(in.readLong(), in.readInt(), readEntry(in));
      case 2 -> new Replace(in.readLong(), in.readInt(), readEntry(in));
      case 3 -> new Remove(in.readLong(), in.readInt());
      case 4 -> new Clear(in.readLong());
      case 5 -> new Create(in.readLong(), TreeKind.values()[in.readByte()]);
      case 6 -> new Drop(in.readLong());
      case 7 -> new Set(Metadata.values()[in.readByte()], in.readInt());
      default -> throw new IOException("unknown step " + code);
    };
  }

  private static Entry readEntry(DataInput in) throws IOException {
    long rowid = in.readLong();
    byte[] record = new byte[in.readInt()];
    in.readFully(record);
    return new Entry(rowid, record);
  }
}
