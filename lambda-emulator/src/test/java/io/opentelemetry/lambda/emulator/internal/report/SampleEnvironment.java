package io.opentelemetry.lambda.emulator.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes up what an environment went through, one thing after the other. */
public final class SampleEnvironment {

  public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private final String name;
  private final List<Phase> phases = new ArrayList<>();
  private final List<InvocationResult> invocations = new ArrayList<>();
  private final List<LogLine> log = new ArrayList<>();
  private Instant now;
  private InitResult init = new InitResult(InitResult.Status.OK, Duration.ZERO, null);

  public static SampleEnvironment of(String name) {
    return new SampleEnvironment(name, START);
  }

  /** One that starts later. */
  public static SampleEnvironment of(String name, Duration after) {
    return new SampleEnvironment(name, START.plus(after));
  }

  private SampleEnvironment(String name, Instant start) {
    this.name = name;
    this.now = start;
  }

  /** Where the next thing begins. */
  public Instant now() {
    return now;
  }

  public SampleEnvironment init(Duration duration) {
    init = new InitResult(InitResult.Status.OK, duration, null);
    return phase(Phase.Kind.INIT, duration, null);
  }

  public SampleEnvironment initError(Duration duration, FunctionError error) {
    init = new InitResult(InitResult.Status.ERROR, duration, error);
    return phase(Phase.Kind.INIT, duration, null);
  }

  public SampleEnvironment restore(Duration duration) {
    return phase(Phase.Kind.RESTORE, duration, null);
  }

  public SampleEnvironment frozen(Duration duration) {
    return phase(Phase.Kind.FROZEN, duration, null);
  }

  public SampleEnvironment shutdown(Duration duration) {
    return phase(Phase.Kind.SHUTDOWN, duration, null);
  }

  public SampleEnvironment answer(String response, Duration duration, Duration after) {
    return invocation(InvocationResult.Status.OK, response, null, duration, after);
  }

  public SampleEnvironment fail(FunctionError error, Duration duration, Duration after) {
    return invocation(InvocationResult.Status.ERROR, error.toJson(), error, duration, after);
  }

  public SampleEnvironment timeOut(FunctionError error, Duration duration) {
    return invocation(
        InvocationResult.Status.TIMEOUT, error.toJson(), error, duration, Duration.ZERO);
  }

  /** A line written at a time, counted from now. */
  public SampleEnvironment log(Duration after, String source, String text) {
    log.add(new LogLine(now.plus(after), source, text));
    return this;
  }

  public EnvironmentReport report() {
    return new EnvironmentReport(
        name,
        init,
        List.copyOf(invocations),
        List.copyOf(phases),
        List.copyOf(log),
        147L * 1024 * 1024,
        "freeze by cgroup v2; CPU limit 0.29; memory limit 512 MB");
  }

  private SampleEnvironment invocation(
      InvocationResult.Status status,
      String payload,
      FunctionError error,
      Duration duration,
      Duration after) {
    String requestId = name + "-request-" + (invocations.size() + 1);
    phase(Phase.Kind.INVOCATION, duration, requestId);
    invocations.add(
        new InvocationResult(
            requestId,
            invocations.isEmpty(),
            status,
            now,
            duration,
            after,
            payload.getBytes(UTF_8),
            error,
            List.of(),
            null,
            0));
    return after.isZero() ? this : phase(Phase.Kind.AFTER_RESPONSE, after, requestId);
  }

  private SampleEnvironment phase(Phase.Kind kind, Duration duration, String requestId) {
    phases.add(new Phase(kind, now, now.plus(duration), requestId));
    now = now.plus(duration);
    return this;
  }
}
