package org.braiddb.link;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** Texts and values put together after a recipe, which has 1 for a value and 2 for a constant. */
record Concatenation(MethodTypeDesc type, List<ConstantDesc> arguments) {
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  void build(CodeBuilder code) {
    String recipe = (String) arguments.getFirst();
    code.new_(BUILDER)
        .dup()
        .invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    StringBuilder text = new StringBuilder();
    int value = 0;
    int constant = 1;
    for (char c : recipe.toCharArray()) {
      if (c == 1) {
        append(code, text);
        append(code, value++);
      } else if (c == 2) {
        text.append(arguments.get(constant++));
      } else {
        text.append(c);
      }
    }
    append(code, text);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  private static void append(CodeBuilder code, StringBuilder text) {
    if (!text.isEmpty()) {
      code.loadConstant(text.toString());
      append(code, ConstantDescs.CD_String);
      text.setLength(0);
    }
  }

  private void append(CodeBuilder code, int value) {
    ClassDesc given = type.parameterType(value);
    code.loadLocal(TypeKind.from(given), code.parameterSlot(value));
    append(
        code,
        switch (given.descriptorString()) {
          case "B", "S" -> ConstantDescs.CD_int;
          case "Ljava/lang/String;" -> given;
          default -> given.isPrimitive() ? given : ConstantDescs.CD_Object;
        });
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
  }
}
