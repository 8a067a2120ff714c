package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A framework's function logs under the layers what it logs without them, line by line. */
class FrameworkLogsIT {

  private static final String FIRST =
      "TIME [main] INFO org.springframework.cloud.function.utils.FunctionClassUtils -- Main class:"
          + " class example.spring.PricesApplication";

  /** The JVM's lines about an agent. */
  private static final String JVM = "OpenJDK 64-Bit Server VM warning: ";

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void springBoot_logsTheSame(Layer layer) {
    List<String> bare = springBoot(Layer.NONE);
    assertThat(bare).anyMatch(line -> line.contains("Started PricesApplication in"));
    assertThat(springBoot(layer)).isEqualTo(bare);
  }

  private static List<String> springBoot(Layer layer) {
    try (LambdaEnvironment lambda =
        layer
            .function(
                Layer.ROOT.resolve("sample-apps/spring/target/function.zip"),
                "org.springframework.cloud.function.adapter.aws.FunctionInvoker")
            .environment("MAIN_CLASS", "example.spring.PricesApplication")
            .memoryMb(1024)
            .build()) {
      for (int i = 0; i < 2; i++) {
        assertThat(lambda.invoke("{\"item\":\"pear\",\"pieces\":3}").response())
            .isEqualTo("{\"item\":\"pear\",\"cents\":750}");
      }
      List<String> lines =
          lambda.output().stream()
              .filter(line -> !line.startsWith(JVM))
              .map(FrameworkLogsIT::withoutTimesAndIds)
              .toList();
      // an init that takes too long on a busy machine begins anew
      return lines.subList(lines.lastIndexOf(FIRST), lines.size());
    }
  }

  /** Times, durations, process ids, identities and paths of folders that differ by themselves. */
  private static String withoutTimesAndIds(String line) {
    return line.replaceAll("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "TIME")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME")
        .replaceAll("\\d+\\.\\d+ seconds|\\(process running for [0-9.]+\\)|\\d+ ms\\b", "DURATION")
        .replaceAll("(PID|INFO|WARN) \\d+\\b", "$1 ID")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
        .replaceAll("@[0-9a-f]{5,8}\\b", "@ID")
        .replaceAll("/tmp/[^ )]*", "FOLDER");
  }
}
