package io.opentelemetry.lambda.transformer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a class file. New ones come behind those that are there, so that these keep
 * their indices. The texts that are looked for are ASCII.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4">The
 *     constant pool</a>
 */
final class ConstantPool {

  /** Where its count stands, behind the magic number and the version. */
  private static final int COUNT = 8;

  private static final int FIRST = COUNT + 2;

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_HANDLE = 15;
  private static final int METHOD_TYPE = 16;
  private static final int INVOKE_DYNAMIC = 18;
  private static final int MODULE = 19;
  private static final int PACKAGE = 20;

  /** Kinds of method handles. */
  private static final int VIRTUAL = 5;

  private static final int STATIC = 6;
  private static final int OF_INTERFACE = 9;

  private final byte[] classFile;

  /** Where each constant begins, by its index; 0 where there is none. */
  private final int[] starts;

  private final int end;
  private final ByteArrayOutputStream added = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(added);
  private int count;

  /** A bit for the length of each text, or for one that differs by a multiple of 64. */
  static long lengths(byte[][] texts) {
    long lengths = 0;
    for (byte[] text : texts) {
      lengths |= 1L << text.length;
    }
    return lengths;
  }

  /**
   * Tells whether one of the constants is one of the texts. It is asked of each class, so it is
   * quick.
   *
   * @param lengths of the texts
   */
  static boolean mentions(byte[] classFile, byte[][] texts, long lengths) {
    int count = unsignedShort(classFile, COUNT);
    int position = FIRST;
    for (int i = 1; i < count; i++) {
      int tag = classFile[position];
      if (tag == UTF8) {
        int length = unsignedShort(classFile, position + 1);
        if ((lengths >>> length & 1) != 0 && isOneOf(texts, classFile, position + 3, length)) {
          return true;
        }
        position += 3 + length;
      } else {
        position += size(classFile, position);
        if (tag == LONG || tag == DOUBLE) {
          i++;
        }
      }
    }
    return false;
  }

  private static boolean isOneOf(byte[][] texts, byte[] classFile, int position, int length) {
    for (byte[] text : texts) {
      if (text.length == length && equal(classFile, position, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(byte[] classFile, int position, byte[] text) {
    // the ends of names differ more often than their beginnings
    for (int i = text.length - 1; i >= 0; i--) {
      if (classFile[position + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  static ConstantPool of(byte[] classFile) {
    return new ConstantPool(classFile);
  }

  private ConstantPool(byte[] classFile) {
    this.classFile = classFile;
    count = unsignedShort(classFile, COUNT);
    starts = new int[count];
    int position = FIRST;
    for (int i = 1; i < count; i++) {
      starts[i] = position;
      int tag = classFile[position];
      position += size(classFile, position);
      if (tag == LONG || tag == DOUBLE) {
        i++;
      }
    }
    end = position;
  }

  private static int size(byte[] classFile, int position) {
    switch (classFile[position]) {
      case UTF8:
        return 3 + unsignedShort(classFile, position + 1);
      case LONG:
      case DOUBLE:
        return 9;
      case CLASS:
      case STRING:
      case METHOD_TYPE:
      case MODULE:
      case PACKAGE:
        return 3;
      case METHOD_HANDLE:
        return 4;
      default:
        return 5;
    }
  }

  /** How many there are, with those that have been added. */
  int count() {
    return count;
  }

  /** Where the constants of the class file end. */
  int end() {
    return end;
  }

  /** Tells whether a constant is the text; not for one that has been added. */
  boolean is(int index, String text) {
    int length = text.length();
    if (index >= starts.length || unsignedShort(classFile, starts[index] + 1) != length) {
      return false;
    }
    int start = starts[index] + 3;
    for (int i = length - 1; i >= 0; i--) {
      if (classFile[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A text, which need not be ASCII. */
  String string(int index) throws IOException {
    int start = starts[index] + 1;
    return new DataInputStream(
            new ByteArrayInputStream(classFile, start, 2 + unsignedShort(classFile, start)))
        .readUTF();
  }

  int integer(int index) {
    return integer(classFile, starts[index] + 1);
  }

  /** The name of a class, such as {@code java/lang/Object}. */
  String className(int index) throws IOException {
    return string(unsignedShort(classFile, starts[index] + 1));
  }

  /**
   * Makes all references to one method references to another one.
   *
   * @return whether there are any
   */
  boolean replaceMethod(
      String owner, String name, String descriptor, String newOwner, String newName)
      throws IOException {
    boolean replaced = false;
    for (int i = nextMethod(0, owner, name, descriptor);
        i > 0;
        i = nextMethod(i, owner, name, descriptor)) {
      setShort(classFile, starts[i] + 1, addClass(newOwner));
      setShort(classFile, starts[i] + 3, addNameAndType(newName, descriptor));
      replaced = true;
    }
    return replaced;
  }

  /** Finds the next reference to the method that is behind the index; -1 if there is none. */
  int nextMethod(int index, String owner, String name, String descriptor) {
    for (int i = index + 1; i < starts.length; i++) {
      if (starts[i] != 0
          && (classFile[starts[i]] == METHOD || classFile[starts[i]] == INTERFACE_METHOD)
          && isClass(unsignedShort(classFile, starts[i] + 1), owner)
          && isNameAndType(unsignedShort(classFile, starts[i] + 3), name, descriptor)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isClass(int index, String name) {
    return index < starts.length && is(unsignedShort(classFile, starts[index] + 1), name);
  }

  private boolean isNameAndType(int index, String name, String descriptor) {
    return index < starts.length
        && is(unsignedShort(classFile, starts[index] + 1), name)
        && is(unsignedShort(classFile, starts[index] + 3), descriptor);
  }

  /** Finds the next handle of the instance method that is behind the index; -1 if there is none. */
  int nextHandle(int index, int method) {
    for (int i = index + 1; i < starts.length; i++) {
      int start = starts[i];
      if (start != 0
          && classFile[start] == METHOD_HANDLE
          && (classFile[start + 1] == VIRTUAL || classFile[start + 1] == OF_INTERFACE)
          && unsignedShort(classFile, start + 2) == method) {
        return i;
      }
    }
    return -1;
  }

  /** Adds a handle of a static method. */
  int addStaticHandle(int method) throws IOException {
    out.writeByte(METHOD_HANDLE);
    out.writeByte(STATIC);
    out.writeShort(method);
    return next();
  }

  /**
   * Tells whether a handle is of a method of the class that makes objects of lambda expressions.
   */
  boolean isMetafactory(int handle, String name) {
    int method = unsignedShort(classFile, starts[handle] + 2);
    return isClass(
            unsignedShort(classFile, starts[method] + 1), "java/lang/invoke/LambdaMetafactory")
        && is(
            unsignedShort(classFile, starts[unsignedShort(classFile, starts[method] + 3)] + 1),
            name);
  }

  /** Finds the next instruction's constant that names a bootstrap method; -1 if there is none. */
  int nextDynamicCall(int index) {
    for (int i = index + 1; i < starts.length; i++) {
      if (starts[i] != 0 && classFile[starts[i]] == INVOKE_DYNAMIC) {
        return i;
      }
    }
    return -1;
  }

  /** The index of the bootstrap method. */
  int bootstrap(int dynamicCall) {
    return unsignedShort(classFile, starts[dynamicCall] + 1);
  }

  void setBootstrap(int dynamicCall, int bootstrap) {
    setShort(classFile, starts[dynamicCall] + 1, bootstrap);
  }

  /**
   * The type of the one object that is given to what the bootstrap method makes; null if it is
   * given something else.
   *
   * @param otherwise the type if it is given none
   */
  @Nullable String capturedType(int dynamicCall, String otherwise) throws IOException {
    int type = unsignedShort(classFile, starts[dynamicCall] + 3);
    String descriptor = string(unsignedShort(classFile, starts[type] + 3));
    if (descriptor.startsWith("()")) {
      return otherwise;
    }
    int end = descriptor.indexOf(";)");
    return descriptor.startsWith("(L") && end == descriptor.indexOf(';')
        ? descriptor.substring(2, end)
        : null;
  }

  /** Tells whether a method's reference is to an interface's. */
  boolean isOfInterface(int method) {
    return classFile[starts[method]] == INTERFACE_METHOD;
  }

  int addMethod(String owner, String name, String descriptor) throws IOException {
    return addPair(METHOD, addClass(owner), addNameAndType(name, descriptor));
  }

  int addInterfaceMethod(String owner, String name, String descriptor) throws IOException {
    return addPair(INTERFACE_METHOD, addClass(owner), addNameAndType(name, descriptor));
  }

  int addClass(String name) throws IOException {
    int text = addText(name);
    out.writeByte(CLASS);
    out.writeShort(text);
    return next();
  }

  private int addNameAndType(String name, String descriptor) throws IOException {
    return addPair(NAME_AND_TYPE, addText(name), addText(descriptor));
  }

  private int addPair(int tag, int first, int second) throws IOException {
    out.writeByte(tag);
    out.writeShort(first);
    out.writeShort(second);
    return next();
  }

  int addString(String value) throws IOException {
    int text = addText(value);
    out.writeByte(STRING);
    out.writeShort(text);
    return next();
  }

  int addText(String text) throws IOException {
    out.writeByte(UTF8);
    out.writeUTF(text);
    return next();
  }

  private int next() throws IOException {
    if (count == 0xffff) {
      throw new IOException("the class has no place for more constants");
    }
    return count++;
  }

  /** Writes the class file's beginning, with the new constants. */
  void writeTo(ByteArrayOutputStream target) {
    setShort(classFile, COUNT, count);
    target.write(classFile, 0, end);
    target.write(added.toByteArray(), 0, added.size());
  }

  static int unsignedShort(byte[] bytes, int position) {
    return ((bytes[position] & 0xff) << 8) | (bytes[position + 1] & 0xff);
  }

  static int integer(byte[] bytes, int position) {
    return (unsignedShort(bytes, position) << 16) | unsignedShort(bytes, position + 2);
  }

  static void setShort(byte[] bytes, int position, int value) {
    bytes[position] = (byte) (value >> 8);
    bytes[position + 1] = (byte) value;
  }
}
