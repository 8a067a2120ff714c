package io.opentelemetry.lambda.cloudformation.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a template, and where it stands. */
public sealed interface Value {

  Location location();

  /** The name of the value's kind, for an error. */
  String kind();

  default String asText() {
    throw location().error(kind() + " stands where a text belongs");
  }

  default List<Value> asList() {
    throw location().error(kind() + " stands where a list belongs");
  }

  default Mapping asMapping() {
    throw location().error(kind() + " stands where a map belongs");
  }

  /** Tells whether a map with this key alone is a call of one of CloudFormation's functions. */
  public static boolean isFunction(String key) {
    return key.equals("Ref") || key.startsWith("Fn::");
  }

  /** A text, number or boolean: all of them are texts to CloudFormation. */
  record Scalar(Location location, String text) implements Value {

    @Override
    public String kind() {
      return "a text";
    }

    @Override
    public String asText() {
      return text;
    }
  }

  record Sequence(Location location, List<Value> elements) implements Value {

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public List<Value> asList() {
      return elements;
    }
  }

  /** Values by name, in the template's order. */
  record Mapping(Location location, Map<String, Value> entries) implements Value {

    @Override
    public String kind() {
      return "a map";
    }

    @Override
    public Mapping asMapping() {
      return this;
    }

    public @Nullable Value get(String key) {
      return entries.get(key);
    }

    /** The map of this name, which is empty where there is none. */
    public Mapping section(String key) {
      Value section = entries.get(key);
      return section == null ? new Mapping(location, Map.of()) : section.asMapping();
    }

    public boolean isFunction() {
      return entries.size() == 1 && Value.isFunction(onlyKey());
    }

    public String onlyKey() {
      return entries.keySet().iterator().next();
    }

    public Value onlyValue() {
      return entries.values().iterator().next();
    }
  }
}
