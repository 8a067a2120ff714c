package io.opentelemetry.lambda.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Compared with what ASM reads. */
class CallSitesTest {

  private static final JoinPoint VIRTUAL =
      point("java/lang/StringBuilder", "append", "(Ljava/lang/String;)Ljava/lang/StringBuilder;");
  private static final JoinPoint OF_INTERFACE =
      point("java/util/List", "get", "(I)Ljava/lang/Object;");
  private static final String APPENDED = "opentelemetry$";
  private static final String HOOK = "io/opentelemetry/lambda/transformer/Recorder.";

  private static JoinPoint point(String owner, String method, String descriptor) {
    return JoinPoint.redirect(
        JoinPoint.Kind.REDIRECT_OF_INSTANCE,
        "some-library",
        owner,
        method,
        descriptor,
        "io/opentelemetry/lambda/transformer/Recorder",
        method);
  }

  @Test
  void libraries_haveTheSameInstructions_butTheCallsOfTheMethods() throws IOException {
    int changed = 0;
    for (String element :
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(":", -1)) {
      if (element.matches(".*/(logback|log4j|assertj|quicktheories|joda)[^/]*jar")) {
        changed += compareAll(Path.of(element));
      }
    }
    assertThat(changed).isGreaterThan(200);
  }

  /** Compares all classes of a jar, and returns how many have such calls. */
  private static int compareAll(Path jar) throws IOException {
    int changed = 0;
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(".class")) {
          byte[] classFile = file.getInputStream(entry).readAllBytes();
          ClassFileTransformation transformation = ClassFileTransformation.of(classFile);
          boolean virtual = transformation.apply(VIRTUAL);
          boolean ofInterface = transformation.apply(OF_INTERFACE);
          assertThat(instructions(transformation.toBytes(classFile), false))
              .as(entry.getName())
              .isEqualTo(instructions(classFile, true));
          changed += virtual || ofInterface ? 1 : 0;
        }
      }
    }
    return changed;
  }

  private static List<String> instructions(byte[] classFile, boolean redirected) {
    List<String> instructions = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                if (name.startsWith(APPENDED)) {
                  return null;
                }
                instructions.add(name + type);
                return new Instructions(instructions, redirected);
              }
            },
            0);
    return instructions;
  }

  /** But those that do nothing. */
  private static final class Instructions extends MethodVisitor {

    private final List<String> instructions;
    private final List<Label> labels = new ArrayList<>();
    private final boolean redirected;

    private Instructions(List<String> instructions, boolean redirected) {
      super(Opcodes.ASM9);
      this.instructions = instructions;
      this.redirected = redirected;
    }

    @Override
    public void visitMethodInsn(
        int operation, String owner, String name, String type, boolean isInterface) {
      boolean isRedirected =
          redirected
              && (is(VIRTUAL, owner, name, type) || is(OF_INTERFACE, owner, name, type))
              && operation != Opcodes.INVOKESPECIAL;
      instructions.add(
          isRedirected
              ? Opcodes.INVOKESTATIC + HOOK + name + "(Ljava/lang/Object;" + type.substring(1)
              : operation + owner + "." + name + type);
    }

    private static boolean is(JoinPoint point, String owner, String name, String type) {
      return owner.equals(point.className)
          && name.equals(point.method)
          && type.equals(point.descriptor);
    }

    @Override
    public void visitInsn(int operation) {
      if (operation != Opcodes.NOP) {
        instructions.add(String.valueOf(operation));
      }
    }

    @Override
    public void visitIntInsn(int operation, int operand) {
      instructions.add(operation + " " + operand);
    }

    @Override
    public void visitVarInsn(int operation, int variable) {
      instructions.add(operation + " " + variable);
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
      instructions.add(variable + " + " + increment);
    }

    @Override
    public void visitTypeInsn(int operation, String type) {
      instructions.add(operation + type);
    }

    @Override
    public void visitFieldInsn(int operation, String owner, String name, String type) {
      instructions.add(operation + owner + "." + name + type);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      instructions.add(
          name + type + bootstrap + Arrays.stream(arguments).map(this::describe).toList());
    }

    /** A reference to one of the methods is one to a method that has been appended. */
    private Object describe(Object argument) {
      if (argument instanceof Handle handle
          && (handle.getName().startsWith(APPENDED)
              || (redirected
                  && (is(VIRTUAL, handle.getOwner(), handle.getName(), handle.getDesc())
                      || is(
                          OF_INTERFACE, handle.getOwner(), handle.getName(), handle.getDesc()))))) {
        return "appended";
      }
      return argument;
    }

    @Override
    public void visitLdcInsn(Object value) {
      instructions.add("constant " + value);
    }

    @Override
    public void visitMultiANewArrayInsn(String type, int dimensions) {
      instructions.add(type + dimensions);
    }

    @Override
    public void visitLabel(Label label) {
      instructions.add("label " + index(label));
    }

    @Override
    public void visitJumpInsn(int operation, Label label) {
      instructions.add(operation + " to " + index(label));
    }

    @Override
    public void visitTableSwitchInsn(int low, int high, Label other, Label... cases) {
      instructions.add(low + " to " + high + " " + index(other));
      List.of(cases).forEach(label -> instructions.add("case " + index(label)));
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] cases) {
      instructions.add("switch " + keys.length + " " + index(other));
      List.of(cases).forEach(label -> instructions.add("case " + index(label)));
    }

    private int index(Label label) {
      if (!labels.contains(label)) {
        labels.add(label);
      }
      return labels.indexOf(label);
    }
  }
}
