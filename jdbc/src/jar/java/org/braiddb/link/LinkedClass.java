package org.braiddb.link;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One class, rewritten, and the classes made for its lambdas. */
final class LinkedClass {
  private static final ClassDesc LAMBDAS = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc STRINGS = ClassDesc.of("java.lang.invoke.StringConcatFactory");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");

  private final ClassFile classFile;
  private final ClassModel model;
  private final ClassDesc name;
  private final ClassDesc host;
  private final boolean isInterface;
  private final List<Helper> helpers = new ArrayList<>();
  private final Map<ClassDesc, byte[]> lambdas = new LinkedHashMap<>();
  private final byte[] bytes;

  LinkedClass(ClassFile classFile, byte[] content) {
    this.classFile = classFile;
    model = classFile.parse(content);
    name = model.thisClass().asSymbol();
    isInterface = model.flags().has(AccessFlag.INTERFACE);
    host =
        model
            .findAttribute(Attributes.nestHost())
            .map(attribute -> attribute.nestHost().asSymbol())
            .orElse(name);
    bytes = rewritten(content);
  }

  /** The host of its nest. */
  ClassDesc host() {
    return host;
  }

  /** The class as it is now. */
  byte[] bytes() {
    return bytes;
  }

  /** The classes of its lambdas, which are members of its nest. */
  Map<ClassDesc, byte[]> lambdas() {
    return lambdas;
  }

  private byte[] rewritten(byte[] content) {
    if (model.findAttribute(Attributes.bootstrapMethods()).isEmpty()) {
      return content;
    }
    ClassTransform bodies =
        ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(() -> this::rewrite));
    return classFile.transformClass(
        model,
        bodies.andThen(
            ClassTransform.endHandler(builder -> helpers.forEach(each -> each.addTo(builder)))));
  }

  private void rewrite(CodeBuilder code, CodeElement element) {
    // Type annotations in bodies have offsets of their own and mean nothing when it runs.
    boolean dropped =
        element instanceof RuntimeVisibleTypeAnnotationsAttribute
            || element instanceof InvokeDynamicInstruction call && replaced(code, call);
    if (!dropped) {
      code.with(element);
    }
  }

  /** Puts something else in the place of a call, if it is one of those. */
  private boolean replaced(CodeBuilder code, InvokeDynamicInstruction call) {
    DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
    if (bootstrap.owner().equals(LAMBDAS) && bootstrap.methodName().equals("metafactory")) {
      ClassDesc type = nested("$Lambda$" + lambdas.size());
      Lambda lambda = Lambda.of(type, host, call);
      lambdas.put(type, classFile.build(type, lambda::build));
      code.invokestatic(type, Lambda.MAKE, call.typeSymbol());
      return true;
    }
    Optional<Consumer<CodeBuilder>> body = helperFor(bootstrap, call);
    body.ifPresent(written -> {
      Helper helper = new Helper("linked$" + helpers.size(), call.typeSymbol(), written);
      helpers.add(helper);
      code.invokestatic(name, helper.name(), helper.type(), isInterface);
    });
    return body.isPresent();
  }

  private Optional<Consumer<CodeBuilder>> helperFor(
      DirectMethodHandleDesc bootstrap, InvokeDynamicInstruction call) {
    List<ConstantDesc> arguments = call.bootstrapArgs();
    if (bootstrap.owner().equals(SWITCHES)
        && bootstrap.methodName().equals("typeSwitch")
        && arguments.stream().allMatch(LinkedClass::isReferenceType)) {
      return Optional.of(
          new TypeSwitch(arguments.stream().map(ClassDesc.class::cast).toList())::build);
    }
    if (bootstrap.owner().equals(STRINGS)
        && bootstrap.methodName().equals("makeConcatWithConstants")) {
      return Optional.of(new Concatenation(call.typeSymbol(), arguments)::build);
    }
    if (bootstrap.owner().equals(RECORDS)) {
      List<DirectMethodHandleDesc> fields =
          arguments.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
      RecordMethods methods = new RecordMethods(name, fields);
      return switch (call.name().stringValue()) {
        case "equals" -> Optional.of(methods::buildEquals);
        case "hashCode" -> Optional.of(methods::buildHashCode);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static boolean isReferenceType(ConstantDesc label) {
    return label instanceof ClassDesc type && !type.isPrimitive();
  }

  private ClassDesc nested(String suffix) {
    String descriptor = name.descriptorString();
    return ClassDesc.ofDescriptor(descriptor.substring(0, descriptor.length() - 1) + suffix + ";");
  }
}
