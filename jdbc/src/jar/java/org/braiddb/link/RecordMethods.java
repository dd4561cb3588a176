package org.braiddb.link;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** What a record has by itself. */
record RecordMethods(ClassDesc name, List<DirectMethodHandleDesc> fields) {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private static ClassDesc typeOf(DirectMethodHandleDesc field) {
    return field.invocationType().returnType();
  }

  private void load(CodeBuilder code, int variable, DirectMethodHandleDesc field) {
    code.aload(variable).getfield(name, field.methodName(), typeOf(field));
  }

  void buildEquals(CodeBuilder code) {
    Label different = code.newLabel();
    code.aload(1).instanceOf(name).ifeq(different);
    int other = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(1).checkcast(name).astore(other);
    for (DirectMethodHandleDesc field : fields) {
      load(code, 0, field);
      load(code, other, field);
      ClassDesc type = typeOf(field);
      switch (type.descriptorString()) {
        case "Z", "B", "C", "S", "I" -> code.if_icmpne(different);
        case "J" -> code.lcmp().ifne(different);
        case "F", "D" ->
            code.invokestatic(
                    Conversion.boxOf(type),
                    "compare",
                    MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                .ifne(different);
        default ->
            code.invokestatic(
                    OBJECTS,
                    "equals",
                    MethodTypeDesc.of(
                        ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                .ifeq(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  void buildHashCode(CodeBuilder code) {
    code.iconst_0();
    for (DirectMethodHandleDesc field : fields) {
      ClassDesc type = typeOf(field);
      code.loadConstant(31).imul();
      load(code, 0, field);
      ClassDesc holder = type.isPrimitive() ? Conversion.boxOf(type) : OBJECTS;
      ClassDesc given = type.isPrimitive() ? type : ConstantDescs.CD_Object;
      code.invokestatic(holder, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, given)).iadd();
    }
    code.ireturn();
  }
}
