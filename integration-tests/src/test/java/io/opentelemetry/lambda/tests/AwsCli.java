package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.PythonPackage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    return to(proxy.address());
  }

  AwsCli to(String address) {
    return with("AWS_ENDPOINT_URL", address);
  }

  /** Asks {@code aws}, and returns its text for a query of its output. */
  String query(String region, String query, String... words) throws Exception {
    Command.Finished finished =
        Command.of("aws", "--region", region, "--output", "text", "--query", query)
            .with(words)
            .environment(variables)
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return finished.output().strip();
  }

  /** Asks {@code aws}, and returns its answer. */
  JsonNode ask(String region, String... words) throws Exception {
    Command.Finished finished =
        Command.of("aws", "--region", region, "--output", "json")
            .with(words)
            .environment(variables)
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return new ObjectMapper().readTree(finished.output());
  }

  /** Puts a program of that name in front of any other, which does what a line of shell says. */
  AwsCli withProgram(Path folder, String name, String line) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return with("PATH", folder + File.pathSeparator + variables.get("PATH"));
  }

  /** One of the project's scripts, which runs the CLI. */
  Command script(String name, String... words) {
    return Command.of(Layer.ROOT.resolve(name).toString()).with(words).environment(variables);
  }
}
