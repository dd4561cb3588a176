package org.braiddb.blackbox.history;

import java.util.Locale;

/** An object of a history. */
record ObjectId(Kind kind, int key) {
  enum Kind {
    LIST,
    REGISTER,
    SET
  }

  static ObjectId of(Operation.OnObject operation) {
    Kind kind =
        switch (operation) {
          case Operation.Append _, Operation.ReadList _ -> Kind.LIST;
          case Operation.Write _, Operation.ReadRegister _ -> Kind.REGISTER;
          case Operation.Add _, Operation.ReadSet _ -> Kind.SET;
        };
    return new ObjectId(kind, operation.key());
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + key;
  }
}
