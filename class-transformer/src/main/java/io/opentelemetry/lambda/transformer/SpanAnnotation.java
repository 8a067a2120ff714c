package io.opentelemetry.lambda.transformer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the annotations that make a method a span, and parameters its attributes. */
final class SpanAnnotation {

  /** An array of attributes has names and values, and a byte for its length. */
  private static final int MOST_ATTRIBUTES = 63;

  /** Empty for the default one. */
  final String name;

  final String kind;

  final boolean inheritsContext;

  /** The names of attributes, by the indices of the parameters that are their values. */
  final Map<Integer, String> attributes;

  /**
   * Reads the annotation of a method; null if it does not have it.
   *
   * @param point whose annotations are looked for
   */
  static @Nullable SpanAnnotation read(
      JoinPoint point,
      AnnotationReader annotations,
      @Nullable AnnotationReader ofParameters,
      @Nullable AnnotationReader parameters)
      throws IOException {
    Map<String, String> values = annotations.read(String.valueOf(point.className));
    return values == null
        ? null
        : new SpanAnnotation(values, readAttributes(point.method, ofParameters, parameters));
  }

  private static Map<Integer, String> readAttributes(
      String type, @Nullable AnnotationReader ofParameters, @Nullable AnnotationReader parameters)
      throws IOException {
    Map<Integer, String> attributes = new HashMap<>();
    int count = ofParameters == null ? 0 : ofParameters.nextByte();
    if (parameters != null) {
      parameters.nextByte();
    }
    for (int i = 0; i < count && ofParameters != null; i++) {
      String parameter = parameters == null ? "" : parameters.nextParameter();
      Map<String, String> values = ofParameters.read(type);
      String name = values == null ? "" : values.getOrDefault("value", parameter);
      if (!name.isEmpty() && attributes.size() < MOST_ATTRIBUTES) {
        attributes.put(i, name);
      }
    }
    return attributes;
  }

  private SpanAnnotation(Map<String, String> values, Map<Integer, String> attributes) {
    name = values.getOrDefault("value", "");
    kind = values.getOrDefault("kind", "INTERNAL");
    inheritsContext = !"0".equals(values.get("inheritContext"));
    this.attributes = attributes;
  }
}
