package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.internal.extensions.ExtensionsApiServer;
import io.opentelemetry.lambda.emulator.internal.extensions.RegisteredFunction;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import io.opentelemetry.lambda.emulator.internal.runtime.FunctionRuntime;
import io.opentelemetry.lambda.emulator.internal.runtime.RuntimeSettings;
import io.opentelemetry.lambda.emulator.internal.runtime.Runtimes;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApiServer;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import io.opentelemetry.lambda.emulator.internal.telemetry.ObservedFunction;
import io.opentelemetry.lambda.emulator.internal.telemetry.PlatformEvents;
import io.opentelemetry.lambda.emulator.internal.telemetry.TelemetryApiServer;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment of a function: AWS's own runtime with the function and its layers,
 * which gets one event after the other and no CPU in between.
 *
 * <pre>{@code
 * try (LambdaEnvironment lambda =
 *     LambdaEnvironment.builder()
 *         .function(Path.of("function.zip"), "example.Handler")
 *         .layer(Path.of("layer.zip"))
 *         .environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler")
 *         .build()) {
 *   InvocationResult result = lambda.invoke("{}");
 *   List<Span> spans = lambda.telemetry().spans();
 * }
 * }</pre>
 *
 * <p>Not for use by more than one thread at a time, but for {@link #invoke} on managed instances.
 */
public final class LambdaEnvironment implements AutoCloseable {

  /** The source of the lines that the function and its runtime write. */
  public static final String FUNCTION = "function";

  private final String logStream = FunctionVariables.newLogStream();
  private final PhaseRecorder timeline = new PhaseRecorder();
  private final Output output = new Output();
  private final List<InvocationResult> invocations =
      Collections.synchronizedList(new ArrayList<>());

  private final Consumer<LogLine> log;
  private final OtlpSink otlp;
  private final boolean ownsOtlp;
  private final HttpService api;
  private final Sandbox sandbox;
  private final EnvironmentNetwork network;
  private final EnvironmentProcesses processes;
  private final PlatformEvents events;
  private final Lifecycle lifecycle;
  private final @Nullable ConcurrentInvocations concurrent;

  // an invocation holds the one, the end of the environment the other
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;
  private @Nullable InitResult init;

  public static LambdaEnvironmentBuilder builder() {
    return new LambdaEnvironmentBuilder();
  }

  LambdaEnvironment(
      FunctionConfiguration function,
      @Nullable OtlpSink sharedOtlp,
      int otlpPort,
      boolean dropConnections,
      Consumer<LogLine> log,
      Consumer<String> notices) {
    this.log = log;
    this.ownsOtlp = sharedOtlp == null;
    RuntimeSettings settings = function.runtime();
    FunctionRuntime runtime = settings == null ? null : Runtimes.of(settings, notices);
    this.sandbox =
        Sandbox.create(
            function.code(),
            function.layers(),
            runtime == null ? List.of() : runtime.mounts(function.startSettings()),
            function.tmp());
    RuntimeCommand command;
    try {
      command = RuntimeCommand.of(function, runtime, sandbox);
      this.otlp = sharedOtlp == null ? OtlpSink.start(otlpPort, OtlpSink.NOT_SERVED) : sharedOtlp;
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
    boolean managed = function.startType() == StartType.MANAGED_INSTANCES;
    HttpService.Builder server = HttpService.builder("Lambda API");
    RuntimeApiServer runtimeApi = RuntimeApiServer.create(server, function.concurrency());
    ExtensionsApiServer extensions =
        ExtensionsApiServer.create(
            server,
            new RegisteredFunction(
                function.name(),
                FunctionConfiguration.VERSION,
                function.handler(),
                FunctionConfiguration.ACCOUNT,
                managed));
    TelemetryApiServer telemetry = TelemetryApiServer.create(server, extensions, this::reach);
    this.api = server.start(0);
    this.network =
        new EnvironmentNetwork(
            function.network().localhost(), sandbox, api.port(), ports(otlp, function));
    this.processes =
        EnvironmentProcesses.create(
            sandbox, function.limits().of(function.memoryMb()), this::addOutput);
    this.events =
        PlatformEvents.create(
            telemetry,
            new ObservedFunction(
                function.name(),
                function.arn(),
                FunctionConfiguration.VERSION,
                command.runtimeName(),
                logStream,
                function.memoryMb(),
                function.startType().text(),
                "JSON".equals(function.environment().get("AWS_LAMBDA_LOG_FORMAT"))));
    Map<String, String> variables =
        FunctionVariables.of(function, command, logStream, "127.0.0.1:" + api.port(), otlp);
    this.lifecycle =
        new Lifecycle(
            function,
            new EnvironmentStart(
                command.line(),
                variables,
                Set.copyOf(sandbox.extensions()),
                FunctionVariables.forExtension(variables)),
            processes,
            runtimeApi,
            extensions,
            telemetry,
            events,
            timeline,
            output,
            dropConnections ? otlp::dropConnections : () -> {});
    this.concurrent =
        managed ? new ConcurrentInvocations(function, processes, runtimeApi, events) : null;
  }

  private static Set<Integer> ports(OtlpSink otlp, FunctionConfiguration function) {
    Set<Integer> ports = new TreeSet<>(function.network().machinePorts());
    ports.add(otlp.httpPort());
    if (otlp.grpcPort() != OtlpSink.NOT_SERVED) {
      ports.add(otlp.grpcPort());
    }
    return ports;
  }

  private int reach(int port) {
    return network.reach(port);
  }

  private void addOutput(String source, String text) {
    LogLine line = new LogLine(Instant.now(), source, text);
    output.add(line);
    if (source.equals(FUNCTION)) {
      events.functionLog(text);
    } else {
      events.extensionLog(text);
    }
    log.accept(line);
  }

  /**
   * Initializes the environment; the first invocation does so where this has not been called.
   *
   * @throws EmulatorException if it has been closed before
   */
  public InitResult init() {
    use.readLock().lock();
    try {
      return initialized();
    } finally {
      use.readLock().unlock();
    }
  }

  private synchronized InitResult initialized() {
    if (init == null) {
      checkOpen();
      network.open();
      init = lifecycle.init();
    }
    return init;
  }

  private void checkOpen() {
    if (closed) {
      throw new EmulatorException("the environment has been shut down");
    }
  }

  /** Passes an event to the function and waits until the environment has come to rest again. */
  public InvocationResult invoke(String event) {
    return invoke(InvocationRequest.of(event));
  }

  /** Passes an event to the function and waits until the environment has come to rest again. */
  public InvocationResult invoke(InvocationRequest invocation) {
    return invoke(invocation, result -> {});
  }

  /**
   * Passes an event to the function and waits until the environment has come to rest again.
   *
   * @param responded called, before that, when the caller has the answer
   * @throws EmulatorException if it has been closed
   */
  public InvocationResult invoke(
      InvocationRequest invocation, Consumer<InvocationResult> responded) {
    use.readLock().lock();
    try {
      checkOpen();
      initialized();
      InvocationResult result =
          concurrent == null
              ? lifecycle.invoke(invocation, responded)
              : concurrent.invoke(invocation, responded);
      invocations.add(result);
      return result;
    } finally {
      use.readLock().unlock();
    }
  }

  /**
   * The telemetry that has been exported so far to this environment's OTLP sink, by whoever shares
   * it.
   */
  public ReceivedTelemetry telemetry() {
    return otlp.received();
  }

  /** The lines that the environment's processes have written so far, on either stream. */
  public List<String> output() {
    return output.all().stream().map(LogLine::text).toList();
  }

  /** The CPU time, user and system, that those of its processes have had so far that still run. */
  public Duration cpuTime() {
    return processes.cpuTime();
  }

  /** Reports on the environment so far. */
  public EnvironmentReport report() {
    return new EnvironmentReport(
        logStream,
        init(),
        List.copyOf(invocations),
        timeline.phases(),
        output.all(),
        processes.highWaterBytes(),
        processes.control() + network.describe());
  }

  /**
   * Shuts the environment down, as Lambda does when nobody has needed it for a while. Waits for
   * what runs.
   */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      shutDown();
    } finally {
      use.writeLock().unlock();
    }
  }

  private void shutDown() {
    if (!closed) {
      closed = true;
      lifecycle.close();
      processes.close();
      network.close();
      api.close();
      if (ownsOtlp) {
        otlp.close();
      }
      sandbox.close();
      OpenEnvironments.remove(this);
    }
  }

  /**
   * Leaves nothing behind, as this JVM is about to end: shuts the environment down if it is at
   * rest, and otherwise ends it without notice; an invocation that runs stays without an end.
   */
  void abandon() {
    if (use.writeLock().tryLock()) {
      // for good: nothing begins any more
      shutDown();
    } else {
      processes.abandon();
      network.close();
      sandbox.close();
    }
  }
}
