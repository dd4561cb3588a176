package org.braiddb.link;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.constant.ClassDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Links lambdas and the like in a jar when it is built instead of when it runs.
 *
 * <p>The Java compiler leaves them to {@code invokedynamic}: the JVM makes a class for each when it
 * first comes by, which takes longer than to load one. Here each lambda becomes a class beside the
 * one it is in, a member of the same nest; each type switch, concatenation, and {@code equals} and
 * {@code hashCode} of a record becomes a private method. What {@code invokedynamic} is used for
 * otherwise stays as it is.
 *
 * <p>Usage: {@code java LinkedJar.java in.jar out.jar}; both may be the same.
 */
final class LinkedJar {
  private final ClassFile classFile;

  /** The content of the new jar, by names of entries. */
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** The classes made for lambdas, by the host of the nest that they belong to. */
  private final Map<ClassDesc, List<ClassDesc>> made = new LinkedHashMap<>();

  private LinkedJar(ClassHierarchyResolver hierarchy) {
    classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
  }

  public static void main(String[] files) throws IOException {
    if (files.length != 2) {
      throw new IllegalArgumentException("usage: LinkedJar in.jar out.jar");
    }
    Path in = Path.of(files[0]);
    Path unfinished = Path.of(files[1] + ".part");
    try (JarFile jar = new JarFile(in.toFile());
        URLClassLoader classes = new URLClassLoader(new URL[] {in.toUri().toURL()})) {
      ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(classes).cached();
      LinkedJar linked = new LinkedJar(hierarchy);
      linked.link(jar);
      linked.write(jar, unfinished);
    }
    Files.move(unfinished, Path.of(files[1]), StandardCopyOption.REPLACE_EXISTING);
  }

  private void link(JarFile jar) throws IOException {
    for (ZipEntry entry : jar.stream().toList()) {
      byte[] content = jar.getInputStream(entry).readAllBytes();
      boolean isClass =
          entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
      put(entry.getName(), isClass ? linked(content) : content);
    }
    made.forEach(this::enlargeNest);
    entries.forEach(this::verify);
  }

  private byte[] linked(byte[] content) {
    LinkedClass linked = new LinkedClass(classFile, content);
    linked
        .lambdas()
        .forEach((type, bytes) -> {
          put(entryOf(type), bytes);
          made.computeIfAbsent(linked.host(), none -> new ArrayList<>()).add(type);
        });
    return linked.bytes();
  }

  private void put(String name, byte[] content) {
    if (entries.put(name, content) != null) {
      throw new IllegalStateException("there are two of " + name);
    }
  }

  private void verify(String name, byte[] content) {
    if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
      List<VerifyError> errors = classFile.verify(content);
      if (!errors.isEmpty()) {
        throw new IllegalStateException(name + ": " + errors.getFirst(), errors.getFirst());
      }
    }
  }

  private static String entryOf(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  private void enlargeNest(ClassDesc host, List<ClassDesc> members) {
    ClassModel model = classFile.parse(entries.get(entryOf(host)));
    List<ClassDesc> all = new ArrayList<>();
    model
        .findAttribute(Attributes.nestMembers())
        .ifPresent(nest -> nest.nestMembers().forEach(member -> all.add(member.asSymbol())));
    all.addAll(members);
    ClassTransform transform =
        ClassTransform.dropping(NestMembersAttribute.class::isInstance)
            .andThen(
                ClassTransform.endHandler(
                    builder -> builder.with(NestMembersAttribute.ofSymbols(all))));
    entries.put(entryOf(host), classFile.transformClass(model, transform));
  }

  /** Entries keep their order and time, so that the same classes give the same jar. */
  private void write(JarFile jar, Path out) throws IOException {
    long time = jar.stream().mapToLong(ZipEntry::getTime).min().orElse(0);
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(out)))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setTime(time);
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
  }
}
