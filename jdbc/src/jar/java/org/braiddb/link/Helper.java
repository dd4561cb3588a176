package org.braiddb.link;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/** A private method that is called instead of what would be linked. */
record Helper(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
  private static final int FLAGS =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  void addTo(ClassBuilder builder) {
    builder.withMethodBody(name, type, FLAGS, body);
  }
}
