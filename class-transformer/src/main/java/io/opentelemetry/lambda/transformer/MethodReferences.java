package io.opentelemetry.lambda.transformer;

import static io.opentelemetry.lambda.transformer.ConstantPool.setShort;
import static io.opentelemetry.lambda.transformer.ConstantPool.unsignedShort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The references to instance methods in a class, such as {@code executor::submit}, that can be made
 * references to static ones. The JDK takes these only if what is captured is of the very type of
 * the parameter, so each gets a bootstrap method of its own. A serialized reference would be
 * unknown afterwards.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.7.23">The
 *     BootstrapMethods attribute</a>
 */
final class MethodReferences {

  private static final int SERIALIZABLE = 1;

  private final byte[] classFile;
  private final ConstantPool constants;

  /** Where the attribute's content begins; -1 if the class has none. */
  private final int content;

  /** Where each bootstrap method begins, and where they end. */
  private final int[] starts;

  private final ByteArrayOutputStream added = new ByteArrayOutputStream();
  private int count;

  MethodReferences(byte[] classFile, ConstantPool constants, int content) {
    this.classFile = classFile;
    this.constants = constants;
    this.content = content;
    count = content < 0 ? 0 : unsignedShort(classFile, content);
    starts = new int[count + 1];
    int position = content + 2;
    for (int i = 0; i < count; i++) {
      starts[i] = position;
      position += 4 + 2 * unsignedShort(classFile, position + 2);
    }
    starts[count] = position;
  }

  /**
   * Finds the next constant that makes a reference by a handle.
   *
   * @return its index; -1 if there is none behind the given one
   */
  int next(int index, int handle) {
    for (int i = constants.nextDynamicCall(index); i > 0; i = constants.nextDynamicCall(i)) {
      int bootstrap = constants.bootstrap(i);
      // those behind are of this class
      if (bootstrap < starts.length - 1
          && argument(bootstrap, handle) > 0
          && isReference(starts[bootstrap])) {
        return i;
      }
    }
    return -1;
  }

  private boolean isReference(int start) {
    int factory = unsignedShort(classFile, start);
    // the flags are the fourth argument
    return constants.isMetafactory(factory, "metafactory")
        || (constants.isMetafactory(factory, "altMetafactory")
            && (constants.integer(unsignedShort(classFile, start + 10)) & SERIALIZABLE) == 0);
  }

  /** Finds where the handle is an argument of the bootstrap method; -1 if it is none. */
  private int argument(int bootstrap, int handle) {
    for (int position = starts[bootstrap] + 4; position < starts[bootstrap + 1]; position += 2) {
      if (unsignedShort(classFile, position) == handle) {
        return position;
      }
    }
    return -1;
  }

  /** Gives a reference that {@link #next} has found another handle. */
  void replace(int reference, int handle, int other) throws IOException {
    if (count == 0xffff) {
      throw new IOException("the class has no place for more references");
    }
    int bootstrap = constants.bootstrap(reference);
    int start = starts[bootstrap];
    int argument = argument(bootstrap, handle) - start;
    setShort(classFile, start + argument, other);
    added.write(classFile, start, starts[bootstrap + 1] - start);
    setShort(classFile, start + argument, handle);
    constants.setBootstrap(reference, count);
    count++;
  }

  /**
   * Writes a part of the class file that ends with the bootstrap methods, with those that have been
   * added.
   *
   * @param start of the part
   * @return where the rest of the class file begins; the start if none has been added
   */
  int writeTo(ByteArrayOutputStream target, int start) {
    if (added.size() == 0) {
      return start;
    }
    int end = starts[starts.length - 1];
    int length = end - content + added.size();
    setShort(classFile, content - 4, length >>> 16);
    setShort(classFile, content - 2, length);
    setShort(classFile, content, count);
    target.write(classFile, start, end - start);
    target.write(added.toByteArray(), 0, added.size());
    return end;
  }
}
