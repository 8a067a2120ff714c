package io.opentelemetry.lambda.guard;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Writes {@code catch (Throwable e) { Hooks.leave(library, e); return …; }} around a body. */
final class GuardVisitor extends MethodVisitor {

  private static final String HOOKS = "io/opentelemetry/lambda/client/internal/Hooks";
  private static final String THROWABLE = "java/lang/Throwable";

  private final MethodDescription method;
  private final Type returned;
  private final Label start = new Label();
  private @Nullable String library;
  private int otherwise = -1;

  GuardVisitor(MethodDescription method, MethodVisitor next) {
    super(OpenedClassReader.ASM_API, next);
    this.method = method;
    this.returned = Type.getReturnType(method.getDescriptor());
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    if (!descriptor.equals(Type.getDescriptor(Guarded.class))) {
      return super.visitAnnotation(descriptor, visible);
    }
    return new AnnotationVisitor(api) {
      @Override
      public void visit(String name, Object value) {
        library = (String) value;
      }
    };
  }

  @Override
  public @Nullable AnnotationVisitor visitParameterAnnotation(
      int parameter, String descriptor, boolean visible) {
    if (!descriptor.equals(Type.getDescriptor(Otherwise.class))) {
      return super.visitParameterAnnotation(parameter, descriptor, visible);
    }
    otherwise = parameter;
    return null;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    visitLabel(start);
  }

  /** Comes after the body's last instruction. */
  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label handler = new Label();
    visitLabel(handler);
    // the last of the handlers is the outermost
    visitTryCatchBlock(start, handler, handler, THROWABLE);
    Object[] locals = locals();
    visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {THROWABLE});
    visitLdcInsn(library);
    visitInsn(Opcodes.SWAP);
    visitMethodInsn(
        Opcodes.INVOKESTATIC,
        HOOKS,
        "leave",
        "(L" + Type.getInternalName(String.class) + ";L" + THROWABLE + ";)V",
        false);
    loadResult();
    visitInsn(returned.getOpcode(Opcodes.IRETURN));
    super.visitMaxs(Math.max(maxStack, 2), maxLocals);
  }

  private void loadResult() {
    if (otherwise >= 0) {
      visitVarInsn(
          returned.getOpcode(Opcodes.ILOAD), method.getParameters().get(otherwise).getOffset());
      return;
    }
    switch (returned.getSort()) {
      case Type.VOID:
        break;
      case Type.BOOLEAN:
        visitInsn(Opcodes.ICONST_0);
        break;
      case Type.OBJECT:
      case Type.ARRAY:
        visitInsn(Opcodes.ACONST_NULL);
        break;
      default:
        throw new IllegalStateException(
            method + ": a method that is guarded returns an object, a boolean or nothing");
    }
  }

  /** Those of the method at its first instruction, as a frame has them. */
  private Object[] locals() {
    List<Object> locals = new ArrayList<>();
    if (!method.isStatic()) {
      locals.add(method.getDeclaringType().asErasure().getInternalName());
    }
    for (Type parameter : Type.getArgumentTypes(method.getDescriptor())) {
      locals.add(inFrame(parameter));
    }
    return locals.toArray();
  }

  private static Object inFrame(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.OBJECT:
      case Type.ARRAY:
        return type.getInternalName();
      default:
        return Opcodes.INTEGER;
    }
  }
}
