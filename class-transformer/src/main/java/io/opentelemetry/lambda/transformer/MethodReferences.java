package io.opentelemetry.lambda.transformer;

import static io.opentelemetry.lambda.transformer.ConstantPool.unsignedShort;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

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
   * Finds where a handle is an argument of what makes references alone.
   *
   * @param owner the type that has the method
   * @return by the argument's position, the type of the instances that the references capture, or
   *     the owner where they capture none
   */
  Map<Integer, String> uses(int handle, String owner) throws IOException {
    Map<Integer, String> uses = new LinkedHashMap<>();
    int count = bootstraps < 0 ? 0 : unsignedShort(classFile, bootstraps);
    int position = bootstraps + 2;
    for (int i = 0; i < count; i++) {
      int arguments = unsignedShort(classFile, position + 2);
      int argument = find(position + 4, arguments, handle);
      if (argument > 0 && constants.isMetafactory(unsignedShort(classFile, position))) {
        String type = constants.capturedType(i, owner);
        if (type != null) {
          uses.put(argument, type);
        }
      }
      position += 4 + 2 * arguments;
    }
    return uses;
  }

  private int find(int position, int count, int handle) {
    for (int i = 0; i < count; i++) {
      if (unsignedShort(classFile, position + 2 * i) == handle) {
        return position + 2 * i;
      }
    }
    return -1;
  }
}
