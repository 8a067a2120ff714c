package io.opentelemetry.lambda.wrapper.joinpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.transformer.ClassTransformer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientJoinPointsTest {

  @Test
  void all_switchedOff_changesNothing() {
    assertThat(ClassTransformer.of(joinPoints(Map.of()))).isNotNull();
    assertThat(
            ClassTransformer.of(
                joinPoints(
                    Map.of(
                        "OTEL_LAMBDA_AUTO_INSTRUMENTATION", "false",
                        "OTEL_LAMBDA_LOG_CORRELATION", "false"))))
        .isNull();
  }

  @Test
  void librarySwitchedOff_isDisabled() {
    ClientJoinPoints points =
        joinPoints(Map.of("OTEL_INSTRUMENTATION_SOME_LIBRARY_ENABLED", "false"));
    assertThat(points.isEnabled("some-library")).isFalse();
    assertThat(points.isEnabled("other-library")).isTrue();
  }

  @Test
  void logs_haveASwitchOfTheirOwn() {
    assertThat(
            joinPoints(Map.of("OTEL_LAMBDA_AUTO_INSTRUMENTATION", "false"))
                .isEnabled("logback-mdc"))
        .isTrue();
    assertThat(joinPoints(Map.of("OTEL_LAMBDA_LOG_CORRELATION", "false")).isEnabled("logback-mdc"))
        .isFalse();
  }

  @Test
  void classesOfWellKnownLibraries_areNotTheUsers() {
    ClientJoinPoints points = joinPoints(Map.of());
    assertThat(points.isOfUser("com/acme/Orders")).isTrue();
    assertThat(points.isOfUser("Orders")).isTrue();
    assertThat(points.isOfUser("org/acme/Orders")).isTrue();
    assertThat(points.isOfUser("org/springframework/Orders")).isFalse();
    assertThat(points.isOfUser("reactor/core/Orders")).isFalse();
  }

  /** Those that hand tasks to executors are treated as the user's. */
  @Test
  void classesThatHandOverTasks_areTheUsers() {
    ClientJoinPoints points = joinPoints(Map.of());
    assertThat(points.isOfUser("org/springframework/scheduling/concurrent/ThreadPoolTaskExecutor"))
        .isTrue();
    assertThat(points.isOfUser("org/springframework/scheduling/concurrent/ConcurrentTaskExecutor"))
        .isFalse();
  }

  private static ClientJoinPoints joinPoints(Map<String, String> environment) {
    return new ClientJoinPoints(new InstrumentationSettings(environment::get));
  }
}
