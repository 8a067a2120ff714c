package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import java.util.List;

/** The template's {@code Conditions}. */
final class Conditions {

  private final Mapping section;
  private final Evaluator evaluator;
  private final Lookups<Boolean> results = new Lookups<>();

  Conditions(Mapping section, Evaluator evaluator) {
    this.section = section;
    this.evaluator = evaluator;
  }

  /**
   * @param location where the condition is asked for
   */
  boolean isTrue(String name, Location location) {
    Value condition = section.get(name);
    if (condition == null) {
      throw location.error("there is no condition " + name);
    }
    return results.get(name, condition.location(), () -> isTrue(condition));
  }

  private boolean isTrue(Value value) {
    Mapping condition = value.asMapping();
    if (condition.entries().size() != 1) {
      throw condition.location().error("a condition is one function");
    }
    Value argument = condition.onlyValue();
    return switch (condition.onlyKey()) {
      case "Condition" -> isTrue(argument.asText(), condition.location());
      case "Fn::Equals" -> areEqual(evaluator.arguments(condition, "[value, value]", 2, 2));
      case "Fn::Not" -> !isTrue(evaluator.arguments(condition, "[condition]", 1, 1).get(0));
      case "Fn::And" -> operands(condition).stream().allMatch(this::isTrue);
      case "Fn::Or" -> operands(condition).stream().anyMatch(this::isTrue);
      default ->
          throw condition
              .location()
              .error(condition.onlyKey() + " is none of Equals, Not, And, Or, Condition");
    };
  }

  private boolean areEqual(List<Value> values) {
    return evaluator.text(values.get(0)).equals(evaluator.text(values.get(1)));
  }

  private List<Value> operands(Mapping condition) {
    return evaluator.arguments(condition, "[condition, condition, ...]", 2, 10);
  }
}
