package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import org.jspecify.annotations.Nullable;

/** An entry of the template's {@code Resources}, as it is written. */
public record Resource(String logicalId, String type, Mapping definition) {

  public static Resource of(String logicalId, Value value) {
    Mapping definition = value.asMapping();
    Value type = definition.get("Type");
    if (type == null) {
      throw definition.location().error("the resource has no Type");
    }
    return new Resource(logicalId, type.asText(), definition);
  }

  public Location location() {
    return definition.location();
  }

  public Mapping properties() {
    return definition.section("Properties");
  }

  /** The name of the condition on which the resource exists. */
  @Nullable String condition() {
    Value condition = definition.get("Condition");
    return condition == null ? null : condition.asText();
  }

  public boolean isFunction() {
    return type.equals("AWS::Lambda::Function") || isServerless("Function");
  }

  public boolean isLayer() {
    return type.equals("AWS::Lambda::LayerVersion") || isServerless("LayerVersion");
  }

  public boolean isServerless() {
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
  public @Nullable Value name() {
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
