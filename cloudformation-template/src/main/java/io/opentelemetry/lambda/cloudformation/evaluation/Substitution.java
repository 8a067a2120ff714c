package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.BoundedText;
import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.document.Value.Scalar;
import java.util.List;
import java.util.Map;

/**
 * The text of {@code Fn::Sub}: {@code ${Name}} and {@code ${Name.Attribute}} are replaced, {@code
 * ${!Name}} is {@code ${Name}}.
 */
final class Substitution {

  private final Evaluator evaluator;
  private final Location location;
  private final Mapping variables;

  static String apply(Mapping call, Evaluator evaluator) {
    Location location = call.location();
    if (call.onlyValue() instanceof Scalar text) {
      Mapping none = new Mapping(location, Map.of());
      return new Substitution(evaluator, location, none).apply(text.text());
    }
    List<Value> arguments = evaluator.arguments(call, "text or [text, {name: value}]", 2, 2);
    Mapping variables = arguments.get(1).asMapping();
    return new Substitution(evaluator, location, variables).apply(arguments.get(0).asText());
  }

  private Substitution(Evaluator evaluator, Location location, Mapping variables) {
    this.evaluator = evaluator;
    this.location = location;
    this.variables = variables;
  }

  private String apply(String text) {
    BoundedText result = new BoundedText(location);
    int position = 0;
    while (true) {
      int start = text.indexOf("${", position);
      int end = text.indexOf('}', start);
      if (start < 0 || end < 0) {
        return result.append(text.substring(position)).toString();
      }
      result.append(text.substring(position, start));
      String name = text.substring(start + 2, end);
      result.append(name.startsWith("!") ? "${" + name.substring(1) + "}" : variable(name.strip()));
      position = end + 1;
    }
  }

  private String variable(String name) {
    Value variable = variables.get(name);
    if (variable != null) {
      return evaluator.text(variable);
    }
    String function = name.contains(".") ? "Fn::GetAtt" : "Ref";
    return evaluator.text(new Mapping(location, Map.of(function, new Scalar(location, name))));
  }
}
