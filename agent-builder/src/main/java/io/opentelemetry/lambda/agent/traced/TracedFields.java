package io.opentelemetry.lambda.agent.traced;

import io.opentelemetry.javaagent.shaded.instrumentation.api.internal.RuntimeVirtualFieldSupplier.VirtualFieldSupplier;
import io.opentelemetry.javaagent.shaded.instrumentation.api.util.VirtualField;

/**
 * Finds the fields that the agent has added to the function's classes. It stands in for {@code
 * RuntimeVirtualFieldSupplier}, which the agent sets when it starts.
 */
public final class TracedFields implements VirtualFieldSupplier {

  private static final VirtualFieldSupplier INSTANCE = new TracedFields();

  /** The name of the classes by which the agent reads and writes these fields begins so. */
  private static final String PREFIX =
      "io.opentelemetry.javaagent.bootstrap.field.VirtualFieldImpl$";

  public static VirtualFieldSupplier get() {
    return INSTANCE;
  }

  private TracedFields() {}

  @Override
  @SuppressWarnings("unchecked") // as the agent's own code finds it
  public <U extends T, V extends F, T, F> VirtualField<U, V> find(
      Class<T> type, Class<F> fieldType, String fieldName) {
    try {
      return (VirtualField<U, V>)
          Class.forName(className(type, fieldType, fieldName))
              .getMethod("getVirtualField", Class.class, Class.class)
              .invoke(null, type, fieldType);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String className(Class<?> type, Class<?> fieldType, String fieldName) {
    String field = fieldName.isEmpty() ? "" : fieldName + "$";
    return PREFIX + field + sanitize(type) + "$" + sanitize(fieldType);
  }

  /** As the agent's {@code GeneratedVirtualFieldNames} does. */
  private static String sanitize(Class<?> type) {
    String name = type.getTypeName().replace('.', '$');
    return name.endsWith("[]") ? name.replace('[', '_').replace(']', '_') : name;
  }
}
