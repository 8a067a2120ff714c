package io.opentelemetry.lambda.transformer;

import static io.opentelemetry.lambda.transformer.ConstantPool.integer;
import static io.opentelemetry.lambda.transformer.ConstantPool.setShort;
import static io.opentelemetry.lambda.transformer.ConstantPool.unsignedShort;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts hooks into one class file. A method that gets one is renamed, and a new one in its place
 * calls it and the hook; a call of a static method gets the hook's reference.
 */
final class ClassFileTransformation {

  private static final String PREFIX = "opentelemetry$";

  /** Where the class file's version stands, and one of them. */
  private static final int MAJOR_VERSION = 6;

  private static final int JAVA_8 = 52;

  private static final int PUBLIC_PROTECTED_FINAL = 0x1 | 0x4 | 0x10;
  private static final int PRIVATE = 0x2;
  private static final int STATIC = 0x8;
  private static final int SYNCHRONIZED = 0x20;
  private static final int INTERFACE = 0x200;
  private static final int WITHOUT_CODE = 0x100 | 0x400;
  private static final int SYNTHETIC = 0x1000;

  private final byte[] classFile;
  private final ConstantPool constants;
  private final String className;
  private final boolean isInterface;

  /** A static method can be added: to an interface only from Java 8 on. */
  private final boolean takesMethods;

  /** Where the count of the methods stands; they follow. */
  private final int methods;

  private final int methodsEnd;
  private final ByteArrayOutputStream added = new ByteArrayOutputStream();
  private int methodCount;
  private @Nullable CallSites callSites;
  private @Nullable MethodReferences references;
  private boolean changed;

  static ClassFileTransformation of(byte[] classFile) throws IOException {
    return new ClassFileTransformation(classFile.clone());
  }

  private ClassFileTransformation(byte[] classFile) throws IOException {
    this.classFile = classFile;
    constants = ConstantPool.of(classFile);
    int position = constants.end();
    isInterface = (unsignedShort(classFile, position) & INTERFACE) != 0;
    takesMethods = !isInterface || unsignedShort(classFile, MAJOR_VERSION) >= JAVA_8;
    className = constants.className(unsignedShort(classFile, position + 2));
    int interfaces = position + 6;
    int fields = interfaces + 2 + 2 * unsignedShort(classFile, interfaces);
    methods = membersEnd(fields);
    methodsEnd = membersEnd(methods);
    methodCount = unsignedShort(classFile, methods);
  }

  String superclass() throws IOException {
    return constants.className(unsignedShort(classFile, constants.end() + 4));
  }

  private int membersEnd(int members) {
    int count = unsignedShort(classFile, members);
    int position = members + 2;
    for (int i = 0; i < count; i++) {
      position = memberEnd(position);
    }
    return position;
  }

  private int memberEnd(int member) {
    int attributes = unsignedShort(classFile, member + 6);
    int position = member + 8;
    for (int i = 0; i < attributes; i++) {
      position += 6 + integer(classFile, position + 2);
    }
    return position;
  }

  /** Applies a hook; false if the class has nothing that the hook is for. */
  boolean apply(JoinPoint point) throws IOException {
    boolean applied;
    switch (point.kind) {
      case REDIRECT:
        applied =
            constants.replaceMethod(
                String.valueOf(point.className),
                point.method,
                point.descriptor,
                point.hookClass,
                point.hook);
        break;
      case REDIRECT_OF_INSTANCE:
      case REPLACE_ARGUMENTS:
      case REPLACE_RESULT:
        applied = redirectCalls(point);
        break;
      case SPAN:
      case SPAN_OF_SUSPENDING:
        applied = traceMethods(point);
        break;
      default:
        applied = wrap(point);
    }
    changed |= applied;
    return applied;
  }

  private boolean redirectCalls(JoinPoint point) throws IOException {
    String owner = String.valueOf(point.className);
    int method = constants.nextMethod(0, owner, point.method, point.descriptor);
    boolean replaces = point.isCalled();
    if (method < 0 || (replaces && !takesMethods)) {
      return false;
    }
    if (callSites == null) {
      callSites = CallSites.of(constants);
    }
    int hook =
        replaces ? 0 : constants.addMethod(point.hookClass, point.hook, point.hookDescriptor());
    while (method > 0) {
      int caller = replaces ? appendCaller(point, method, owner) : 0;
      callSites.replace(method, replaces ? caller : hook);
      redirectReferences(point, method, caller);
      method = constants.nextMethod(method, owner, point.method, point.descriptor);
    }
    return true;
  }

  /**
   * Makes references to the method, such as {@code executor::submit}, references to a static one,
   * which has a parameter for the instance of the very type that is captured.
   *
   * @param caller the static method for an instance of the method's class; 0 if it is still to be
   *     appended
   */
  private void redirectReferences(JoinPoint point, int method, int caller) throws IOException {
    String owner = String.valueOf(point.className);
    Map<String, Integer> handles = new HashMap<>();
    for (int handle = constants.nextHandle(0, method);
        handle > 0 && takesMethods;
        handle = constants.nextHandle(handle, method)) {
      MethodReferences found = references();
      for (int reference = found.next(0, handle);
          reference > 0;
          reference = found.next(reference, handle)) {
        String type = constants.capturedType(reference, owner);
        if (type != null) {
          Integer other = handles.get(type);
          if (other == null) {
            other = addHandle(point, method, caller, type);
            handles.put(type, other);
          }
          found.replace(reference, handle, other);
        }
      }
    }
  }

  private int addHandle(JoinPoint point, int method, int caller, String type) throws IOException {
    int called = point.isCalled() ? method : 0;
    return constants.addStaticHandle(
        caller > 0 && type.equals(point.className) ? caller : appendCaller(point, called, type));
  }

  private MethodReferences references() {
    if (references == null) {
      references =
          new MethodReferences(classFile, constants, attribute(methodsEnd, "BootstrapMethods"));
    }
    return references;
  }

  /**
   * Appends a static method that calls the other one with what the hook returns for its arguments.
   *
   * @param called the index of the method's reference; 0 if the hook is called in its place
   * @param type of the instance
   * @return the reference of the new one
   */
  private int appendCaller(JoinPoint point, int called, String type) throws IOException {
    String name = PREFIX + point.method + methodCount;
    MethodWrapper caller = MethodWrapper.of(constants, className, name, point);
    byte[] code = called == 0 ? caller.callOfHook() : caller.call(called);
    String descriptor = "(L" + type + ";" + point.descriptor.substring(1);
    append(PRIVATE | STATIC | SYNTHETIC, name, descriptor, code);
    return isInterface
        ? constants.addInterfaceMethod(className, name, descriptor)
        : constants.addMethod(className, name, descriptor);
  }

  private boolean wrap(JoinPoint point) throws IOException {
    int method = isInterface ? -1 : find(point);
    if (method < 0) {
      return false;
    }
    String hidden = PREFIX + point.method;
    String original;
    int access = unsignedShort(classFile, method);
    if (point.kind == JoinPoint.Kind.EXIT_OF_OWN_CALLS) {
      if (!constants.replaceMethod(className, point.method, point.descriptor, className, hidden)) {
        return false;
      }
      original = point.method;
      access = SYNTHETIC;
    } else {
      hide(method, hidden);
      original = hidden;
    }
    String name = original.equals(hidden) ? point.method : hidden;
    append(method, access, name, MethodWrapper.of(constants, className, original, point));
    return true;
  }

  /** Gives the method another name, so that the new one can have its own. */
  private void hide(int method, String name) throws IOException {
    int access = unsignedShort(classFile, method);
    setShort(classFile, method, (access & ~PUBLIC_PROTECTED_FINAL) | PRIVATE | SYNTHETIC);
    setShort(classFile, method + 2, constants.addText(name));
  }

  private void append(int access, String name, String descriptor, byte[] code) throws IOException {
    DataOutputStream out = new DataOutputStream(added);
    out.writeShort(access);
    out.writeShort(constants.addText(name));
    out.writeShort(constants.addText(descriptor));
    out.writeShort(1);
    out.writeShort(constants.addText("Code"));
    out.writeInt(code.length);
    out.write(code);
    methodCount++;
  }

  private boolean traceMethods(JoinPoint point) throws IOException {
    boolean traced = false;
    int position = methods + 2;
    int count = isInterface ? 0 : unsignedShort(classFile, methods);
    for (int i = 0; i < count; i++) {
      int access = unsignedShort(classFile, position);
      // a synthetic method, such as a bridge, has the annotations of the one that it calls
      if ((access & (WITHOUT_CODE | SYNTHETIC)) == 0) {
        traced |= traceMethod(point, position, access);
      }
      position = memberEnd(position);
    }
    return traced;
  }

  private boolean traceMethod(JoinPoint point, int method, int access) throws IOException {
    String name = constants.string(unsignedShort(classFile, method + 2));
    String descriptor = constants.string(unsignedShort(classFile, method + 4));
    boolean suspends = descriptor.endsWith(SpanMethodWrapper.SUSPENDING);
    if (suspends != (point.kind == JoinPoint.Kind.SPAN_OF_SUSPENDING)) {
      return false;
    }
    AnnotationReader annotations = reader(method, "RuntimeVisibleAnnotations");
    SpanAnnotation annotation =
        annotations == null || name.startsWith("<")
            ? null
            : SpanAnnotation.read(
                point,
                annotations,
                reader(method, "RuntimeVisibleParameterAnnotations"),
                reader(method, "MethodParameters"));
    if (annotation == null) {
      return false;
    }
    String hidden = PREFIX + name;
    hide(method, hidden);
    boolean isStatic = (access & STATIC) != 0;
    append(
        method,
        access,
        name,
        SpanMethodWrapper.of(
            constants, className, hidden, point.around(name, descriptor), isStatic, annotation));
    return true;
  }

  private @Nullable AnnotationReader reader(int method, String attribute) {
    int content = attribute(method + 6, attribute);
    return content < 0 ? null : new AnnotationReader(classFile, constants, content);
  }

  /**
   * Finds the content of an attribute of a method or of the class; -1 if it has none of the name.
   *
   * @param attributes where their count stands
   */
  private int attribute(int attributes, String name) {
    int count = unsignedShort(classFile, attributes);
    int position = attributes + 2;
    for (int i = 0; i < count; i++) {
      if (constants.is(unsignedShort(classFile, position), name)) {
        return position + 6;
      }
      position += 6 + integer(classFile, position + 2);
    }
    return -1;
  }

  private int find(JoinPoint point) {
    int expected = point.isStatic() ? STATIC : 0;
    int position = methods + 2;
    int count = unsignedShort(classFile, methods);
    for (int i = 0; i < count; i++) {
      if ((unsignedShort(classFile, position) & (WITHOUT_CODE | STATIC)) == expected
          && constants.is(unsignedShort(classFile, position + 2), point.method)
          && constants.is(unsignedShort(classFile, position + 4), point.descriptor)) {
        return position;
      }
      position = memberEnd(position);
    }
    return -1;
  }

  /**
   * With all that is said of the original method, such as annotations, but with code of its own.
   */
  private void append(int method, int access, String name, MethodWrapper wrapper)
      throws IOException {
    DataOutputStream out = new DataOutputStream(added);
    out.writeShort(access & ~SYNCHRONIZED);
    out.writeShort(constants.addText(name));
    out.writeShort(unsignedShort(classFile, method + 4));
    int attributes = unsignedShort(classFile, method + 6);
    out.writeShort(attributes);
    int position = method + 8;
    for (int i = 0; i < attributes; i++) {
      int end = position + 6 + integer(classFile, position + 2);
      if (constants.is(unsignedShort(classFile, position), "Code")) {
        byte[] code = wrapper.code();
        out.writeShort(unsignedShort(classFile, position));
        out.writeInt(code.length);
        out.write(code);
      } else {
        out.write(classFile, position, end - position);
      }
      position = end;
    }
    methodCount++;
  }

  /** Writes the class file; the given array if nothing was changed. */
  byte[] toBytes(byte[] unchanged) {
    if (!changed) {
      return unchanged;
    }
    if (callSites != null) {
      redirect(callSites);
    }
    setShort(classFile, methods, methodCount);
    ByteArrayOutputStream result = new ByteArrayOutputStream(classFile.length + 1024);
    constants.writeTo(result);
    result.write(classFile, constants.end(), methodsEnd - constants.end());
    result.write(added.toByteArray(), 0, added.size());
    int rest = references == null ? methodsEnd : references.writeTo(result, methodsEnd);
    result.write(classFile, rest, classFile.length - rest);
    return result.toByteArray();
  }

  private void redirect(CallSites calls) {
    int count = unsignedShort(classFile, methods);
    int position = methods + 2;
    for (int i = 0; i < count; i++) {
      int code = attribute(position + 6, "Code");
      if (code > 0) {
        // behind the sizes of stack and variables
        calls.applyTo(classFile, code + 8, integer(classFile, code + 4));
      }
      position = memberEnd(position);
    }
  }
}
