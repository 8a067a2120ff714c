package io.opentelemetry.lambda.tools.doctor;

import java.util.ArrayList;
import java.util.List;

/** All checks. */
final class Diagnosis {

  private static final List<Check> CHECKS =
      List.of(
          new LayerCheck(),
          new ExecWrapperCheck(),
          new AgentCheck(),
          new SwitchCheck(),
          new SettingCheck(),
          new EndpointCheck(),
          new LimitCheck());

  static List<Finding> of(FunctionSettings function) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : CHECKS) {
      check.check(function, findings::add);
    }
    return findings;
  }

  private Diagnosis() {}
}
