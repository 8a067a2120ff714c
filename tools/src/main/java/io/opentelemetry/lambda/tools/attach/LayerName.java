package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.util.List;
import java.util.Locale;

/** Reads the ARNs of layer versions. */
final class LayerName {

  /** Parts of the names of layers that bring an exec wrapper, or a tracer, of their own. */
  private static final List<String> FOREIGN =
      List.of("opentelemetry", "otel", "datadog", "newrelic", "dynatrace", "lumigo");

  private static final int NAME = 6;
  private static final int PARTS = 8;

  static boolean isVersionArn(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length == PARTS
        && parts[0].equals("arn")
        && parts[2].equals("lambda")
        && parts[5].equals("layer")
        && parts[7].matches("[0-9]+");
  }

  /** Gets {@code us-east-1} of {@code arn:aws:lambda:us-east-1:123456789012:layer:name:3}. */
  static String region(String arn) {
    return arn.split(":", -1)[3];
  }

  /** Gets {@code name:3} of {@code arn:aws:lambda:us-east-1:123456789012:layer:name:3}. */
  static String shorten(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length == PARTS ? parts[NAME] + ":" + parts[PARTS - 1] : arn;
  }

  /** Gets the ARN of all versions. */
  static String withoutVersion(String arn) {
    return isVersionArn(arn) ? arn.substring(0, arn.lastIndexOf(':')) : arn;
  }

  static int version(String arn) {
    return Integer.parseInt(arn.substring(arn.lastIndexOf(':') + 1));
  }

  /** Tells layers of this project by the names that they are published by. */
  static boolean isOurs(String arn) {
    String name = name(arn);
    for (BuiltLayer layer : BuiltLayer.values()) {
      if (name.equals(layer.publishedName())) {
        return true;
      }
    }
    return false;
  }

  /** Tells layers of others that instrument functions. */
  static boolean isForeignInstrumentation(String arn) {
    String name = name(arn).toLowerCase(Locale.ROOT);
    return !isOurs(arn) && !name.contains("collector") && FOREIGN.stream().anyMatch(name::contains);
  }

  private static String name(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > NAME ? parts[NAME] : arn;
  }

  private LayerName() {}
}
