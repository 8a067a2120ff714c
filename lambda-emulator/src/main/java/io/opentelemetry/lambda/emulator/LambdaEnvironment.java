package io.opentelemetry.lambda.emulator;

import io.opentelemetry.lambda.emulator.internal.extensions.ExtensionsApi;
import io.opentelemetry.lambda.emulator.internal.extensions.RegisteredFunction;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApi;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import io.opentelemetry.lambda.emulator.internal.telemetry.ObservedFunction;
import io.opentelemetry.lambda.emulator.internal.telemetry.PlatformEvents;
import io.opentelemetry.lambda.emulator.internal.telemetry.TelemetryApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment of a function: AWS's own Java runtime with the function and its layers,
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
  private final Timeline timeline = new Timeline();
  private final Output output = new Output();
  private final List<InvocationResult> invocations =
      Collections.synchronizedList(new ArrayList<>());

  private final Consumer<LogLine> log;
  private final OtlpSink otlp;
  private final boolean ownsOtlp;
  private final HttpService api;
  private final Sandbox sandbox;
  private final EnvironmentProcesses processes;
  private final PlatformEvents events;
  private final Lifecycle lifecycle;
  private final @Nullable ConcurrentInvocations concurrent;

  // an invocation holds the one, the end of the environment the other
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;
  private @Nullable InitResult init;

  public static Builder builder() {
    return new Builder();
  }

  private LambdaEnvironment(
      FunctionConfiguration function,
      @Nullable OtlpSink sharedOtlp,
      int otlpPort,
      boolean dropConnections,
      Consumer<LogLine> log) {
    this.log = log;
    this.ownsOtlp = sharedOtlp == null;
    this.sandbox = Sandbox.create(function.code(), function.layers(), function.javaHome());
    RuntimeCommand command;
    try {
      command = RuntimeCommand.of(function, sandbox);
      this.otlp = sharedOtlp == null ? OtlpSink.start(otlpPort, OtlpSink.NOT_SERVED) : sharedOtlp;
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
    boolean managed = function.startType() == StartType.MANAGED_INSTANCES;
    HttpService.Builder server = HttpService.builder("Lambda API");
    RuntimeApi runtimeApi = RuntimeApi.create(server, function.concurrency());
    ExtensionsApi extensions =
        ExtensionsApi.create(
            server,
            new RegisteredFunction(
                function.name(),
                FunctionConfiguration.VERSION,
                function.handler(),
                FunctionConfiguration.ACCOUNT,
                managed));
    TelemetryApi telemetry = TelemetryApi.create(server, extensions);
    this.api = server.start(0);
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
                function.startType().text()));
    Map<String, String> variables =
        FunctionVariables.of(
            function, command.runtimeName(), logStream, "127.0.0.1:" + api.port(), otlp);
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
    return invoke(Invocation.of(event));
  }

  /** Passes an event to the function and waits until the environment has come to rest again. */
  public InvocationResult invoke(Invocation invocation) {
    return invoke(invocation, result -> {});
  }

  /**
   * Passes an event to the function and waits until the environment has come to rest again.
   *
   * @param responded called, before that, when the caller has the answer
   * @throws EmulatorException if it has been closed
   */
  public InvocationResult invoke(Invocation invocation, Consumer<InvocationResult> responded) {
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

  /** What has been exported so far to this environment's OTLP sink, by whoever shares it. */
  public Telemetry telemetry() {
    return otlp.received();
  }

  /** The lines that the environment's processes have written so far, on either stream. */
  public List<String> output() {
    return output.all().stream().map(LogLine::text).toList();
  }

  /** What the environment has been through so far. */
  public EnvironmentReport report() {
    return new EnvironmentReport(
        logStream,
        init(),
        List.copyOf(invocations),
        timeline.phases(),
        output.all(),
        processes.highWaterBytes(),
        processes.control());
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
      sandbox.close();
    }
  }

  /** Configures a function and its environment; the function has to be given. */
  public static final class Builder {

    private @Nullable Path code;
    private @Nullable String handler;
    private String name = "function";
    private final List<Path> layers = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private int memoryMb = 512;
    private Duration timeout = Duration.ofSeconds(30);
    private StartType startType = StartType.ON_DEMAND;
    private int concurrency = 1;
    private boolean tracing;
    private @Nullable String runtime;
    private @Nullable Path javaHome = Path.of(System.getProperty("java.home"));
    private boolean memoryLimit = true;
    private boolean cpuLimit;
    private boolean initAtFullSpeed = true;
    private @Nullable OtlpSink otlpSink;
    private int otlpPort;
    private boolean dropConnections;
    private Consumer<LogLine> log = line -> {};

    private Builder() {}

    /**
     * The function.
     *
     * @param zipOrFolder a zip or jar, or a folder that holds what it would
     * @param handler {@code package.Class} or {@code package.Class::method}
     */
    public Builder function(Path zipOrFolder, String handler) {
      this.code = zipOrFolder;
      this.handler = handler;
      return this;
    }

    /** The function's name; by default {@code function}. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** Adds a layer, over those before it: a zip, or a folder that holds what the zip would. */
    public Builder layer(Path zipOrFolder) {
      layers.add(zipOrFolder);
      return this;
    }

    /** Sets one of the function's variables. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** The function's memory in MB; by default 512. */
    public Builder memoryMb(int memoryMb) {
      this.memoryMb = memoryMb;
      return this;
    }

    /** The function's timeout; by default 30 seconds. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** How the environment comes about; by default on demand. */
    public Builder startType(StartType startType) {
      this.startType = startType;
      return this;
    }

    /** Makes the environment one of managed instances, which takes that many events at once. */
    public Builder managedInstances(int concurrency) {
      this.startType = StartType.MANAGED_INSTANCES;
      this.concurrency = concurrency;
      return this;
    }

    int memoryMb() {
      return memoryMb;
    }

    int concurrency() {
      return concurrency;
    }

    /** Whether X-Ray samples invocations that come without a trace; by default not. */
    public Builder tracing(boolean active) {
      this.tracing = active;
      return this;
    }

    /**
     * The runtime that the JVM is started as, such as {@code java21}; by default the one of the
     * JDK's version.
     */
    public Builder runtime(String name) {
      this.runtime = name;
      return this;
    }

    /** The function brings its own runtime: a program {@code bootstrap} in its code or a layer. */
    public Builder customRuntime() {
      this.javaHome = null;
      return this;
    }

    /** The JDK to run the function with; by default the one that runs this. */
    public Builder javaHome(Path javaHome) {
      this.javaHome = javaHome;
      return this;
    }

    /**
     * Whether the environment's processes are killed when they use more than the function's memory;
     * by default they are. {@link EnvironmentReport#control} says whether this machine can do it.
     */
    public Builder memoryLimit(boolean limited) {
      this.memoryLimit = limited;
      return this;
    }

    /**
     * Whether the environment's processes get CPU in proportion to the function's memory, one vCPU
     * for 1,769 MB; by default not, so that tests are fast. {@link EnvironmentReport#control} says
     * whether this machine can do it.
     */
    public Builder cpuLimit(boolean limited) {
      this.cpuLimit = limited;
      return this;
    }

    /** Whether the limit of the CPU does not hold during an init; by default so, as on Lambda. */
    public Builder initAtFullSpeed(boolean fullSpeed) {
      this.initAtFullSpeed = fullSpeed;
      return this;
    }

    /**
     * The port to receive OTLP on, over HTTP; by default any that is free. The function is told by
     * {@code OTEL_EXPORTER_OTLP_ENDPOINT}, unless it has that variable or the port is OTLP's own,
     * 4318.
     */
    public Builder otlpPort(int port) {
      this.otlpPort = port;
      return this;
    }

    /**
     * Where to receive OTLP instead of a sink of the environment's own, which is then not closed
     * with it. The function is told as by {@link #otlpPort}; if its {@code
     * OTEL_EXPORTER_OTLP_PROTOCOL} is {@code grpc}, it is told the port for that, but for 4317.
     */
    public Builder otlpSink(OtlpSink shared) {
      this.otlpSink = shared;
      return this;
    }

    /**
     * Whether the OTLP sink's idle connections are dropped each time the environment has been
     * frozen, as those of a function in a VPC are after a while; by default not.
     *
     * @see OtlpSink#dropConnections
     */
    public Builder dropConnections(boolean drop) {
      this.dropConnections = drop;
      return this;
    }

    /** Called, from another thread, with each line that the function writes. */
    public Builder log(Consumer<LogLine> log) {
      this.log = log;
      return this;
    }

    /**
     * Lays the environment out; nothing of the function runs yet.
     *
     * @throws EmulatorException if that is not possible, and why
     */
    public LambdaEnvironment build() {
      if (code == null || handler == null) {
        throw new IllegalStateException("the function has to be given");
      }
      LambdaEnvironment lambda =
          new LambdaEnvironment(
              new FunctionConfiguration(
                  name,
                  code,
                  handler,
                  List.copyOf(layers),
                  Map.copyOf(environment),
                  memoryMb,
                  timeout,
                  startType,
                  concurrency,
                  tracing,
                  runtime,
                  javaHome,
                  new LimitSettings(memoryLimit, cpuLimit, initAtFullSpeed)),
              otlpSink,
              otlpPort,
              dropConnections,
              log);
      OpenEnvironments.add(lambda);
      return lambda;
    }
  }
}
