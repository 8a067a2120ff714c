package io.opentelemetry.lambda.agent.buildtime;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.tree.ClassNode;

/** Rewrites a class of the agent's, or one that the agent has changed, for a function's jar. */
final class TracedClass {

  /** Shared by all HTTP clients, which hand their names to its methods. */
  private static final String HTTP_CLIENTS =
      TracedNames.AGENT + "bootstrap/internal/JavaagentHttpClientInstrumenters";

  /** Asked by all before they start a span. */
  private static final String INSTRUMENTER =
      TracedNames.AGENT + "shaded/instrumentation/api/instrumenter/Instrumenter";

  private static final String TRACER =
      "L" + TracedNames.AGENT + "shaded/io/opentelemetry/api/trace/Tracer;";

  private static final String GET =
      "()L" + TracedNames.AGENT + "shaded/io/opentelemetry/api/OpenTelemetry;";
  private static final String GET_FOR_LIBRARY =
      "(Ljava/lang/String;)Lio/opentelemetry/api/OpenTelemetry;";

  /**
   * Rewrites it.
   *
   * @param name of the class, with slashes
   * @param library whose switch decides about it; empty for what belongs to no library
   */
  static byte[] rewrite(String name, byte[] classFile, String library) {
    if (name.startsWith(TracedNames.FIELDS)) {
      return rewriteGenerated(classFile);
    }
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor renaming = new ClassRemapper(writer, new TracedNames());
    new ClassReader(classFile).accept(edit(name, library, renaming), 0);
    return writer.toByteArray();
  }

  /** With its methods in an order that is the same each time. */
  private static byte[] rewriteGenerated(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(new ClassRemapper(node, new TracedNames()), 0);
    node.methods.sort(Comparator.comparing(method -> method.name + method.desc));
    ClassWriter writer = new FrameWriter();
    node.accept(writer);
    return writer.toByteArray();
  }

  private static ClassVisitor edit(String name, String library, ClassVisitor renaming) {
    if (name.equals(INSTRUMENTER)) {
      return new StartingIfTraced(renaming);
    }
    if (name.equals(HTTP_CLIENTS)) {
      return new NamingLibrary(renaming, null);
    }
    return library.isEmpty() ? renaming : new NamingLibrary(renaming, library);
  }

  /**
   * Writes the frames by which the JVM verifies a class. The agent generates classes without, for
   * the boot class path, where nothing is verified.
   */
  private static final class FrameWriter extends ClassWriter {

    FrameWriter() {
      super(COMPUTE_FRAMES);
    }

    /** Loads no class. */
    @Override
    protected String getCommonSuperClass(String one, String other) {
      return "java/lang/Object";
    }
  }

  /** Lets {@code shouldStart} say no where the tracer does nothing. */
  private static final class StartingIfTraced extends ClassVisitor {

    StartingIfTraced(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return name.equals("shouldStart") ? new AskingFirst(next) : next;
    }
  }

  private static final class AskingFirst extends MethodVisitor {

    AskingFirst(@Nullable MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label traced = new Label();
      visitVarInsn(Opcodes.ALOAD, 0);
      visitFieldInsn(Opcodes.GETFIELD, INSTRUMENTER, "tracer", TRACER);
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          TracedNames.OPEN_TELEMETRY,
          "isNoop",
          "(" + TRACER + ")Z",
          /* isInterface= */ false);
      visitJumpInsn(Opcodes.IFEQ, traced);
      visitInsn(Opcodes.ICONST_0);
      visitInsn(Opcodes.IRETURN);
      visitLabel(traced);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
  }

  /** Lets the calls of {@code GlobalOpenTelemetry.get} tell the library. */
  private static final class NamingLibrary extends ClassVisitor {

    private final @Nullable String library;

    /**
     * @param library null if the calling method's first argument tells it
     */
    NamingLibrary(ClassVisitor next, @Nullable String library) {
      super(Opcodes.ASM9, next);
      this.library = library;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      boolean tells =
          (access & Opcodes.ACC_STATIC) != 0 && descriptor.startsWith("(Ljava/lang/String;");
      return library == null && !tells ? next : new NamingCalls(next, library);
    }
  }

  private static final class NamingCalls extends MethodVisitor {

    private final @Nullable String library;

    NamingCalls(@Nullable MethodVisitor next, @Nullable String library) {
      super(Opcodes.ASM9, next);
      this.library = library;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String called, String type, boolean isInterface) {
      if (!owner.equals(TracedNames.GLOBAL) || !called.equals("get") || !type.equals(GET)) {
        super.visitMethodInsn(opcode, owner, called, type, isInterface);
        return;
      }
      if (library == null) {
        visitVarInsn(Opcodes.ALOAD, 0);
      } else {
        visitLdcInsn(library);
      }
      super.visitMethodInsn(
          opcode, TracedNames.OPEN_TELEMETRY, called, GET_FOR_LIBRARY, isInterface);
    }
  }

  private TracedClass() {}
}
