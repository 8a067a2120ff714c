package io.opentelemetry.lambda.tools.doctor;

import java.util.Locale;
import java.util.Map;

/** Kinds of layers, by what they do, as a layer's name tells. */
enum LayerKind {
  WRAPPER,
  JAVAAGENT,
  COLLECTOR,
  OTHER;

  /**
   * The kind of the layer that an ARN names.
   *
   * @param given kinds by names or ARNs, for layers whose names do not tell
   */
  static LayerKind of(String arn, Map<String, LayerKind> given) {
    String name = name(arn);
    LayerKind kind = given.getOrDefault(arn, given.get(name));
    if (kind != null) {
      return kind;
    }
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (!lowerCase.contains("otel") && !lowerCase.contains("opentelemetry")) {
      return OTHER;
    }
    if (lowerCase.contains("collector")) {
      return COLLECTOR;
    }
    if (lowerCase.contains("agent")) {
      return JAVAAGENT;
    }
    return lowerCase.contains("wrapper") ? WRAPPER : OTHER;
  }

  /** {@code otel} of {@code arn:aws:lambda:us-east-1:123456789012:layer:otel:1}. */
  private static String name(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 6 ? parts[6] : arn;
  }
}
