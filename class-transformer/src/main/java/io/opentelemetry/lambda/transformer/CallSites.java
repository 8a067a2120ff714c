package io.opentelemetry.lambda.transformer;

import static io.opentelemetry.lambda.transformer.ConstantPool.integer;
import static io.opentelemetry.lambda.transformer.ConstantPool.setShort;
import static io.opentelemetry.lambda.transformer.ConstantPool.unsignedShort;

/**
 * The calls of instance methods in the code of a class that are made calls of static hooks. They
 * take from the stack and leave on it what the methods do, and have their length, so that all else
 * of the code stays as it is.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-6.html#jvms-6.5">The
 *     instructions</a>
 */
final class CallSites {

  private static final int TABLESWITCH = 170;
  private static final int LOOKUPSWITCH = 171;
  private static final int INVOKEVIRTUAL = 182;
  private static final int INVOKESTATIC = 184;
  private static final int INVOKEINTERFACE = 185;
  private static final int WIDE = 196;
  private static final int IINC = 132;

  /** How long the instruction of each operation is; 0 for those that differ. */
  private static final String LENGTHS =
      "1111111111111111232332222211111111111111111111111111112222211111"
          + "1111111111111111111111111111111111111111111111111111111111111111"
          + "1111311111111111111111111333333333333333320011111133333335532311"
          + "3311043355";

  /** By the index of a method's reference, that of its hook's; 0 for none. */
  private final int[] hooks;

  static CallSites of(ConstantPool constants) {
    return new CallSites(constants.count());
  }

  private CallSites(int count) {
    hooks = new int[count];
  }

  void replace(int method, int hook) {
    hooks[method] = hook;
  }

  /**
   * @param start of the code itself
   */
  void applyTo(byte[] classFile, int start, int length) {
    int position = start;
    while (position < start + length) {
      int operation = classFile[position] & 0xff;
      if (operation == INVOKEVIRTUAL || operation == INVOKEINTERFACE) {
        call(classFile, position, operation);
      }
      position += length(classFile, position, start);
    }
  }

  private void call(byte[] classFile, int position, int operation) {
    int hook = hooks[unsignedShort(classFile, position + 1)];
    if (hook == 0) {
      return;
    }
    classFile[position] = (byte) INVOKESTATIC;
    setShort(classFile, position + 1, hook);
    if (operation == INVOKEINTERFACE) {
      // two instructions that do nothing, in the place of the count of arguments
      setShort(classFile, position + 3, 0);
    }
  }

  private static int length(byte[] classFile, int position, int start) {
    int operation = classFile[position] & 0xff;
    int operands = position + 4 - (position - start) % 4;
    switch (operation) {
      case TABLESWITCH:
        int cases = integer(classFile, operands + 8) - integer(classFile, operands + 4) + 1;
        return operands + 12 + 4 * cases - position;
      case LOOKUPSWITCH:
        return operands + 8 + 8 * integer(classFile, operands + 4) - position;
      case WIDE:
        return (classFile[position + 1] & 0xff) == IINC ? 6 : 4;
      default:
        return knownLength(operation);
    }
  }

  private static int knownLength(int operation) {
    if (operation >= LENGTHS.length()) {
      throw new IllegalArgumentException("operation " + operation + " is not known");
    }
    return LENGTHS.charAt(operation) - '0';
  }
}
