package io.opentelemetry.lambda.tools.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Variables that switch traces off. */
final class SwitchCheck implements Check {

  private static final Map<String, String> OFF =
      Map.of(
          "OTEL_JAVAAGENT_ENABLED", "false",
          "OTEL_SDK_DISABLED", "true",
          "OTEL_TRACES_EXPORTER", "none",
          "OTEL_TRACES_SAMPLER", "always_off");

  @Override
  public void check(FunctionSettings function, Consumer<Finding> findings) {
    OFF.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(off -> off.getValue().equals(value(function, off.getKey())))
        .forEach(
            off ->
                findings.accept(
                    new Finding(
                        off.getKey() + " is " + off.getValue() + ": nothing is traced",
                        "remove it")));
  }

  private static String value(FunctionSettings function, String name) {
    return function.variable(name).toLowerCase(Locale.ROOT);
  }
}
