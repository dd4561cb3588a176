package org.braiddb.link;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.stream.Stream;

/** How values become arguments and results, as java.lang.invoke.LambdaMetafactory has it. */
final class Conversion {
  private Conversion() {}

  static void convert(CodeBuilder code, ClassDesc given, ClassDesc exact, ClassDesc wanted) {
    if (given.isPrimitive()) {
      if (wanted.isPrimitive()) {
        code.conversion(TypeKind.from(given), TypeKind.from(wanted));
      } else {
        ClassDesc box = boxOf(given);
        code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, given));
      }
      return;
    }
    ClassDesc known = given;
    if (!exact.isPrimitive()) {
      cast(code, given, exact);
      known = exact;
    }
    if (wanted.isPrimitive()) {
      unbox(code, known, wanted);
    } else {
      cast(code, known, wanted);
    }
  }

  static void cast(CodeBuilder code, ClassDesc given, ClassDesc wanted) {
    if (!wanted.equals(given) && !wanted.equals(ConstantDescs.CD_Object)) {
      code.checkcast(wanted);
    }
  }

  private static void unbox(CodeBuilder code, ClassDesc known, ClassDesc wanted) {
    ClassDesc value =
        Stream.of("ZBCSIJFD".split(""))
            .map(ClassDesc::ofDescriptor)
            .filter(each -> boxOf(each).equals(known))
            .findFirst()
            .orElse(null);
    ClassDesc box = known;
    if (value == null) {
      value = wanted;
      box = boxOf(wanted);
      code.checkcast(box);
    }
    code.invokevirtual(box, value.displayName() + "Value", MethodTypeDesc.of(value));
    code.conversion(TypeKind.from(value), TypeKind.from(wanted));
  }

  static ClassDesc boxOf(ClassDesc primitive) {
    return switch (primitive.descriptorString().charAt(0)) {
      case 'Z' -> ConstantDescs.CD_Boolean;
      case 'B' -> ConstantDescs.CD_Byte;
      case 'C' -> ConstantDescs.CD_Character;
      case 'S' -> ConstantDescs.CD_Short;
      case 'I' -> ConstantDescs.CD_Integer;
      case 'J' -> ConstantDescs.CD_Long;
      case 'F' -> ConstantDescs.CD_Float;
      case 'D' -> ConstantDescs.CD_Double;
      default -> throw new IllegalStateException("no value: " + primitive);
    };
  }
}
