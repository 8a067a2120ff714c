package io.opentelemetry.lambda.doctor;

import java.util.function.Consumer;

/** Looks at one side of a function. */
interface Check {

  void check(FunctionSettings function, Consumer<Finding> findings);
}
