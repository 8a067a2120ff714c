package io.opentelemetry.lambda.libraries;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method's name and its type as in class files.
 *
 * @param descriptor such as {@code (ILjava/lang/String;)V}
 */
record Signature(String name, String descriptor) {

  private static final Pattern METHOD = Pattern.compile("(\\S+) (\\w+)\\((.*)\\)");

  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "void", "V", "boolean", "Z", "byte", "B", "char", "C", "short", "S", "int", "I", "long",
          "J", "float", "F", "double", "D");

  /**
   * @param method such as {@code void name(int, String)}
   */
  static Signature parse(String method) {
    Matcher matcher = METHOD.matcher(method);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "method: " + method + ": this is not \"result name(argument, ...)\"");
    }
    StringBuilder descriptor = new StringBuilder("(");
    if (!matcher.group(3).isEmpty()) {
      for (String argument : matcher.group(3).split(", *", -1)) {
        descriptor.append(type(argument));
      }
    }
    return new Signature(
        matcher.group(2), descriptor.append(')').append(type(matcher.group(1))).toString());
  }

  private static String type(String name) {
    if (name.endsWith("[]")) {
      return "[" + type(name.substring(0, name.length() - 2));
    }
    String primitive = PRIMITIVES.get(name);
    return primitive == null ? "L" + className(name) + ";" : primitive;
  }

  /** The name as in class files. */
  static String className(String name) {
    return (name.contains(".") ? name : "java.lang." + name).replace('.', '/');
  }
}
