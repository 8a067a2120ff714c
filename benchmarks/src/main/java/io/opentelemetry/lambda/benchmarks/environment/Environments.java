package io.opentelemetry.lambda.benchmarks.environment;

import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes environments that differ in nothing but their {@link Configuration}. */
public final class Environments implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern CPU_LIMIT = Pattern.compile("CPU limit \\d");
  private static final int LAST_LINES = 3;

  private final Function function;
  private final Limits limits;
  private final Platform platform;
  private final OtlpSink sink = OtlpSink.start(0, OtlpSink.NOT_SERVED);
  private final @Nullable LocalServices services;

  /**
   * Limits of an environment.
   *
   * @param vcpus the share of the CPU, 1.0 for one
   * @param initAtFullSpeed whether the share does not hold during the init
   */
  public record Limits(int memoryMb, double vcpus, boolean initAtFullSpeed) {}

  /** Starts what the function calls, and where it exports to. */
  public static Environments create(Function function, Limits limits, Platform platform) {
    return new Environments(function, limits, platform);
  }

  private Environments(Function function, Limits limits, Platform platform) {
    this.function = function;
    this.limits = limits;
    this.platform = platform;
    this.services = function.usesServices() ? LocalServices.start() : null;
  }

  /** Runs the function in each of them. */
  public Platform platform() {
    return platform;
  }

  /** The backend of all of them. */
  public OtlpSink sink() {
    return sink;
  }

  /** An environment that nothing has been started in yet. */
  public LambdaEnvironmentBuilder builder(Configuration configuration) {
    LambdaEnvironmentBuilder builder =
        platform
            .choose(LambdaEnvironment.builder())
            .function(function.code(), function.handler())
            .name(function.name())
            .memoryMb(limits.memoryMb())
            .cpuLimit(limits.vcpus())
            .initAtFullSpeed(limits.initAtFullSpeed())
            // an init at a share of the CPU takes longer than one on Lambda
            .initTimeLimit(false)
            .timeout(TIMEOUT)
            .otlpSink(sink);
    if (services != null) {
      Function.variables(services).forEach(builder::environment);
    }
    configuration.layers().forEach(builder::layer);
    configuration.variables().forEach(builder::environment);
    return builder;
  }

  /**
   * Initializes an environment.
   *
   * @throws BenchmarkException if that fails
   */
  public InitResult init(Configuration configuration, LambdaEnvironment lambda) {
    InitResult init = lambda.init();
    if (init.error() != null) {
      throw failure(configuration, "init", init.error().errorMessage(), lambda.output());
    }
    return init;
  }

  /**
   * Has the function answer the event.
   *
   * @throws BenchmarkException if it fails
   */
  public InvocationResult invoke(Configuration configuration, LambdaEnvironment lambda) {
    return invoke(configuration, lambda, function.event());
  }

  /**
   * Has the function answer another event.
   *
   * @throws BenchmarkException if it fails
   */
  public InvocationResult invoke(
      Configuration configuration, LambdaEnvironment lambda, byte[] event) {
    InvocationResult result = lambda.invoke(InvocationRequest.of(event));
    if (result.error() != null) {
      throw failure(configuration, "invocation", result.error().errorMessage(), lambda.output());
    }
    return result;
  }

  private static BenchmarkException failure(
      Configuration configuration, String what, String message, List<String> output) {
    List<String> last = output.subList(Math.max(0, output.size() - LAST_LINES), output.size());
    return new BenchmarkException(
        configuration.name() + ": the " + what + " failed: " + message + " " + last);
  }

  /**
   * Says by what the CPU is limited, in one line, from an environment that has been initialized.
   * Where it cannot be, this thread and what it starts from now on shares one CPU, if possible.
   */
  public static String limitCpu(LambdaEnvironment lambda) {
    String control = lambda.report().control();
    if (CPU_LIMIT.matcher(control).find()) {
      return control;
    }
    return control + (OneCore.pin() ? "; on one CPU, by taskset" : "; on all CPUs");
  }

  @Override
  public void close() {
    sink.close();
    if (services != null) {
      services.close();
    }
  }
}
