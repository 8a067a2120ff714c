package io.opentelemetry.lambda.emulator.internal.template;

import io.opentelemetry.lambda.emulator.internal.template.Value.Mapping;
import org.jspecify.annotations.Nullable;

/** An entry of the template's {@code Resources}, as it is written. */
record Resource(String logicalId, String type, Mapping definition) {

  static Resource of(String logicalId, Value value) {
    Mapping definition = value.asMapping();
    Value type = definition.get("Type");
    if (type == null) {
      throw definition.location().error("the resource has no Type");
    }
    return new Resource(logicalId, type.asText(), definition);
  }

  Location location() {
    return definition.location();
  }

  Mapping properties() {
    return definition.section("Properties");
  }

  /** The name of the condition on which the resource exists. */
  @Nullable String condition() {
    Value condition = definition.get("Condition");
    return condition == null ? null : condition.asText();
  }

  boolean isFunction() {
    return type.equals("AWS::Lambda::Function") || isServerless("Function");
  }

  boolean isLayer() {
    return type.equals("AWS::Lambda::LayerVersion") || isServerless("LayerVersion");
  }

  boolean isServerless() {
    return type.startsWith("AWS::Serverless::");
  }

  private boolean isServerless(String kind) {
    return type.equals("AWS::Serverless::" + kind);
  }

  /** {@code Queue} of {@code AWS::SQS::Queue}. */
  String kind() {
    return type.substring(type.lastIndexOf(':') + 1);
  }

  /** The name that the template gives to the resource, as it is written. */
  @Nullable Value name() {
    Value name = properties().get(nameProperty());
    return name == null ? properties().get("Name") : name;
  }

  private String nameProperty() {
    return switch (kind()) {
      case "LayerVersion" -> "LayerName";
      case "SimpleTable" -> "TableName";
      default -> kind() + "Name";
    };
  }
}
