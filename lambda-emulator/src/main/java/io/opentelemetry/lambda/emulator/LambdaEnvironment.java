package io.opentelemetry.lambda.emulator;

import io.opentelemetry.lambda.emulator.internal.runtimeapi.Outcome;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.PendingInvocation;
import io.opentelemetry.lambda.emulator.internal.runtimeapi.RuntimeApi;
import io.opentelemetry.lambda.emulator.internal.sandbox.JavaRuntime;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import io.opentelemetry.lambda.emulator.internal.sandbox.SandboxProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment of a function: AWS's own Java runtime with the function and its layers,
 * which gets one event after the other and no CPU in between.
 *
 * <pre>{@code
 * try (LambdaEnvironment lambda =
 *     LambdaEnvironment.builder()
 *         .code(Path.of("function.zip"))
 *         .handler("example.Handler")
 *         .layer(Path.of("layer.zip"))
 *         .environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler")
 *         .build()) {
 *   InvocationResult result = lambda.invoke("{}");
 *   List<Span> spans = lambda.telemetry().spans();
 * }
 * }</pre>
 *
 * <p>Not for use by more than one thread at a time.
 */
public final class LambdaEnvironment implements AutoCloseable {

  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

  private final FunctionConfiguration function;
  private final JavaRuntime runtime;
  private final Consumer<LogLine> log;
  private final OtlpSink otlp;
  private final boolean ownsOtlp;
  private final RuntimeApi api;
  private final Sandbox sandbox;
  private final List<LogLine> output = Collections.synchronizedList(new ArrayList<>());
  private final List<InvocationResult> invocations = new ArrayList<>();

  private final String logStream = FunctionVariables.newLogStream();

  private @Nullable SandboxProcess process;
  private @Nullable InitResult init;
  private boolean invokedBefore;
  private long highWaterBytes;

  public static Builder builder() {
    return new Builder();
  }

  private LambdaEnvironment(
      FunctionConfiguration function,
      @Nullable OtlpSink sharedOtlp,
      int otlpPort,
      Consumer<LogLine> log) {
    this.function = function;
    this.log = log;
    this.runtime = JavaRuntime.of(function.javaHome());
    this.ownsOtlp = sharedOtlp == null;
    this.otlp = sharedOtlp == null ? OtlpSink.start(otlpPort, OtlpSink.NOT_SERVED) : sharedOtlp;
    try {
      this.sandbox = Sandbox.create(function.code(), function.layers(), function.javaHome());
    } catch (RuntimeException e) {
      closeOwnOtlp();
      throw e;
    }
    this.api = RuntimeApi.start();
  }

  /** Initializes the environment; the first invocation does so where this has not been called. */
  public InitResult init() {
    if (init == null) {
      init = startRuntime(INIT_TIMEOUT);
    }
    return init;
  }

  /** Passes an event to the function and waits until the environment has come to rest again. */
  public InvocationResult invoke(String event) {
    init();
    long start = System.nanoTime();
    String requestId = UUID.randomUUID().toString();
    boolean coldStart = !invokedBefore;
    invokedBefore = true;
    Outcome outcome = answer(requestId, event, start);
    Duration duration = Duration.ofNanos(outcome.nanoTime() - start);
    settle(start);
    InvocationResult result =
        new InvocationResult(
            requestId,
            coldStart,
            status(outcome),
            outcome.instant(),
            duration,
            Duration.ofNanos(System.nanoTime() - outcome.nanoTime()),
            outcome.response(),
            outcome.error());
    invocations.add(result);
    return result;
  }

  private static InvocationResult.Status status(Outcome outcome) {
    FunctionError error = outcome.error();
    if (error == null) {
      return InvocationResult.Status.OK;
    }
    return error.errorType().equals(LambdaErrors.TIMED_OUT)
        ? InvocationResult.Status.TIMEOUT
        : InvocationResult.Status.ERROR;
  }

  private Outcome answer(String requestId, String event, long start) {
    if (process == null) {
      // the init failed, or the last invocation took the runtime with it: once more, in this one
      InitResult again = startRuntime(remaining(start));
      FunctionError error = again.error();
      if (again.status() == InitResult.Status.TIMEOUT) {
        return Outcome.failure(LambdaErrors.timedOut(requestId, function.timeout()));
      }
      if (error != null) {
        return Outcome.failure(error);
      }
    }
    SandboxProcess running = runningProcess();
    running.thaw();
    PendingInvocation invocation =
        new PendingInvocation(
            requestId,
            event.getBytes(StandardCharsets.UTF_8),
            InvocationHeaders.of(requestId, function, remaining(start)));
    api.deliver(invocation);
    CompletableFuture<Outcome> ended =
        running.exit().thenApply(status -> Outcome.failure(LambdaErrors.exited(requestId, status)));
    try {
      return await(invocation.outcome().applyToEither(ended, outcome -> outcome), remaining(start));
    } catch (TimeoutException e) {
      stopRuntime();
      return Outcome.failure(LambdaErrors.timedOut(requestId, function.timeout()));
    }
  }

  /** Waits until the runtime asks for the next event, and freezes it. */
  private void settle(long start) {
    SandboxProcess running = process;
    if (running == null) {
      return;
    }
    try {
      await(CompletableFuture.anyOf(api.idle(), running.exit()), remaining(start));
    } catch (TimeoutException e) {
      stopRuntime();
      return;
    }
    if (running.exit().isDone()) {
      stopRuntime();
    } else {
      freeze(running);
    }
  }

  private InitResult startRuntime(Duration timeout) {
    api.reset();
    long start = System.nanoTime();
    SandboxProcess starting =
        sandbox.start(
            command(),
            FunctionVariables.of(function, runtime.name(), logStream, api.address(), otlp),
            this::addOutput);
    process = starting;
    CompletableFuture<FunctionError> failed =
        api.initError().applyToEither(starting.exit().thenApply(LambdaErrors::exited), e -> e);
    try {
      await(CompletableFuture.anyOf(api.idle(), failed), timeout);
    } catch (TimeoutException e) {
      stopRuntime();
      return new InitResult(InitResult.Status.TIMEOUT, since(start), null);
    }
    Duration duration = since(start);
    if (api.idle().isDone()) {
      freeze(starting);
      return new InitResult(InitResult.Status.OK, duration, null);
    }
    stopRuntime();
    return new InitResult(InitResult.Status.ERROR, duration, failed.join());
  }

  private List<String> command() {
    List<String> command = runtime.command(function.memoryMb(), function.handler());
    String wrapper = function.environment().get("AWS_LAMBDA_EXEC_WRAPPER");
    if (wrapper == null || wrapper.isEmpty()) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of(wrapper));
    wrapped.addAll(command);
    return wrapped;
  }

  private void addOutput(String line) {
    LogLine logged = new LogLine(Instant.now(), "function", line);
    output.add(logged);
    log.accept(logged);
  }

  private void freeze(SandboxProcess running) {
    running.freeze();
    readHighWater(running);
  }

  private void stopRuntime() {
    SandboxProcess running = process;
    process = null;
    if (running != null) {
      readHighWater(running);
      running.kill();
    }
  }

  private void readHighWater(SandboxProcess running) {
    highWaterBytes = Math.max(highWaterBytes, running.highWaterBytes());
  }

  private SandboxProcess runningProcess() {
    if (process == null) {
      throw new IllegalStateException("the environment is closed");
    }
    return process;
  }

  private Duration remaining(long start) {
    return function.timeout().minus(since(start));
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private static <T> T await(CompletableFuture<T> future, Duration timeout)
      throws TimeoutException {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    } catch (ExecutionException e) {
      throw new EmulatorException("internal error: " + e.getCause(), e);
    }
  }

  /** What has been exported so far to this environment's OTLP sink, by whoever shares it. */
  public Telemetry telemetry() {
    return otlp.received();
  }

  /** The lines that the environment's processes have written so far, on either stream. */
  public List<String> output() {
    synchronized (output) {
      return output.stream().map(LogLine::text).toList();
    }
  }

  /** What the environment has been through so far. */
  public EnvironmentReport report() {
    return new EnvironmentReport(
        logStream,
        init(),
        List.copyOf(invocations),
        List.of(),
        List.copyOf(output),
        highWaterBytes);
  }

  /** Ends the environment as Lambda does where no extension is registered: without notice. */
  @Override
  public void close() {
    stopRuntime();
    api.close();
    closeOwnOtlp();
    sandbox.close();
  }

  private void closeOwnOtlp() {
    if (ownsOtlp) {
      otlp.close();
    }
  }

  /** Configures a function and its environment; the code and the handler have to be given. */
  public static final class Builder {

    private @Nullable Path code;
    private @Nullable String handler;
    private String name = "function";
    private final List<Path> layers = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private int memoryMb = 512;
    private Duration timeout = Duration.ofSeconds(30);
    private Path javaHome = Path.of(System.getProperty("java.home"));
    private @Nullable OtlpSink otlpSink;
    private int otlpPort;
    private Consumer<LogLine> log = line -> {};

    private Builder() {}

    /** The function's package: a zip or jar, or a folder that holds what the zip would. */
    public Builder code(Path zipOrFolder) {
      this.code = zipOrFolder;
      return this;
    }

    /** The handler, as {@code package.Class} or {@code package.Class::method}. */
    public Builder handler(String handler) {
      this.handler = handler;
      return this;
    }

    /** The function's name; by default {@code function}. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** Adds a layer, over those before it. */
    public Builder layer(Path zip) {
      layers.add(zip);
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

    /** The JDK to run the function with; by default the one that runs this. */
    public Builder javaHome(Path javaHome) {
      this.javaHome = javaHome;
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
        throw new IllegalStateException("code and handler have to be given");
      }
      return new LambdaEnvironment(
          new FunctionConfiguration(
              name,
              code,
              handler,
              List.copyOf(layers),
              Map.copyOf(environment),
              memoryMb,
              timeout,
              javaHome),
          otlpSink,
          otlpPort,
          log);
    }
  }
}
