package io.opentelemetry.lambda.tools.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Variables that switch traces off. */
final class SwitchCheck implements Check {

  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";

  private static final Map<String, String> OFF =
      Map.of(
          "OTEL_JAVAAGENT_ENABLED",
          "false",
          "OTEL_SDK_DISABLED",
          "true",
          "OTEL_TRACES_EXPORTER",
          "none",
          SAMPLER,
          "always_off");

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
    if (value(function, SAMPLER).endsWith("traceidratio") && isZero(value(function, ARGUMENT))) {
      findings.accept(
          new Finding(
              ARGUMENT + " is 0: no trace that begins here is sampled",
              "set it to a share such as 0.1"));
    }
  }

  private static boolean isZero(String text) {
    try {
      return Double.parseDouble(text) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String value(FunctionSettings function, String name) {
    return function.variable(name).toLowerCase(Locale.ROOT);
  }
}
