package io.opentelemetry.lambda.tests.conformance;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.util.List;
import java.util.Optional;

/** A layer, with a function that does what the table says: one column of the matrix. */
interface Column {

  /** The layer's name in the table and in the matrix. */
  String name();

  /** The language that the function is written in, by which the table knows its errors. */
  String language();

  /** A line that says what is missing on this machine; empty where the layer can be run. */
  Optional<String> missing();

  /** Configures a function of this handler with the layer. */
  LambdaEnvironmentBuilder function(String handler);

  /** The names under which the table may say that a case does not apply. */
  default List<String> names() {
    return List.of(name(), language());
  }
}
