package io.opentelemetry.lambda.emulator.internal.invokeapi;

import org.jspecify.annotations.Nullable;

/**
 * How a caller names a function: {@code NAME}, {@code NAME:QUALIFIER}, {@code
 * ACCOUNT:function:NAME} or an ARN, with a qualifier or not.
 */
record FunctionReference(String name, @Nullable String qualifier) {

  private static final String KIND = "function:";

  static FunctionReference parse(String text) {
    int kind = text.indexOf(KIND);
    String name = kind < 0 ? text : text.substring(kind + KIND.length());
    int colon = name.indexOf(':');
    return colon < 0
        ? new FunctionReference(name, null)
        : new FunctionReference(name.substring(0, colon), name.substring(colon + 1));
  }
}
