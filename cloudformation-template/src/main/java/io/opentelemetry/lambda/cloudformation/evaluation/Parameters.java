package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.document.Value.Scalar;
import io.opentelemetry.lambda.cloudformation.document.Value.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The template's parameters, with the values that were given or else their defaults. */
final class Parameters {

  private final Mapping section;
  private final Map<String, String> given;
  private final boolean mayLackValues;
  private final Set<String> lacking = new TreeSet<>();

  /**
   * @param mayLackValues whether a parameter without a value makes unknown what depends on it,
   *     instead of being an error
   */
  static Parameters of(Mapping template, Map<String, String> given, boolean mayLackValues) {
    Mapping section = template.section("Parameters");
    for (String name : given.keySet()) {
      if (section.get(name) == null) {
        throw section
            .location()
            .error(
                "there is no parameter "
                    + name
                    + (section.entries().isEmpty() ? "" : ", but " + names(section)));
      }
    }
    return new Parameters(section, given, mayLackValues);
  }

  private static String names(Mapping section) {
    return String.join(", ", section.entries().keySet());
  }

  private Parameters(Mapping section, Map<String, String> given, boolean mayLackValues) {
    this.section = section;
    this.given = given;
    this.mayLackValues = mayLackValues;
  }

  /** Gets the parameters without a value that something has asked for so far. */
  Set<String> lacking() {
    return lacking;
  }

  boolean contains(String name) {
    return section.get(name) != null;
  }

  /** Tells whether the parameter exists, and its value is not known. */
  boolean isOpen(String name) {
    if (!contains(name) || given.containsKey(name)) {
      return false;
    }
    Mapping definition = section.section(name);
    return definition.get("Default") == null || isKeptInAws(definition);
  }

  /**
   * @param location where the value is used
   */
  Value value(String name, Location location) {
    Mapping definition = section.section(name);
    String text = given.get(name);
    if (text == null) {
      text = usual(name, definition, location);
    }
    checkAllowed(name, text, definition);
    return isList(type(definition)) ? list(text, location) : new Scalar(location, text);
  }

  private String usual(String name, Mapping definition, Location location) {
    Value usual = definition.get("Default");
    if (usual == null && mayLackValues) {
      lacking.add(name);
      throw new UnresolvedException(location, "the parameter " + name + " has no value");
    }
    if (usual == null) {
      throw location.error(
          "the parameter "
              + name
              + " has no value: give it one or, if it is a layer's ARN, a zip for the layer "
              + name);
    }
    if (isKeptInAws(definition)) {
      throw new UnresolvedException(
          location, "the value of the parameter " + name + " is in AWS, at " + usual.asText());
    }
    return usual.asText();
  }

  private static void checkAllowed(String name, String text, Mapping definition) {
    Value allowedValues = definition.get("AllowedValues");
    if (allowedValues == null) {
      return;
    }
    List<String> allowed = allowedValues.asList().stream().map(Value::asText).toList();
    if (!allowed.contains(text)) {
      throw definition
          .location()
          .error(name + " is " + text + ", but has to be one of " + String.join(", ", allowed));
    }
  }

  /** The default of such a parameter is not its value but where AWS keeps it. */
  private static boolean isKeptInAws(Mapping definition) {
    return type(definition).startsWith("AWS::SSM::Parameter::Value");
  }

  private static boolean isList(String type) {
    return type.contains("List<") || type.contains("CommaDelimitedList");
  }

  private static String type(Mapping definition) {
    Value type = definition.get("Type");
    if (type == null) {
      throw definition.location().error("the parameter has no Type");
    }
    return type.asText();
  }

  private static Sequence list(String text, Location location) {
    return new Sequence(
        location,
        Arrays.stream(text.split(",", -1))
            .map(element -> (Value) new Scalar(location, element.strip()))
            .toList());
  }
}
