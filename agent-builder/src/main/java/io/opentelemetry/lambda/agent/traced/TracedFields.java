package io.opentelemetry.lambda.agent.traced;

import io.opentelemetry.javaagent.shaded.instrumentation.api.internal.RuntimeVirtualFieldSupplier.VirtualFieldSupplier;
import io.opentelemetry.javaagent.shaded.instrumentation.api.util.VirtualField;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the fields that the agent has added to the function's classes. It stands in for {@code
 * RuntimeVirtualFieldSupplier}, which the agent sets when it starts.
 */
public final class TracedFields implements VirtualFieldSupplier {

  private static final VirtualFieldSupplier INSTANCE = new TracedFields();

  /** The name of the classes by which the agent reads and writes these fields begins so. */
  private static final String PREFIX =
      "io.opentelemetry.javaagent.bootstrap.field.VirtualFieldImpl$";

  private final Map<String, VirtualField<?, ?>> mapFields = new HashMap<>();

  public static VirtualFieldSupplier get() {
    return INSTANCE;
  }

  private TracedFields() {}

  @Override
  @SuppressWarnings("unchecked") // as the agent's own code finds it
  public <U extends T, V extends F, T, F> VirtualField<U, V> find(
      Class<T> type, Class<F> fieldType, String fieldName) {
    String name = className(type, fieldType, fieldName);
    try {
      return (VirtualField<U, V>)
          Class.forName(name)
              .getMethod("getVirtualField", Class.class, Class.class)
              .invoke(null, type, fieldType);
    } catch (ClassNotFoundException e) {
      return (VirtualField<U, V>) mapField(name);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The agent has generated no class for it, as no class of the function has the field. */
  private VirtualField<?, ?> mapField(String name) {
    synchronized (mapFields) {
      VirtualField<?, ?> known = mapFields.get(name);
      if (known != null) {
        return known;
      }
      VirtualField<?, ?> field = new TracedMapField<Object, Object>();
      mapFields.put(name, field);
      return field;
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
