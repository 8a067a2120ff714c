package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.Localhost;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.internal.runtime.Language;
import io.opentelemetry.lambda.emulator.internal.runtime.RuntimeSettings;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Configures a function and its environment; the function has to be given. */
public final class LambdaEnvironmentBuilder {

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
  private boolean customRuntime;
  private final Map<Language, Path> languageHomes = new EnumMap<>(Language.class);
  private @Nullable Path runtimeClient;
  private final List<String> sdkPackages = new ArrayList<>();
  private boolean memoryLimit = true;
  private boolean cpuLimit;
  private OptionalDouble vcpus = OptionalDouble.empty();
  private boolean initAtFullSpeed = true;
  private boolean initTimeLimit = true;
  private @Nullable Duration runtimeShutdown;
  private @Nullable Path tmp;
  private Localhost localhost = Localhost.AUTO;
  private final Set<Integer> machinePorts = new LinkedHashSet<>();
  private @Nullable OtlpSink otlpSink;
  private int otlpPort;
  private boolean dropConnections;
  private Consumer<LogLine> log = line -> {};
  private Consumer<String> notices = line -> System.err.println("[lambda-emulator] " + line);

  LambdaEnvironmentBuilder() {}

  /**
   * The function.
   *
   * @param zipOrFolder a zip or jar, or a folder that holds what it would
   * @param handler {@code package.Class} or {@code package.Class::method}
   */
  public LambdaEnvironmentBuilder function(Path zipOrFolder, String handler) {
    this.code = zipOrFolder;
    this.handler = handler;
    return this;
  }

  /** The function's name; by default {@code function}. */
  public LambdaEnvironmentBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Adds a layer, over those before it: a zip, or a folder that holds what the zip would. */
  public LambdaEnvironmentBuilder layer(Path zipOrFolder) {
    layers.add(zipOrFolder);
    return this;
  }

  /** Sets one of the function's variables. */
  public LambdaEnvironmentBuilder environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The function's memory in MB; by default 512. */
  public LambdaEnvironmentBuilder memoryMb(int memoryMb) {
    this.memoryMb = memoryMb;
    return this;
  }

  /** The function's timeout; by default 30 seconds. */
  public LambdaEnvironmentBuilder timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** How the environment comes about; by default on demand. */
  public LambdaEnvironmentBuilder startType(StartType startType) {
    this.startType = startType;
    return this;
  }

  /** Makes the environment one of managed instances, which takes that many events at once. */
  public LambdaEnvironmentBuilder managedInstances(int concurrency) {
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

  /** Sets whether X-Ray samples invocations that come without a trace; by default not. */
  public LambdaEnvironmentBuilder tracing(boolean active) {
    this.tracing = active;
    return this;
  }

  /**
   * The managed runtime, such as {@code python3.13}, {@code nodejs22.x} or {@code java21}; by
   * default the Java runtime of the JDK's version. What this machine lacks of it is fetched from
   * PyPI or npm into a cache, by default {@code ~/.cache/lambda-emulator}.
   */
  public LambdaEnvironmentBuilder runtime(String name) {
    this.runtime = name;
    this.customRuntime = false;
    return this;
  }

  /** The function brings its own runtime: a program {@code bootstrap} in its code or a layer. */
  public LambdaEnvironmentBuilder customRuntime() {
    this.customRuntime = true;
    return this;
  }

  /** The JDK to run the function with; by default the one that runs this. */
  public LambdaEnvironmentBuilder javaHome(Path javaHome) {
    this.customRuntime = false;
    return home(Language.JAVA, javaHome);
  }

  /** The folder of the Python to run the function with; by default one that is found. */
  public LambdaEnvironmentBuilder pythonHome(Path pythonHome) {
    return home(Language.PYTHON, pythonHome);
  }

  /** The folder of the Node.js to run the function with; by default one that is found. */
  public LambdaEnvironmentBuilder nodeHome(Path nodeHome) {
    return home(Language.NODEJS, nodeHome);
  }

  /** The folder of the Ruby to run the function with; by default one that is found. */
  public LambdaEnvironmentBuilder rubyHome(Path rubyHome) {
    return home(Language.RUBY, rubyHome);
  }

  private LambdaEnvironmentBuilder home(Language language, Path home) {
    languageHomes.put(language, home);
    return this;
  }

  /**
   * The folder that becomes {@code /var/runtime}, in the place of AWS's runtime client that is
   * fetched: for Ruby the unpacked gem {@code aws_lambda_ric}, for Node.js one with an {@code
   * index.mjs}, for Python one with {@code awslambdaric} and a {@code bootstrap.py}.
   */
  public LambdaEnvironmentBuilder runtimeClient(Path folder) {
    this.runtimeClient = folder;
    return this;
  }

  /**
   * Adds a package of the AWS SDK for JavaScript to {@code /var/runtime}, such as {@code
   * client-s3}; Lambda has all of them.
   */
  public LambdaEnvironmentBuilder awsSdk(String packageName) {
    sdkPackages.add("@aws-sdk/" + packageName);
    return this;
  }

  /**
   * The folder that is the function's {@code /tmp}, and stays; by default one that goes with the
   * environment.
   */
  public LambdaEnvironmentBuilder tmp(Path folder) {
    this.tmp = folder;
    return this;
  }

  /**
   * Sets whether the environment's processes are killed when they use more than the function's
   * memory; by default they are. {@link EnvironmentReport#control} says whether this machine can do
   * it.
   */
  public LambdaEnvironmentBuilder memoryLimit(boolean limited) {
    this.memoryLimit = limited;
    return this;
  }

  /**
   * Sets whether the environment's processes get CPU in proportion to the function's memory, one
   * vCPU for 1,769 MB; by default not, so that tests are fast. {@link EnvironmentReport#control}
   * says whether this machine can do it.
   */
  public LambdaEnvironmentBuilder cpuLimit(boolean limited) {
    this.cpuLimit = limited;
    return this;
  }

  /**
   * Limits the environment's processes to a share of the CPU, whatever the function's memory.
   *
   * @param vcpus 1.0 for one vCPU
   */
  public LambdaEnvironmentBuilder cpuLimit(double vcpus) {
    this.cpuLimit = true;
    this.vcpus = OptionalDouble.of(vcpus);
    return this;
  }

  /** Sets whether an init runs without the limit of the CPU; by default so, as on Lambda. */
  public LambdaEnvironmentBuilder initAtFullSpeed(boolean fullSpeed) {
    this.initAtFullSpeed = fullSpeed;
    return this;
  }

  /**
   * Sets whether an init is ended that takes longer than Lambda's 10 seconds; by default it is,
   * unless the {@linkplain #startType start type} gives it more.
   */
  public LambdaEnvironmentBuilder initTimeLimit(boolean limited) {
    this.initTimeLimit = limited;
    return this;
  }

  /**
   * How long the runtime may take to end by itself when the environment is shut down; by default
   * what Lambda gives it, which is nothing where there is no extension. A JVM needs longer to write
   * an archive of its classes, or a recording.
   */
  public LambdaEnvironmentBuilder runtimeShutdown(Duration time) {
    this.runtimeShutdown = time;
    return this;
  }

  /**
   * The port to receive OTLP on, over HTTP; by default any that is free. The function is told by
   * {@code OTEL_EXPORTER_OTLP_ENDPOINT}, unless it has that variable or the port is OTLP's own,
   * 4318.
   */
  public LambdaEnvironmentBuilder otlpPort(int port) {
    this.otlpPort = port;
    return this;
  }

  /**
   * Where to receive OTLP instead of a sink of the environment's own, which is then not closed with
   * it. The function is told as by {@link #otlpPort}; if its {@code OTEL_EXPORTER_OTLP_PROTOCOL} is
   * {@code grpc}, it is told the port for that, but for 4317.
   */
  public LambdaEnvironmentBuilder otlpSink(OtlpSink shared) {
    this.otlpSink = shared;
    return this;
  }

  /**
   * Sets whether the OTLP sink's idle connections are dropped each time the environment has been
   * frozen, as those of a function in a VPC are after a while; by default not.
   *
   * @see OtlpSink#dropConnections
   */
  public LambdaEnvironmentBuilder dropConnections(boolean drop) {
    this.dropConnections = drop;
    return this;
  }

  /**
   * Sets which localhost the environment's programs have; by default their own if a layer brings an
   * external extension. {@link EnvironmentReport#control} says whether this machine can do it.
   */
  public LambdaEnvironmentBuilder localhost(Localhost localhost) {
    this.localhost = localhost;
    return this;
  }

  /**
   * Adds a port that leads to the machine's localhost where the environment has its own. Those do
   * at which somebody listens when the environment starts, but for 4317 and 4318, which are its
   * Collector's.
   */
  public LambdaEnvironmentBuilder machinePort(int port) {
    machinePorts.add(port);
    return this;
  }

  /** Called, from another thread, with each line that the function writes. */
  public LambdaEnvironmentBuilder log(Consumer<LogLine> log) {
    this.log = log;
    return this;
  }

  /** Called with a line for each part of a runtime that has to be fetched; by default on stderr. */
  public LambdaEnvironmentBuilder notices(Consumer<String> notices) {
    this.notices = notices;
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
                customRuntime ? null : runtimeSettings(),
                tmp,
                new LimitSettings(
                    memoryLimit, cpuLimit, vcpus, initAtFullSpeed, initTimeLimit, runtimeShutdown),
                new NetworkSettings(localhost, Set.copyOf(machinePorts))),
            otlpSink,
            otlpPort,
            dropConnections,
            log,
            notices);
    OpenEnvironments.add(lambda);
    return lambda;
  }

  private RuntimeSettings runtimeSettings() {
    return new RuntimeSettings(
        runtime, Map.copyOf(languageHomes), runtimeClient, List.copyOf(sdkPackages));
  }
}
