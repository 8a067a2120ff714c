package io.opentelemetry.lambda.transformer;

import static io.opentelemetry.lambda.transformer.ConstantPool.unsignedShort;

/**
 * The references to instance methods in a class, such as {@code executor::submit}, that can be made
 * references to static ones. The JDK takes these only if what is captured is of the very type of
 * the parameter, and a serialized reference would be unknown afterwards.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.7.23">The
 *     BootstrapMethods attribute</a>
 */
final class MethodReferences {

  private final byte[] classFile;
  private final ConstantPool constants;

  /** Where the attribute's content begins; -1 if the class has none. */
  private final int bootstraps;

  MethodReferences(byte[] classFile, ConstantPool constants, int bootstraps) {
    this.classFile = classFile;
    this.constants = constants;
    this.bootstraps = bootstraps;
  }

  /**
   * Tells whether a handle is used for references alone, whose instance is of a type.
   *
   * @param owner the name of the type
   */
  boolean canBeStatic(int handle, String owner) {
    int count = bootstraps < 0 ? 0 : unsignedShort(classFile, bootstraps);
    int position = bootstraps + 2;
    boolean used = false;
    for (int i = 0; i < count; i++) {
      int arguments = unsignedShort(classFile, position + 2);
      if (hasArgument(position + 4, arguments, handle)) {
        if (!constants.isMetafactory(unsignedShort(classFile, position))
            || !constants.capturesAtMost(i, owner)) {
          return false;
        }
        used = true;
      }
      position += 4 + 2 * arguments;
    }
    return used;
  }

  private boolean hasArgument(int position, int count, int handle) {
    for (int i = 0; i < count; i++) {
      if (unsignedShort(classFile, position + 2 * i) == handle) {
        return true;
      }
    }
    return false;
  }
}
