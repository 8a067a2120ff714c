package io.opentelemetry.lambda.cloudformation.document;

import org.jspecify.annotations.Nullable;

/**
 * Where a value stands.
 *
 * @param line counted from 1
 * @param step how to get here from the parent: {@code .Timeout} or {@code [0]}
 */
public record Location(String file, int line, @Nullable Location parent, String step) {

  static Location of(String file, int line) {
    return new Location(file, line, null, "");
  }

  public Location entry(String key, int entryLine) {
    return new Location(file, entryLine, this, Value.isFunction(key) ? "" : "." + key);
  }

  Location element(int index, int elementLine) {
    return new Location(file, elementLine, this, "[" + index + "]");
  }

  public TemplateException error(String message) {
    return new TemplateException(describe(message));
  }

  /**
   * The message after the place that it is about: {@code template.yaml:12:
   * Resources.Orders.Properties.Timeout: ...}.
   */
  public String describe(String message) {
    String path = path();
    return file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }

  /** The names that lead here; functions of CloudFormation's are no part of it. */
  private String path() {
    StringBuilder path = new StringBuilder();
    for (Location location = this; location != null; location = location.parent) {
      path.insert(0, location.step);
    }
    return path.indexOf(".") == 0 ? path.substring(1) : path.toString();
  }
}
