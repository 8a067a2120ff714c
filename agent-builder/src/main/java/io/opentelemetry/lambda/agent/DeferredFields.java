package io.opentelemetry.lambda.agent;

import io.opentelemetry.lambda.agent.deferred.DeferredFunction;
import io.opentelemetry.lambda.agent.deferred.DeferredMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets the agent generate the classes that hold the fields which it adds to others when the first
 * class gets such a field, and not all of them when it starts: a fifth of its start.
 */
final class DeferredFields {

  private static final String TOOLING = "io/opentelemetry/javaagent/tooling/";
  private static final String DEFERRED = "io/opentelemetry/lambda/agent/deferred/";
  private static final String SUFFIX = "Now";

  private static final String HELPER_INJECTOR = TOOLING + "HelperInjector";
  private static final String HELPER_INJECTOR_CONSTRUCTOR =
      "(Ljava/lang/String;Ljava/util/function/Function;Ljava/util/List;Ljava/lang/ClassLoader;"
          + "Ljava/lang/instrument/Instrumentation;)V";

  private final Map<String, byte[]> files;

  /** Changes the agent; throws if it is no longer made as this expects. */
  static void apply(AgentJar agent) {
    DeferredFields fields = new DeferredFields(agent.contents().files());
    fields.defer(
        "field/FieldAccessorInterfacesGenerator",
        "generateFieldAccessorInterfaces",
        DeferredFields::callWithDeferredMap);
    fields.defer(
        "field/VirtualFieldImplementationsGenerator",
        "generateClasses",
        DeferredFields::callWithDeferredMap);
    fields.defer("HelperInjector", "forDynamicTypes", DeferredFields::callWithDeferredFunction);
    for (String name : new String[] {"Deferred", "DeferredMap", "DeferredFunction"}) {
      fields.files.put(AgentJar.entryName(DEFERRED + name), classFile(name));
    }
  }

  private DeferredFields(Map<String, byte[]> files) {
    this.files = files;
  }

  private void defer(String className, String method, Caller caller) {
    String entry = AgentJar.entryName(TOOLING + className);
    byte @Nullable [] original = files.get(entry);
    DeferringVisitor visitor =
        new DeferringVisitor(
            new ClassWriter(ClassWriter.COMPUTE_MAXS), TOOLING + className, method, caller);
    if (original != null) {
      new ClassReader(original).accept(visitor, 0);
    }
    if (original == null || !visitor.found) {
      throw new IllegalStateException(
          "this release of the agent is not what the builder knows: " + className + "." + method);
    }
    files.put(entry, visitor.writer.toByteArray());
  }

  /** Writes the body of a method that has the place of one now called {@code method + "Now"}. */
  private interface Caller {

    void write(MethodVisitor body, String className, String method, Type type);
  }

  private static void callWithDeferredMap(
      MethodVisitor body, String className, String method, Type type) {
    String result = type.getReturnType().getInternalName();
    newObject(body, result);
    newObject(body, Type.getInternalName(DeferredMap.class));
    body.visitVarInsn(Opcodes.ALOAD, 0);
    body.visitLdcInsn(method + SUFFIX);
    pushArguments(body, 1, type.getArgumentTypes().length);
    construct(
        body,
        Type.getInternalName(DeferredMap.class),
        "(Ljava/lang/Object;Ljava/lang/String;[Ljava/lang/Object;)V");
    construct(body, result, "(Ljava/util/Map;)V");
    body.visitInsn(Opcodes.ARETURN);
  }

  private static void callWithDeferredFunction(
      MethodVisitor body, String className, String method, Type type) {
    newObject(body, HELPER_INJECTOR);
    body.visitVarInsn(Opcodes.ALOAD, 0);
    newObject(body, Type.getInternalName(DeferredFunction.class));
    body.visitLdcInsn(Type.getObjectType(className));
    body.visitLdcInsn(method + SUFFIX);
    pushArguments(body, 0, type.getArgumentTypes().length);
    construct(
        body,
        Type.getInternalName(DeferredFunction.class),
        "(Ljava/lang/Class;Ljava/lang/String;[Ljava/lang/Object;)V");
    body.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/util/Collections",
        "emptyList",
        "()Ljava/util/List;",
        /* isInterface= */ false);
    body.visitInsn(Opcodes.ACONST_NULL);
    body.visitVarInsn(Opcodes.ALOAD, 2);
    construct(body, HELPER_INJECTOR, HELPER_INJECTOR_CONSTRUCTOR);
    body.visitInsn(Opcodes.ARETURN);
  }

  private static void newObject(MethodVisitor body, String type) {
    body.visitTypeInsn(Opcodes.NEW, type);
    body.visitInsn(Opcodes.DUP);
  }

  private static void construct(MethodVisitor body, String type, String descriptor) {
    body.visitMethodInsn(
        Opcodes.INVOKESPECIAL, type, "<init>", descriptor, /* isInterface= */ false);
  }

  private static void pushArguments(MethodVisitor body, int first, int count) {
    body.visitIntInsn(Opcodes.BIPUSH, count);
    body.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    for (int i = 0; i < count; i++) {
      body.visitInsn(Opcodes.DUP);
      body.visitIntInsn(Opcodes.BIPUSH, i);
      body.visitVarInsn(Opcodes.ALOAD, first + i);
      body.visitInsn(Opcodes.AASTORE);
    }
  }

  private static byte[] classFile(String name) {
    String resource = "/" + DEFERRED + name + ".class";
    try (InputStream in = DeferredFields.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class DeferringVisitor extends ClassVisitor {

    private final ClassWriter writer;
    private final String className;
    private final String method;
    private final Caller caller;
    private boolean found;

    DeferringVisitor(ClassWriter writer, String className, String method, Caller caller) {
      super(Opcodes.ASM9, writer);
      this.writer = writer;
      this.className = className;
      this.method = method;
      this.caller = caller;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!name.equals(method)) {
        return super.visitMethod(access, name, descriptor, signature, exceptions);
      }
      found = true;
      MethodVisitor body = super.visitMethod(access, name, descriptor, signature, exceptions);
      body.visitCode();
      caller.write(body, className, method, Type.getMethodType(descriptor));
      body.visitMaxs(0, 0);
      body.visitEnd();
      return super.visitMethod(access, name + SUFFIX, descriptor, signature, exceptions);
    }
  }
}
