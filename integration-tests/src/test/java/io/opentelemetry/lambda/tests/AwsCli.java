package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.PythonPackage;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The real AWS CLI, for the scripts that are tested and for the tests themselves. */
final class AwsCli {

  private final Map<String, String> variables;

  /** The test is skipped where the CLI cannot be had. */
  static AwsCli install() {
    Path installed = PythonPackage.install("awscli");
    Map<String, String> variables = new HashMap<>();
    variables.put("PYTHONPATH", installed.toString());
    variables.put("PATH", installed.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("NO_BUILD", "1");
    variables.put("AWS_ACCESS_KEY_ID", "local");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_CONFIG_FILE", "/dev/null");
    variables.put("AWS_MAX_ATTEMPTS", "1");
    return new AwsCli(variables);
  }

  private AwsCli(Map<String, String> variables) {
    this.variables = variables;
  }

  AwsCli with(String name, String value) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put(name, value);
    return new AwsCli(changed);
  }

  AwsCli to(AwsProxy proxy) {
    return with("AWS_ENDPOINT_URL", proxy.address());
  }

  /** What {@code aws} prints for a query of its output. */
  String query(String region, String query, String... words) throws Exception {
    Command.Finished finished =
        Command.of("aws", "--region", region, "--output", "text", "--query", query)
            .with(words)
            .environment(variables)
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return finished.output().strip();
  }

  /** One of the project's scripts, which runs the CLI. */
  Command script(String name, String... words) {
    return Command.of(Layer.ROOT.resolve(name).toString()).with(words).environment(variables);
  }
}
