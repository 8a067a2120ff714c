package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.evaluation.Evaluator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties, with the functions in them evaluated as they are asked for. */
final class Properties {

  private final Mapping mapping;
  private final Evaluator evaluator;

  Properties(Mapping mapping, Evaluator evaluator) {
    this.mapping = mapping;
    this.evaluator = evaluator;
  }

  /** Where the property stands, or else where it should. */
  Location location(String key) {
    Value value = mapping.get(key);
    return value == null
        ? mapping.location().entry(key, mapping.location().line())
        : value.location();
  }

  Location location() {
    return mapping.location();
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** The property, or null where there is none or it is AWS::NoValue. */
  @Nullable Value value(String key) {
    Value value = mapping.get(key);
    return value == null ? null : evaluator.evaluate(value);
  }

  @Nullable String text(String key) {
    Value value = value(key);
    return value == null ? null : value.asText();
  }

  String requiredText(String key) {
    String text = text(key);
    if (text == null || text.isBlank()) {
      throw location(key).error("there is no value");
    }
    return text;
  }

  int integer(String key, int usual, int least, int most) {
    String text = text(key);
    if (text == null) {
      return usual;
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // says the same as a number out of range
    }
    throw location(key).error(text + " is no whole number from " + least + " to " + most);
  }

  List<Value> list(String key) {
    Value value = value(key);
    return value == null ? List.of() : value.asList();
  }

  /** The properties in a property, none where there is no such property. */
  Properties properties(String key) {
    Value value = value(key);
    return new Properties(
        value == null ? new Mapping(location(key), Map.of()) : value.asMapping(), evaluator);
  }

  Set<String> names() {
    return mapping.entries().keySet();
  }
}
