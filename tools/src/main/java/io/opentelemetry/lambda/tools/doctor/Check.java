package io.opentelemetry.lambda.tools.doctor;

import java.util.function.Consumer;

/** Looks at one side of a function. */
interface Check {

  void check(FunctionSettings function, Consumer<Finding> findings);
}
