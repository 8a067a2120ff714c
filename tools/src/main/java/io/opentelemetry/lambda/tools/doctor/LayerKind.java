package io.opentelemetry.lambda.tools.doctor;

import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Kinds of layers, by what they do, as a layer's name tells. */
enum LayerKind {
  WRAPPER,
  JAVAAGENT,
  PYTHON,
  NODEJS,
  RUBY,
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
    for (LayerKind language : List.of(PYTHON, NODEJS, RUBY, WRAPPER)) {
      if (lowerCase.contains(language.name().toLowerCase(Locale.ROOT))) {
        return language;
      }
    }
    return OTHER;
  }

  /** Tells the layers that trace the function, and bring {@code /opt/otel-handler}. */
  boolean instruments() {
    return this != COLLECTOR && this != OTHER;
  }

  /** Gets the runtimes that a layer of this kind is for; none means any. */
  List<String> runtimes() {
    return switch (this) {
      case WRAPPER, JAVAAGENT -> BuiltLayer.WRAPPER.runtimes();
      case PYTHON -> BuiltLayer.PYTHON.runtimes();
      case NODEJS -> BuiltLayer.NODEJS.runtimes();
      case RUBY -> BuiltLayer.RUBY.runtimes();
      default -> List.of();
    };
  }

  /** {@code otel} of {@code arn:aws:lambda:us-east-1:123456789012:layer:otel:1}. */
  private static String name(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 6 ? parts[6] : arn;
  }
}
