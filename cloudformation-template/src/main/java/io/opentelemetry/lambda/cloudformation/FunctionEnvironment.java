package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.evaluation.UnresolvedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The environment variables of a function. */
final class FunctionEnvironment {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");

  /** A value that CloudFormation reads from Systems Manager or Secrets Manager. */
  private static final String DYNAMIC_REFERENCE = "{{resolve:";

  /**
   * Reads them; those whose values are known in AWS only are empty.
   *
   * @param warnings takes a line for each that is empty
   */
  static Map<String, String> read(Properties function, List<String> warnings) {
    Properties variables = function.properties("Environment").properties("Variables");
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : variables.names()) {
      Location location = variables.location(name);
      if (!NAME.matcher(name).matches()) {
        throw location.error("a variable's name has letters, digits and _, and a letter first");
      }
      try {
        String text = variables.text(name);
        if (text != null) {
          environment.put(name, checked(text, location));
        }
      } catch (UnresolvedException e) {
        environment.put(name, "");
        warnings.add(location.describe("the variable is empty, as " + e.reason()));
      }
    }
    return environment;
  }

  private static String checked(String text, Location location) {
    if (text.contains(DYNAMIC_REFERENCE)) {
      throw new UnresolvedException(location, text + " is known in AWS only");
    }
    if (text.indexOf('\0') >= 0) {
      throw location.error("a variable cannot have the character NUL");
    }
    return text;
  }

  private FunctionEnvironment() {}
}
