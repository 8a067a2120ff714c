package io.opentelemetry.lambda.tests.conformance;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.tests.Command;
import io.opentelemetry.lambda.tests.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The layer of a language whose function is a source file of {@code conformance/functions/}.
 *
 * @param runtime the managed runtime; empty where there is no interpreter
 */
record ScriptColumn(
    String name, Optional<String> runtime, Path folder, Path zip, String interpreterMissing)
    implements Column {

  /** The oldest of which there are managed instances; the local Lambda fetches it. */
  private static final String NODE = "nodejs22.x";

  /** The newest of Lambda's; the interpreter is the machine's. */
  private static final String RUBY = "ruby3.4";

  private static final Path RUBY_CLIENT =
      Path.of(
          System.getProperty(
              "ruby.runtime.client",
              ConformanceTable.FOLDER.resolve("runtime-clients/ruby").toString()));

  /** Python's, with the newest OpenTelemetry API beside the function. */
  static ScriptColumn python(Path parent) {
    Path folder = function(parent, "python", "conformance.py");
    Optional<String> runtime =
        output("python3", "-c", "import sys; print('python%d.%d' % sys.version_info[:2])");
    if (runtime.isPresent()) {
      output(
          "python3",
          "-m",
          "pip",
          "install",
          "--quiet",
          "--target",
          folder.toString(),
          "opentelemetry-api");
    }
    return new ScriptColumn("python", runtime, folder, zip("python"), "there is no python3");
  }

  /** Node.js's, with the OpenTelemetry API that the layer's tests have. */
  static ScriptColumn nodejs(Path parent) {
    Path folder = function(parent, "nodejs", "conformance.js");
    Path api = Layer.ROOT.resolve("nodejs-layer/node_modules/@opentelemetry/api");
    if (Files.isDirectory(api)) {
      Path modules = folder.resolve("node_modules/@opentelemetry");
      create(modules);
      output("cp", "-R", api.toString(), modules.toString());
    }
    Optional<String> runtime = output("node", "--version").map(version -> NODE);
    return new ScriptColumn("nodejs", runtime, folder, zip("nodejs"), "there is no node");
  }

  /**
   * Ruby's, on whatever version is found, with AWS's runtime client where {@code
   * ruby.runtime.client} names its folder, else with the one of this project.
   */
  static ScriptColumn ruby(Path parent) {
    Path folder = function(parent, "ruby", "conformance.rb");
    Optional<String> runtime = output("ruby", "--version").map(version -> RUBY);
    return new ScriptColumn("ruby", runtime, folder, zip("ruby"), "there is no ruby");
  }

  private static Path function(Path parent, String language, String file) {
    Path folder = parent.resolve(language);
    create(folder);
    try {
      Files.copy(
          ConformanceTable.FOLDER.resolve("functions").resolve(language).resolve(file),
          folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path zip(String language) {
    return Layer.ROOT.resolve(
        "%s-layer/target/opentelemetry-%s-layer.zip".formatted(language, language));
  }

  private static Optional<String> output(String... command) {
    try {
      Command.Finished finished = Command.of(command).run();
      return finished.status() == 0 ? Optional.of(finished.output().trim()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String language() {
    return name;
  }

  @Override
  public Optional<String> missing() {
    if (!Files.exists(zip)) {
      return Optional.of(zip + " is missing: " + name + "-layer/run.sh build makes it");
    }
    return runtime.isPresent() ? Optional.empty() : Optional.of(interpreterMissing);
  }

  @Override
  public LambdaEnvironmentBuilder function(String handler) {
    LambdaEnvironmentBuilder function = LambdaEnvironment.builder().runtime(runtime.orElseThrow());
    if (name.equals("ruby")) {
      function
          .rubyHome(Path.of(output("ruby", "-e", "print RbConfig::CONFIG['prefix']").orElseThrow()))
          .runtimeClient(RUBY_CLIENT);
      return withLayer(function, "conformance.Conformance." + handler);
    }
    return withLayer(function, "conformance." + handler);
  }

  private LambdaEnvironmentBuilder withLayer(LambdaEnvironmentBuilder function, String handler) {
    return function
        .function(folder, handler)
        .name("orders")
        .layer(zip)
        .environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler");
  }
}
