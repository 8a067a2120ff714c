package io.opentelemetry.lambda.transformer;

import static io.opentelemetry.lambda.transformer.ConstantPool.unsignedShort;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what annotations say by texts, names and truth values.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.7.16">The
 *     attributes of annotations</a>
 */
final class AnnotationReader {

  private final byte[] classFile;
  private final ConstantPool constants;
  private int position;

  /**
   * @param position where the attribute's content begins
   */
  AnnotationReader(byte[] classFile, ConstantPool constants, int position) {
    this.classFile = classFile;
    this.constants = constants;
    this.position = position;
  }

  /**
   * Reads a list of annotations.
   *
   * @param type of one, as in class files
   * @return what that one says, by the names; null if it is not among them
   */
  @Nullable Map<String, String> read(String type) throws IOException {
    Map<String, String> found = null;
    int count = nextShort();
    for (int i = 0; i < count; i++) {
      boolean isFound = constants.is(nextShort(), type);
      Map<String, String> values = readValues();
      if (isFound) {
        found = values;
      }
    }
    return found;
  }

  private Map<String, String> readValues() throws IOException {
    Map<String, String> values = new HashMap<>();
    int count = nextShort();
    for (int i = 0; i < count; i++) {
      String name = constants.string(nextShort());
      String value = readValue();
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private @Nullable String readValue() throws IOException {
    switch (nextByte()) {
      case 's':
        return constants.string(nextShort());
      case 'e':
        nextShort();
        return constants.string(nextShort());
      case 'Z':
        return String.valueOf(constants.integer(nextShort()));
      case '[':
        int count = nextShort();
        for (int i = 0; i < count; i++) {
          readValue();
        }
        return null;
      case '@':
        nextShort();
        readValues();
        return null;
      default:
        nextShort();
        return null;
    }
  }

  /** Reads a parameter's name; empty if it has none. */
  String nextParameter() throws IOException {
    int name = nextShort();
    nextShort();
    return name == 0 ? "" : constants.string(name);
  }

  int nextByte() {
    return classFile[position++] & 0xff;
  }

  private int nextShort() {
    position += 2;
    return unsignedShort(classFile, position - 2);
  }
}
