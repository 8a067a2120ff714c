package io.opentelemetry.lambda.tests;

import static io.opentelemetry.lambda.tests.CollectorLayer.exports;
import static io.opentelemetry.lambda.tests.CollectorLayer.spanNames;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many invocations with a freeze after each. {@code -Dcollector.soak=N} says how many the soak has.
 */
class CollectorSoakIT {

  private static final int INVOCATIONS = Thoroughness.times(400, 1000);
  private static final int SOAK =
      Integer.getInteger("collector.soak", Thoroughness.times(300, 600));

  /** The backend's states, each for some invocations. */
  private static final List<String> FAULTS =
      List.of("", "status=503", "", "refuse", "", "cut", "latency=20ms", "", "status=429;every=2");

  @TempDir Path folder;

  @Test
  void flappingBackend_nothingIsLost() {
    Set<String> expected = new TreeSet<>();
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda =
            CollectorLayer.function(folder, backend).dropConnections(true).build()) {
      for (int i = 0; i < INVOCATIONS; i++) {
        if (i % 20 == 0) {
          set(backend, FAULTS.get(i / 20 % FAULTS.size()));
        }
        expected.add("s" + i);
        assertThat(lambda.invoke(exports("s" + i)).response()).contains("\"status\": 200");
      }
      backend.healthy();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                lambda.invoke("{}");
                assertThat(new TreeSet<>(spanNames(backend))).isEqualTo(expected);
              });
      // an export whose answer was dropped is sent again
      assertThat(spanNames(backend)).hasSizeLessThan(INVOCATIONS * 11 / 10);
      assertThat(lambda.report().invocations()).noneMatch(i -> i.coldStart() && i.error() != null);
    }
  }

  @Test
  void soak_memoryAndDescriptorsStayFlat() throws IOException {
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda = CollectorLayer.function(folder, backend).build()) {
      invoke(lambda, 200);
      Usage before = Usage.of(collector());
      invoke(lambda, SOAK);
      Usage after = Usage.of(collector());
      assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 4);
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 4);
      assertThat(after.residentKb()).isLessThan(before.residentKb() * 5 / 4);
    }
  }

  private static void set(OtlpSink backend, String fault) {
    if (fault.isEmpty()) {
      backend.healthy();
    } else {
      backend.fault(OtlpFault.parse(fault));
    }
  }

  private static void invoke(LambdaEnvironment lambda, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(lambda.invoke(exports("a", "b")).error()).isNull();
    }
  }

  private static ProcessHandle collector() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process
                    .info()
                    .command()
                    .filter(c -> c.endsWith("extensions/collector"))
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** The memory, threads and descriptors that a process uses. */
  private record Usage(long residentKb, int threads, int descriptors) {

    static Usage of(ProcessHandle process) throws IOException {
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      List<String> status = Files.readAllLines(proc.resolve("status"));
      try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
        return new Usage(
            number(status, "VmRSS:"), (int) number(status, "Threads:"), (int) descriptors.count());
      }
    }

    private static long number(List<String> status, String name) {
      return status.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    }
  }
}
