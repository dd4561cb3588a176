package org.braiddb.link;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * A lambda or method reference, as a class.
 *
 * @param factory from the captured values to the functional interface
 * @param method the interface's method, with its erased type
 * @param body what it does
 * @param exact the interface's method's type here
 */
record Lambda(
    ClassDesc name,
    ClassDesc host,
    MethodTypeDesc factory,
    String method,
    MethodTypeDesc erased,
    DirectMethodHandleDesc body,
    MethodTypeDesc exact) {
  /** The static method that gives an instance. */
  static final String MAKE = "make";

  /** What a call of the lambda metafactory asks for. */
  static Lambda of(ClassDesc name, ClassDesc host, InvokeDynamicInstruction call) {
    List<ConstantDesc> arguments = call.bootstrapArgs();
    return new Lambda(
        name,
        host,
        call.typeSymbol(),
        call.name().stringValue(),
        (MethodTypeDesc) arguments.get(0),
        (DirectMethodHandleDesc) arguments.get(1),
        (MethodTypeDesc) arguments.get(2));
  }

  void build(ClassBuilder builder) {
    builder
        .withVersion(ClassFile.latestMajorVersion(), 0)
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
        .withInterfaceSymbols(factory.returnType())
        .with(NestHostAttribute.of(host));
    int captured = factory.parameterCount();
    for (int i = 0; i < captured; i++) {
      builder.withField(
          "c" + i, factory.parameterType(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
    }
    MethodTypeDesc constructor = factory.changeReturnType(ConstantDescs.CD_void);
    builder.withMethodBody(
        ConstantDescs.INIT_NAME, constructor, ClassFile.ACC_PRIVATE, this::construct);
    builder.withMethodBody(MAKE, factory, ClassFile.ACC_STATIC, this::make);
    builder.withMethodBody(method, erased, ClassFile.ACC_PUBLIC, this::call);
    if (captured == 0) {
      builder.withField(
          "ONE", name, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
      builder.withMethodBody(
          ConstantDescs.CLASS_INIT_NAME,
          ConstantDescs.MTD_void,
          ClassFile.ACC_STATIC,
          code ->
              code.new_(name)
                  .dup()
                  .invokespecial(name, ConstantDescs.INIT_NAME, constructor)
                  .putstatic(name, "ONE", name)
                  .return_());
    }
  }

  private void construct(CodeBuilder code) {
    code.aload(0)
        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    for (int i = 0; i < factory.parameterCount(); i++) {
      ClassDesc type = factory.parameterType(i);
      code.aload(0)
          .loadLocal(TypeKind.from(type), code.parameterSlot(i))
          .putfield(name, "c" + i, type);
    }
    code.return_();
  }

  private void make(CodeBuilder code) {
    if (factory.parameterCount() == 0) {
      code.getstatic(name, "ONE", name).areturn();
      return;
    }
    code.new_(name).dup();
    for (int i = 0; i < factory.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(factory.parameterType(i)), code.parameterSlot(i));
    }
    code.invokespecial(
            name, ConstantDescs.INIT_NAME, factory.changeReturnType(ConstantDescs.CD_void))
        .areturn();
  }

  private void call(CodeBuilder code) {
    boolean constructs = body.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
    if (constructs) {
      code.new_(body.owner()).dup();
    }
    List<ClassDesc> wanted = body.invocationType().parameterList();
    int captured = factory.parameterCount();
    for (int i = 0; i < captured; i++) {
      code.aload(0).getfield(name, "c" + i, factory.parameterType(i));
      if (!factory.parameterType(i).isPrimitive()) {
        Conversion.cast(code, factory.parameterType(i), wanted.get(i));
      }
    }
    for (int i = 0; i < erased.parameterCount(); i++) {
      ClassDesc given = erased.parameterType(i);
      code.loadLocal(TypeKind.from(given), code.parameterSlot(i));
      Conversion.convert(code, given, exact.parameterType(i), wanted.get(captured + i));
    }
    invoke(code);
    ClassDesc result = constructs ? body.owner() : body.invocationType().returnType();
    if (erased.returnType().equals(ConstantDescs.CD_void)) {
      drop(code, result);
    } else {
      Conversion.convert(code, result, erased.returnType(), erased.returnType());
    }
    code.return_(TypeKind.from(erased.returnType()));
  }

  private static void drop(CodeBuilder code, ClassDesc result) {
    switch (TypeKind.from(result).slotSize()) {
      case 0 -> {}
      case 1 -> code.pop();
      case 2 -> code.pop2();
      default -> throw new IllegalStateException(result.toString());
    }
  }

  private void invoke(CodeBuilder code) {
    ClassDesc owner = body.owner();
    String called = body.methodName();
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
    switch (body.kind()) {
      case STATIC -> code.invokestatic(owner, called, type);
      case INTERFACE_STATIC -> code.invokestatic(owner, called, type, true);
      // Private methods of the nest are called as others are.
      case VIRTUAL, SPECIAL -> code.invokevirtual(owner, called, type);
      case INTERFACE_VIRTUAL, INTERFACE_SPECIAL -> code.invokeinterface(owner, called, type);
      case CONSTRUCTOR -> code.invokespecial(owner, ConstantDescs.INIT_NAME, type);
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
          throw new IllegalStateException("not the body of a lambda: " + body);
    }
  }
}
