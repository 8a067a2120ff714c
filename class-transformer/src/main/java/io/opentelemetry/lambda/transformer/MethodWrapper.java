package io.opentelemetry.lambda.transformer;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The code of a method that calls another one of its class, of the same type, and a hook.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.7.3">The
 *     Code attribute</a>
 */
class MethodWrapper {

  static final int ACONST_NULL = 1;
  private static final int ILOAD = 21;
  private static final int LLOAD = 22;
  private static final int FLOAD = 23;
  private static final int DLOAD = 24;
  static final int ALOAD = 25;
  private static final int ASTORE = 58;
  static final int DUP = 89;
  private static final int SWAP = 95;
  private static final int IRETURN = 172;
  private static final int RETURN = 177;
  private static final int INVOKEVIRTUAL = 182;
  private static final int INVOKESPECIAL = 183;
  static final int INVOKESTATIC = 184;
  private static final int INVOKEINTERFACE = 185;
  private static final int ATHROW = 191;

  /** The stack that hooks need for what they are given and return, beside the arguments. */
  private static final int EXTRA_STACK = 12;

  private static final int FULL_FRAME = 255;
  private static final int OBJECT_TYPE = 7;
  private static final String TYPES_OF_VERIFICATION = "IFDJ";

  final ConstantPool constants;
  final String className;
  final JoinPoint point;
  final DataOutputStream out;
  private final String original;
  private final boolean isStatic;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** How many variables the method's arguments are, with the instance. */
  final int arguments;

  static MethodWrapper of(
      ConstantPool constants, String className, String original, JoinPoint point) {
    return new MethodWrapper(constants, className, original, point, point.isStatic());
  }

  MethodWrapper(
      ConstantPool constants,
      String className,
      String original,
      JoinPoint point,
      boolean isStatic) {
    this.constants = constants;
    this.className = className;
    this.original = original;
    this.point = point;
    this.isStatic = isStatic;
    out = new DataOutputStream(bytes);
    int variables = firstVariable();
    for (int i = 1; i < point.descriptor.indexOf(')'); i = point.next(i)) {
      variables += isWide(point.descriptor.charAt(i)) ? 2 : 1;
    }
    arguments = variables;
  }

  int firstVariable() {
    return isStatic ? 0 : 1;
  }

  static boolean isWide(char type) {
    return type == 'J' || type == 'D';
  }

  /** The attribute without its name and length. */
  byte[] code() throws IOException {
    switch (point.kind) {
      case ENTRY:
        loadHooksArguments();
        callHook();
        callOriginal();
        out.writeByte(returnOperation());
        return attribute(null);
      case REPLACING_OF_STATIC:
        loadHooksArguments();
        callHook();
        callOriginalWithStack();
        out.writeByte(returnOperation());
        return attribute(null);
      case REPLACING_LAST:
        callOriginal();
        out.writeByte(returnOperation());
        return attribute(null);
      case AROUND:
      case AROUND_REPLACING:
      case AROUND_RETURNING:
        return around();
      default:
        loadHooksArguments();
        callOriginal();
        callHook();
        out.writeByte(returnOperation());
        return attribute(null);
    }
  }

  /**
   * Calls the method of another class, with other arguments or for another result.
   *
   * @param called the index of its reference
   */
  byte[] call(int called) throws IOException {
    loadArguments(point.descriptor.indexOf(')'), /* replaced= */ true);
    out.writeByte(constants.isOfInterface(called) ? INVOKEINTERFACE : INVOKEVIRTUAL);
    out.writeShort(called);
    if (constants.isOfInterface(called)) {
      out.writeByte(arguments);
      out.writeByte(0);
    }
    if (point.kind == JoinPoint.Kind.REPLACE_RESULT) {
      callHook();
    }
    out.writeByte(returnOperation());
    return attribute(null);
  }

  /** Calls the hook in the place of a method of another class. */
  byte[] callOfHook() throws IOException {
    loadHooksArguments();
    callHook();
    out.writeByte(returnOperation());
    return attribute(null);
  }

  private byte[] around() throws IOException {
    callStart();
    out.writeByte(ASTORE);
    out.writeByte(arguments);
    int start = out.size();
    callOriginal();
    int end = out.size();
    callEndWithResult();
    out.writeByte(returnOperation());
    int handler = out.size();
    out.writeByte(DUP);
    out.writeByte(ALOAD);
    out.writeByte(arguments);
    out.writeByte(SWAP);
    callEnd();
    out.writeByte(ATHROW);
    return attribute(new int[] {start, end, handler});
  }

  void callStart() throws IOException {
    loadHooksArguments();
    callHook();
  }

  /** Leaves the result on the stack. */
  void callEndWithResult() throws IOException {
    out.writeByte(ALOAD);
    out.writeByte(arguments);
    if (point.kind == JoinPoint.Kind.AROUND_RETURNING) {
      String result = point.descriptor.substring(point.descriptor.indexOf(')') + 1);
      call("result", "(" + result + "Ljava/lang/Object;)" + result);
    } else {
      out.writeByte(ACONST_NULL);
      callEnd();
    }
  }

  private void loadHooksArguments() throws IOException {
    loadArguments(point.argumentsEnd(), /* replaced= */ false);
  }

  /**
   * Loads the instance, too.
   *
   * @param end where their types end in the descriptor
   */
  private void loadArguments(int end, boolean replaced) throws IOException {
    int variable = 0;
    if (!isStatic) {
      out.writeByte(ALOAD);
      out.writeByte(variable++);
    }
    for (int i = 1; i < end; i = point.next(i)) {
      char type = point.descriptor.charAt(i);
      out.writeByte(loadOperation(type));
      out.writeByte(variable);
      variable += isWide(type) ? 2 : 1;
      if (replaced && isReplaced(i)) {
        replace(point.descriptor.substring(i, point.next(i)));
      }
    }
  }

  /**
   * Tells whether the hook is asked for another argument.
   *
   * @param index where the argument's type begins in the descriptor
   */
  boolean isReplaced(int index) {
    if (point.kind == JoinPoint.Kind.REPLACING_LAST) {
      return isLast(index);
    }
    return (point.kind == JoinPoint.Kind.AROUND_REPLACING
            || point.kind == JoinPoint.Kind.REPLACE_ARGUMENTS)
        && point.descriptor.charAt(index) == 'L';
  }

  /** The same for the last argument. */
  boolean isLast(int index) {
    return point.next(index) == point.descriptor.indexOf(')');
  }

  /** The argument that was loaded, by what the hook has started. */
  private void replace(String type) throws IOException {
    if (point.kind == JoinPoint.Kind.REPLACE_ARGUMENTS
        || point.kind == JoinPoint.Kind.REPLACING_LAST) {
      call(point.hook, "(" + type + ")" + type);
      return;
    }
    out.writeByte(ALOAD);
    out.writeByte(arguments);
    call("argument", "(" + type + "Ljava/lang/Object;)" + type);
  }

  static int loadOperation(char type) {
    switch (type) {
      case 'J':
        return LLOAD;
      case 'F':
        return FLOAD;
      case 'D':
        return DLOAD;
      case 'L':
      case '[':
        return ALOAD;
      default:
        return ILOAD;
    }
  }

  private int returnOperation() {
    char type = point.descriptor.charAt(point.descriptor.indexOf(')') + 1);
    // the operations that return stand in the order of those that load
    return type == 'V' ? RETURN : IRETURN + loadOperation(type) - ILOAD;
  }

  private void callOriginal() throws IOException {
    loadArguments(point.descriptor.indexOf(')'), /* replaced= */ true);
    callOriginalWithStack();
  }

  /** With the arguments that are on the stack. */
  private void callOriginalWithStack() throws IOException {
    out.writeByte(isStatic ? INVOKESTATIC : INVOKESPECIAL);
    out.writeShort(constants.addMethod(className, original, point.descriptor));
  }

  private void callHook() throws IOException {
    call(point.hook, point.hookDescriptor());
  }

  private void callEnd() throws IOException {
    call("end", "(Ljava/lang/Object;Ljava/lang/Throwable;)V");
  }

  void call(String hook, String descriptor) throws IOException {
    out.writeByte(INVOKESTATIC);
    out.writeShort(constants.addMethod(point.hookClass, hook, descriptor));
  }

  /**
   * @param handled from where to where exceptions are handled, and where; null if they are not
   */
  private byte[] attribute(int @Nullable [] handled) throws IOException {
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    DataOutputStream target = new DataOutputStream(attribute);
    target.writeShort(2 * arguments + EXTRA_STACK);
    target.writeShort(arguments + 1);
    target.writeInt(bytes.size());
    bytes.writeTo(target);
    if (handled == null) {
      target.writeShort(0);
      target.writeShort(0);
      return attribute.toByteArray();
    }
    target.writeShort(1);
    for (int position : handled) {
      target.writeShort(position);
    }
    target.writeShort(0);
    target.writeShort(1);
    byte[] frames = frameOfHandler(handled[2]);
    target.writeShort(constants.addText("StackMapTable"));
    target.writeInt(frames.length);
    target.write(frames);
    return attribute.toByteArray();
  }

  private byte[] frameOfHandler(int handler) throws IOException {
    ByteArrayOutputStream types = new ByteArrayOutputStream();
    DataOutputStream locals = new DataOutputStream(types);
    int count = isStatic ? 1 : 2;
    if (!isStatic) {
      writeObjectType(locals, className);
    }
    int end = point.descriptor.indexOf(')');
    for (int i = 1; i < end; i = point.next(i)) {
      char type = point.descriptor.charAt(i);
      if (type == 'L') {
        writeObjectType(locals, point.descriptor.substring(i + 1, point.next(i) - 1));
      } else if (type == '[') {
        writeObjectType(locals, point.descriptor.substring(i, point.next(i)));
      } else {
        locals.writeByte(Math.max(0, TYPES_OF_VERIFICATION.indexOf(type)) + 1);
      }
      count++;
    }
    writeObjectType(locals, "java/lang/Object");
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    DataOutputStream target = new DataOutputStream(frames);
    target.writeShort(1);
    target.writeByte(FULL_FRAME);
    target.writeShort(handler);
    target.writeShort(count);
    types.writeTo(target);
    target.writeShort(1);
    writeObjectType(target, "java/lang/Throwable");
    return frames.toByteArray();
  }

  private void writeObjectType(DataOutputStream target, String name) throws IOException {
    target.writeByte(OBJECT_TYPE);
    target.writeShort(constants.addClass(name));
  }
}
