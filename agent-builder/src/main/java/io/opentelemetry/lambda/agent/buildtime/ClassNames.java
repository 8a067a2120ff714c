package io.opentelemetry.lambda.agent.buildtime;

import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Lists the classes that a class needs when it runs: what its code and signatures name, and texts
 * that are the name of a class. Its outer and nested classes are none, unless its code names them.
 */
final class ClassNames extends Remapper {

  private final Set<String> names = new TreeSet<>();

  private ClassNames() {
    super(Opcodes.ASM9);
  }

  /** With slashes. */
  static Set<String> in(byte[] classFile) {
    ClassNames collector = new ClassNames();
    new ClassReader(classFile)
        .accept(new WithoutNeighbours(new ClassWriter(0), collector), ClassReader.SKIP_DEBUG);
    return collector.names;
  }

  @Override
  public String map(String name) {
    names.add(name);
    return name;
  }

  @Override
  public Object mapValue(Object value) {
    if (value instanceof String text && text.startsWith("io.opentelemetry.")) {
      names.add(text.replace('.', '/'));
    }
    return super.mapValue(value);
  }

  private static final class WithoutNeighbours extends ClassRemapper {

    WithoutNeighbours(ClassVisitor visitor, Remapper remapper) {
      super(Opcodes.ASM9, visitor, remapper);
    }

    @Override
    public void visitInnerClass(String name, String outer, String inner, int access) {}

    @Override
    public void visitOuterClass(String owner, String name, String descriptor) {}

    @Override
    public void visitNestHost(String host) {}

    @Override
    public void visitNestMember(String member) {}
  }
}
