package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.PythonPackage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program that answers as AWS does, with the real AWS CLI to talk to it. */
final class AwsStandIn implements AutoCloseable {

  private final Process process;
  private final Path folder;
  private final Map<String, String> environment;
  private final URI endpoint;

  /** MiniStack, in which a function has its layers. */
  static AwsStandIn miniStack(Path folder) throws Exception {
    int port = CollectorLayer.freePort();
    ProcessBuilder builder = PythonPackage.program(PythonPackage.install("ministack"), "ministack");
    builder
        .environment()
        .putAll(
            Map.of(
                "BIND_HOST",
                "127.0.0.1",
                "GATEWAY_PORT",
                Integer.toString(port),
                "LAMBDA_STRICT",
                "1",
                "TMPDIR",
                folder.toString()));
    return new AwsStandIn(folder, builder, port);
  }

  /** Moto, which can be told to look at credentials. */
  static AwsStandIn moto(Path folder) throws Exception {
    int port = CollectorLayer.freePort();
    return new AwsStandIn(
        folder,
        PythonPackage.program(
            PythonPackage.install("moto[server]"),
            "moto_server",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port)),
        port);
  }

  private AwsStandIn(Path folder, ProcessBuilder builder, int port) throws Exception {
    this.folder = folder;
    this.endpoint = URI.create("http://127.0.0.1:" + port);
    this.environment =
        new HashMap<>(
            Map.of(
                "AWS_ENDPOINT_URL", endpoint.toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318",
                "NO_BUILD", "1",
                "PATH", commandLine(folder) + ":" + System.getenv("PATH")));
    this.process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("stand-in.log").toFile())
            .start();
    Waiting.until(() -> answers(port));
  }

  /** A folder with the CLI's program, for the PATH. */
  private static Path commandLine(Path folder) throws IOException {
    ProcessBuilder aws = PythonPackage.program(PythonPackage.install("awscli"), "aws");
    return program(
        folder,
        "aws",
        "PYTHONPATH='"
            + aws.environment().get("PYTHONPATH")
            + "' exec "
            + String.join(" ", aws.command())
            + " \"$@\"");
  }

  /** Puts a program of that name in front of any other, which does what a line of shell says. */
  AwsStandIn with(String name, String line) throws IOException {
    Path programs = program(folder, name, line);
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    return this;
  }

  private static Path program(Path folder, String name, String line) throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return programs;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What a program needs to talk to it. */
  Map<String, String> environment() {
    return environment;
  }

  /** A sample's {@code run.sh}, as a user calls it. */
  Command sample(Sample sample, String... words) {
    return Command.of(Layer.ROOT.resolve("sample-apps").resolve(sample.folder()) + "/run.sh")
        .with(words)
        .environment(environment);
  }

  /** What the CLI answers. */
  JsonNode ask(String region, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(folder + "/programs/aws", "--output", "json"));
    Command.Finished finished =
        Command.of(command.toArray(String[]::new))
            .with(words)
            .environment(environment)
            .environment(Map.of("AWS_DEFAULT_REGION", region))
            .run();
    if (finished.status() != 0) {
      throw new AssertionError(finished.output());
    }
    return new ObjectMapper().readTree(finished.output());
  }

  /** From now on no key is known. */
  void forgetKeys() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/moto-api/reset-auth"))
            .POST(HttpRequest.BodyPublishers.ofString("0", UTF_8))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}
